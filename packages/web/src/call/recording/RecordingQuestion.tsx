import type { ClientCall } from '@cardea/client';
import { useTranslation } from 'react-i18next';
import { useCardea } from '../../app/cardea.ts';
import { useRun } from '../../app/useRun.ts';
import { Button } from '../../design/Button.tsx';

/** Theirs: whether they may record. Mine: that the answer is waited for. */
export function RecordingQuestion({ call }: { call: ClientCall }) {
  const { t } = useTranslation();
  const cardea = useCardea();
  const run = useRun();
  const { name } = call.person;
  const { mine, theirs } = call.recordings;
  return (
    <>
      {mine?.state === 'asking' && (
        <div
          role="status"
          className="pointer-events-auto flex animate-rise items-center gap-2 rounded-full bg-raised py-1 pr-1 pl-4 text-sm shadow-float"
        >
          {t('recording.asking', { name })}
          <Button size="sm" look="plain" onClick={() => run(cardea.recordings.stop(mine.id))}>
            {t('recording.askCancel')}
          </Button>
        </div>
      )}
      {theirs?.state === 'asking' && theirs.consent === null && (
        <div
          role="alertdialog"
          aria-labelledby="recording-question"
          aria-describedby="recording-question-hint"
          className="pointer-events-auto w-full max-w-md animate-rise rounded-3xl border border-line bg-raised p-5 shadow-float"
        >
          <p id="recording-question" className="font-semibold">
            {t('recording.askTitle', { name })}
          </p>
          <p id="recording-question-hint" className="mt-1 text-sm text-soft">
            {t('recording.askHint', { what: t(`recording.askWhat.${theirs.subject}`), name })}
          </p>
          <div className="mt-4 flex flex-wrap gap-2">
            <Button look="answer" onClick={() => cardea.recordings.answer(call.id, true)}>
              {t('recording.agree')}
            </Button>
            <Button onClick={() => cardea.recordings.answer(call.id, false)}>{t('recording.refuse')}</Button>
          </div>
        </div>
      )}
    </>
  );
}
