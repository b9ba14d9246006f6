import type { ClientCall } from '@cardea/client';
import { PhoneOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useCardea } from '../app/cardea.ts';
import { useRun } from '../app/useRun.ts';
import { Button } from '../design/Button.tsx';
import { testIds } from '../design/testIds.ts';

/** A call whose screen cannot be loaded, because the server was upgraded or is away. Sound does not depend on it. */
export function CallWithoutSurface({ call }: { call: ClientCall }) {
  const { t } = useTranslation();
  const cardea = useCardea();
  const run = useRun();
  const over = call.stage === 'ended';
  return (
    <div
      role="region"
      aria-label={t('call.surface', { name: call.person.name })}
      data-theme="room"
      data-testid={testIds.callStage}
      data-stage={call.stage}
      data-call={call.id}
      className="fixed inset-0 z-30 grid place-items-center bg-paper p-6 text-center text-ink"
    >
      <div className="flex max-w-md flex-col items-center gap-4">
        <p className="text-3xl font-semibold tracking-tight wrap-anywhere">{call.person.name}</p>
        <p className="text-lg text-soft">
          {call.end === null ? t(`call.stage.${call.stage}`) : t(`end.title.${call.end.reason}`)}
        </p>
        <p className="text-soft">{t('call.noSurface')}</p>
        {over ? (
          <Button onClick={() => cardea.calls.dismiss(call.id)}>{t('common.close')}</Button>
        ) : (
          <Button
            look="danger"
            size="lg"
            icon={<PhoneOff />}
            onClick={() => run(cardea.calls.hangUp(call.id))}
          >
            {t('call.leave')}
          </Button>
        )}
        <Button look="plain" onClick={() => location.reload()}>
          {t('start.reload')}
        </Button>
      </div>
    </div>
  );
}
