import { limits } from '@cardea/protocol';
import { useTranslation } from 'react-i18next';
import { navigate } from '../app/navigation.ts';
import { Button } from '../design/Button.tsx';
import { DoorArt } from '../design/DoorArt.tsx';
import { EmptyState } from '../design/EmptyState.tsx';

export function NotFound({ what }: { what: 'page' | 'room' }) {
  const { t } = useTranslation();
  const hint =
    what === 'page' ? t('start.notFoundHint') : t('room.badName', { count: limits.roomNameLength });
  return (
    <main className="grid min-h-full place-items-center">
      <EmptyState title={t('start.notFoundTitle')} hint={hint} art={<DoorArt />}>
        <Button look="primary" onClick={() => navigate({ page: 'home' })}>
          {t('start.home')}
        </Button>
      </EmptyState>
    </main>
  );
}
