import type { SharedItem } from '@cardea/protocol';
import { CardeaError } from '@cardea/protocol';
import { Tooltip } from 'radix-ui';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCardea } from '../app/cardea.ts';
import { navigate } from '../app/navigation.ts';
import { Button } from '../design/Button.tsx';
import { DoorArt } from '../design/DoorArt.tsx';
import { EmptyState } from '../design/EmptyState.tsx';
import { ShareFrame } from './ShareFrame.tsx';
import { SharedView } from './SharedView.tsx';
import { UnlockForm } from './UnlockForm.tsx';

type Share =
  | { status: 'loading' | 'locked' | 'expired' | 'missing' | 'away' }
  | { status: 'open'; item: Extract<SharedItem, { locked: false }> };

/** What somebody shares by a link; for anybody who has it, signed in or not. */
export default function SharePage({ token }: { token: string }) {
  const { t } = useTranslation();
  const { shares } = useCardea();
  const [share, setShare] = useState<Share>({ status: 'loading' });
  const [tries, setTries] = useState(0);

  useEffect(() => {
    let current = true;
    shares.look(token).then(
      (item) => current && setShare(item.locked ? { status: 'locked' } : { status: 'open', item }),
      (error: unknown) => current && setShare({ status: whyNot(error) }),
    );
    return () => {
      current = false;
    };
  }, [shares, token, tries]);

  switch (share.status) {
    case 'loading':
      return <ShareFrame />;
    case 'open':
      return (
        <Tooltip.Provider delayDuration={500} skipDelayDuration={200} disableHoverableContent>
          <SharedView token={token} item={share.item} />
        </Tooltip.Provider>
      );
    case 'locked':
      return (
        <ShareFrame>
          <UnlockForm
            unlock={async (password) => {
              const item = await shares.unlock(token, password);
              if (!item.locked) setShare({ status: 'open', item });
            }}
          />
        </ShareFrame>
      );
    case 'expired':
    case 'missing':
    case 'away':
      return (
        <ShareFrame>
          <EmptyState
            title={t(`library.sharePage.${share.status}Title`)}
            hint={t(`library.sharePage.${share.status}Hint`)}
            art={<DoorArt />}
          >
            {share.status === 'away' ? (
              <Button look="primary" onClick={() => setTries(tries + 1)}>
                {t('common.retry')}
              </Button>
            ) : (
              <Button onClick={() => navigate({ page: 'home' })}>{t('start.home')}</Button>
            )}
          </EmptyState>
        </ShareFrame>
      );
  }
}

function whyNot(error: unknown): 'expired' | 'missing' | 'away' {
  if (!(error instanceof CardeaError)) return 'away';
  if (error.code === 'share_expired') return 'expired';
  return error.code === 'not_found' ? 'missing' : 'away';
}
