import type { ClientCall } from '@cardea/client';
import { Maximize2, Mic, MicOff, PhoneOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useCardea } from '../app/cardea.ts';
import { useRun } from '../app/useRun.ts';
import { IconButton } from '../design/IconButton.tsx';
import { testIds } from '../design/testIds.ts';
import { CallTimer } from './CallTimer.tsx';
import { RecordingSigns } from './recording/RecordingSigns.tsx';
import { minimise } from './surface.ts';

/** A strip above the app while the call goes on behind it. */
export function MinimisedCall({ call }: { call: ClientCall }) {
  const { t } = useTranslation();
  const cardea = useCardea();
  const run = useRun();
  const { microphone } = call.local;
  return (
    <div
      data-theme="room"
      data-testid={testIds.callStage}
      data-stage={call.stage}
      data-call={call.id}
      className="flex shrink-0 items-center gap-1 bg-[#0f6b60] px-3 py-1 text-white"
    >
      <button
        type="button"
        aria-label={t('call.returnTo', { name: call.person.name })}
        onClick={() => minimise(null)}
        className="flex min-h-11 min-w-0 flex-1 items-center gap-3 rounded-xl px-2 text-left hover:bg-white/10 focus-visible:outline-white"
      >
        <Maximize2 aria-hidden className="size-4.5 shrink-0" />
        <span className="truncate font-medium">{call.person.name}</span>
        <RecordingSigns call={call} small />
        <span className="shrink-0 text-sm">
          {call.connectedAt !== null ? <CallTimer since={call.connectedAt} /> : t(`call.stage.${call.stage}`)}
        </span>
      </button>
      <IconButton
        label={microphone.on ? t('call.mute') : t('call.unmute')}
        icon={microphone.on ? <Mic /> : <MicOff />}
        look="glass"
        size="sm"
        onClick={() => run(cardea.calls.setMicrophone(call.id, !microphone.on))}
      />
      <IconButton
        label={t('call.leave')}
        icon={<PhoneOff />}
        look="glass"
        size="sm"
        onClick={() => run(cardea.calls.hangUp(call.id))}
      />
    </div>
  );
}
