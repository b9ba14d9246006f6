import type { ClientCall } from '@cardea/client';
import { useTranslation } from 'react-i18next';
import { useCardea } from '../app/cardea.ts';
import { useRun } from '../app/useRun.ts';
import { Button } from '../design/Button.tsx';

/** Voice becomes video only when both want it. */
export function VideoRequest({ call }: { call: ClientCall }) {
  const { t } = useTranslation();
  const cardea = useCardea();
  const run = useRun();
  const { name } = call.person;
  if (call.videoRequest === 'from-me') {
    return (
      <p role="status" className="animate-rise rounded-full bg-raised px-4 py-2 text-sm shadow-float">
        {t('call.videoAsked', { name })}
      </p>
    );
  }
  const answer = (agreed: boolean, withCamera: boolean): void =>
    run(cardea.calls.answerVideoRequest(call.id, { agreed, withCamera }));
  return (
    <div
      role="alertdialog"
      aria-labelledby="video-request"
      aria-describedby="video-request-hint"
      className="w-full max-w-md animate-rise rounded-3xl border border-line bg-raised p-5 shadow-float"
    >
      <p id="video-request" className="font-semibold">
        {t('call.videoRequestTitle', { name })}
      </p>
      <p id="video-request-hint" className="text-sm text-soft">
        {t('call.videoRequestHint')}
      </p>
      <div className="mt-4 flex flex-wrap gap-2">
        <Button look="answer" onClick={() => answer(true, true)}>
          {t('call.videoYes')}
        </Button>
        <Button onClick={() => answer(true, false)}>{t('call.videoSee')}</Button>
        <Button look="plain" onClick={() => answer(false, false)}>
          {t('call.videoNo')}
        </Button>
      </div>
    </div>
  );
}
