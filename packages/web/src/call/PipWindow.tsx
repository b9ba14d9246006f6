import type { ClientCall } from '@cardea/client';
import { Mic, MicOff, PhoneOff, SquareArrowOutUpLeft, Video, VideoOff } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useCardea } from '../app/cardea.ts';
import { useRun } from '../app/useRun.ts';
import { StreamVideo } from '../design/StreamVideo.tsx';
import { testIds } from '../design/testIds.ts';
import { PersonSurface } from './PersonSurface.tsx';
import { RecordingSigns } from './recording/RecordingSigns.tsx';

/** What is in the small window: the other person, microphone, camera, hang up. Without tips: there is no room. */
export function PipWindow({ call, onBack }: { call: ClientCall; onBack: () => void }) {
  const { t } = useTranslation();
  const cardea = useCardea();
  const run = useRun();
  const { id, local, remote, person } = call;
  const picture = remote.screen ? remote.screenStream : remote.camera ? remote.cameraStream : null;
  return (
    <div data-theme="room" className="relative h-dvh overflow-hidden bg-paper text-ink">
      {picture === null ? (
        <PersonSurface person={person} call={call} size="small" />
      ) : (
        <StreamVideo
          stream={picture}
          testId={testIds.remoteVideo}
          label={person.name}
          className={`size-full ${remote.screen ? 'object-contain' : 'object-cover'}`}
        />
      )}
      <div className="absolute top-3 left-3 flex gap-1.5">
        <RecordingSigns call={call} small />
      </div>
      <div className="absolute inset-x-0 bottom-3 flex justify-center gap-2">
        <PipButton
          label={local.microphone.on ? t('call.mute') : t('call.unmute')}
          onClick={() => run(cardea.calls.setMicrophone(id, !local.microphone.on))}
        >
          {local.microphone.on ? <Mic /> : <MicOff />}
        </PipButton>
        <PipButton
          label={local.camera.on ? t('call.cameraOff') : t('call.cameraOn')}
          onClick={() => run(cardea.calls.setCamera(id, !local.camera.on))}
        >
          {local.camera.on ? <Video /> : <VideoOff />}
        </PipButton>
        <PipButton label={t('call.bringBack')} onClick={onBack}>
          <SquareArrowOutUpLeft />
        </PipButton>
        <PipButton label={t('call.leave')} leave onClick={() => run(cardea.calls.hangUp(id))}>
          <PhoneOff />
        </PipButton>
      </div>
    </div>
  );
}

interface PipButtonProps {
  label: string;
  leave?: boolean;
  onClick: () => void;
  children: ReactNode;
}

function PipButton({ label, leave = false, onClick, children }: PipButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      title={label}
      onClick={onClick}
      className={`grid size-11 place-items-center rounded-full text-white [&_svg]:size-5 ${leave ? 'bg-hangup hover:bg-hangup-strong' : 'bg-black/60 hover:bg-black/80'}`}
    >
      {children}
    </button>
  );
}
