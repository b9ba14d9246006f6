import { useTranslation } from 'react-i18next';
import { useCardea, useMe } from '../app/cardea.ts';
import { navigate } from '../app/navigation.ts';
import { useRun } from '../app/useRun.ts';
import { forgetDrafts } from '../conversation/drafts.ts';
import { ConfirmDialog } from '../design/ConfirmDialog.tsx';

export default function SignOutDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const cardea = useCardea();
  const run = useRun();
  const me = useMe();
  const signOut = async (): Promise<void> => {
    await cardea.session.signOut();
    forgetDrafts();
    navigate({ page: 'home' }, 'replace');
  };
  return (
    <ConfirmDialog
      title={t('settings.signOutTitle')}
      hint={
        me.kind === 'guest' ? t('settings.signOutGuest', { name: me.name }) : t('settings.signOutAccount')
      }
      action={t('nav.signOut')}
      onConfirm={() => run(signOut())}
      onClose={onClose}
    />
  );
}
