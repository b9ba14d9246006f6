import type { ClientCall } from '@cardea/client';
import { CircleAlert, Mic, MicOff, VolumeX } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { openDialog } from '../app/dialogs.ts';
import { pickHint } from './pickHint.ts';
import { playBlockedSound, useBlockedSound } from './RemoteAudio.tsx';
import { useSilent, useSpeaking } from './useLoudness.ts';

/** At most one hint at a time, the most pressing one. */
export function CallHints({ call, talking }: { call: ClientCall; talking: boolean }) {
  const { t } = useTranslation();
  const { local } = call;
  const connected = call.stage === 'connected' && !call.heldByMe;
  const speakingMuted = useSpeaking(local.microphoneStream, connected && !local.microphone.on);
  const silent = useSilent(local.microphoneStream, connected && local.microphone.on);
  const soundBlocked = useBlockedSound(({ blocked }) => blocked !== null);
  const hint = pickHint({ local, kind: call.kind, soundBlocked, talking, speakingMuted, silent });
  if (hint === null) return null;
  switch (hint.type) {
    case 'sound-blocked':
      return (
        <Hint icon={<VolumeX />} action={{ label: t('call.playNow'), run: playBlockedSound }}>
          {t('call.playBlocked')}
        </Hint>
      );
    case 'device':
      return (
        <Hint
          icon={<CircleAlert />}
          action={{ label: t('call.devices'), run: () => openDialog('device-check') }}
        >
          {`${t(`devices.${hint.device}`)}: ${t(`devices.problem.${hint.problem}`)} ${t('devices.callWithout')}`}
        </Hint>
      );
    case 'talking':
      return <Hint icon={<Mic />}>{t('call.pushToTalk')}</Hint>;
    case 'muted':
      return <Hint icon={<MicOff />}>{t('call.mutedTalking')}</Hint>;
    case 'silent':
      return (
        <Hint
          icon={<MicOff />}
          action={{ label: t('call.chooseMic'), run: () => openDialog('device-check') }}
        >
          {t('call.micSilent')}
        </Hint>
      );
  }
}

interface HintProps {
  icon: ReactNode;
  children: string;
  action?: { label: string; run: () => void };
}

function Hint({ icon, children, action }: HintProps) {
  return (
    <div
      role="status"
      className="flex max-w-xl animate-rise items-center gap-3 rounded-2xl bg-raised px-4 py-2.5 text-sm shadow-float [&>svg]:size-5 [&>svg]:shrink-0 [&>svg]:text-brass"
    >
      {icon}
      <span className="min-w-0 flex-1">{children}</span>
      {action !== undefined && (
        <button
          type="button"
          onClick={action.run}
          className="-my-1 min-h-10 shrink-0 rounded-xl px-3 font-semibold text-accent hover:bg-accent-wash"
        >
          {action.label}
        </button>
      )}
    </div>
  );
}
