import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useCardea, useHistory } from '../app/cardea.ts';
import { useNow } from '../app/useNow.ts';
import { useRun } from '../app/useRun.ts';
import { Button } from '../design/Button.tsx';
import { DoorArt } from '../design/DoorArt.tsx';
import { EmptyState } from '../design/EmptyState.tsx';
import { HistoryRow } from './HistoryRow.tsx';

export function CallHistory() {
  const { t } = useTranslation();
  const cardea = useCardea();
  const run = useRun();
  const { entries, loaded, more, missed } = useHistory((state) => state);
  const now = useNow(30_000);

  useEffect(() => {
    if (!loaded) run(cardea.history.load());
  }, [cardea, loaded, run]);

  // Looking at the list is seeing the missed calls in it.
  useEffect(() => {
    if (loaded && missed > 0) run(cardea.history.markSeen());
  }, [cardea, loaded, missed, run]);

  if (!loaded) return null;
  if (entries.length === 0) {
    return (
      <EmptyState
        title={t('history.empty')}
        hint={t('history.emptyHint')}
        art={<DoorArt className="h-28" />}
      />
    );
  }
  return (
    <>
      <ul className="pt-2">
        {entries.map((entry) => (
          <HistoryRow key={entry.callId} entry={entry} now={now} />
        ))}
      </ul>
      {more && (
        <div className="flex justify-center pt-2">
          <Button look="plain" onClick={() => run(cardea.history.load())}>
            {t('history.loadMore')}
          </Button>
        </div>
      )}
    </>
  );
}
