import type { ClientCall } from '@cardea/client';
import {
  MessageCircle,
  Mic,
  MicOff,
  MonitorOff,
  MonitorUp,
  PhoneOff,
  SwitchCamera,
  Video,
  VideoOff,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useCardea, useChat, useDevices } from '../app/cardea.ts';
import { useMedia } from '../app/useMedia.ts';
import { useRun } from '../app/useRun.ts';
import { canShareScreen } from './canShareScreen.ts';
import { ControlButton } from './ControlButton.tsx';
import { DeviceCaret } from './DeviceCaret.tsx';
import { MoreMenu } from './MoreMenu.tsx';
import { RecordButton } from './recording/RecordButton.tsx';
import { togglePanel } from './surface.ts';
import type { FullScreen } from './useFullScreen.ts';
import type { Pip } from './usePip.tsx';

interface ControlBarProps {
  call: ClientCall;
  chat: boolean;
  onCamera: () => void;
  onShare: () => void;
  onScreenshot: () => void;
  fullScreen: FullScreen;
  pip: Pip;
  onMenu: (open: boolean) => void;
}

/** The pill at the bottom. The order never changes; on a phone it keeps what the thumb needs. */
export function ControlBar({
  call,
  chat,
  onCamera,
  onShare,
  onScreenshot,
  fullScreen,
  pip,
  onMenu,
}: ControlBarProps) {
  const { t } = useTranslation();
  const cardea = useCardea();
  const run = useRun();
  const narrow = useMedia('(width < 30rem)');
  const manyCameras = useDevices(({ cameras }) => cameras.length > 1);
  const unread = useChat(
    ({ conversations }) => conversations.find(({ person }) => person.id === call.person.id)?.unread ?? 0,
  );
  const { id, local, kind, stage } = call;
  const { microphone, camera, screen } = local;
  const connected = stage === 'connected';
  const asks = kind === 'audio' && !camera.on;
  const cameraLabel = asks ? t('call.askVideo') : camera.on ? t('call.cameraOff') : t('call.cameraOn');

  return (
    <div
      role="toolbar"
      aria-label={t('call.controls')}
      className="pointer-events-auto flex max-w-full items-center gap-1.5 rounded-[1.75rem] border border-white/10 bg-[#161d1a]/95 p-2 shadow-float sm:gap-2"
    >
      <span className="flex">
        <ControlButton
          split={!narrow}
          label={microphone.on ? t('call.mute') : t('call.unmute')}
          short={t('call.micShort')}
          icon={microphone.on ? <Mic /> : <MicOff />}
          look={microphone.on ? 'plain' : 'off'}
          aria-busy={microphone.busy}
          onClick={() => run(cardea.calls.setMicrophone(id, !microphone.on))}
        />
        {!narrow && (
          <DeviceCaret
            kind="microphone"
            off={!microphone.on}
            stream={local.microphoneStream}
            onOpenChange={onMenu}
          />
        )}
      </span>
      <span className="flex">
        <ControlButton
          split={!narrow}
          label={cameraLabel}
          short={asks ? t('call.videoShort') : t('call.cameraShort')}
          icon={camera.on ? <Video /> : <VideoOff />}
          look={camera.on || asks ? 'plain' : 'off'}
          aria-busy={camera.busy}
          disabled={asks && (!connected || call.videoRequest !== null)}
          onClick={onCamera}
        />
        {!narrow && (
          <DeviceCaret kind="camera" off={!camera.on && !asks} stream={null} onOpenChange={onMenu} />
        )}
      </span>
      {narrow && camera.on && manyCameras && (
        <ControlButton
          label={t('call.flip')}
          short={t('call.flipShort')}
          icon={<SwitchCamera />}
          onClick={() => run(cardea.calls.switchCamera(id))}
        />
      )}
      {!narrow && canShareScreen && (
        <ControlButton
          label={screen.on ? t('call.stopShare') : t('call.share')}
          short={screen.on ? t('call.stopShort') : t('call.shareShort')}
          icon={screen.on ? <MonitorOff /> : <MonitorUp />}
          look={screen.on ? 'active' : 'plain'}
          disabled={!connected || call.heldByMe}
          onClick={onShare}
        />
      )}
      {!narrow && (
        <ControlButton
          label={t('call.chat')}
          short={t('call.chatShort')}
          icon={<MessageCircle />}
          look={chat ? 'active' : 'plain'}
          aria-pressed={chat}
          badge={chat ? 0 : unread}
          onClick={() => togglePanel('chat')}
        />
      )}
      {!narrow && <RecordButton call={call} />}
      <MoreMenu
        call={call}
        narrow={narrow}
        unread={unread}
        onShare={onShare}
        onScreenshot={onScreenshot}
        fullScreen={fullScreen}
        pip={pip}
        onOpenChange={onMenu}
      />
      <ControlButton
        label={t('call.leave')}
        short={t('call.leaveShort')}
        icon={<PhoneOff />}
        look="leave"
        onClick={() => run(cardea.calls.hangUp(id))}
      />
    </div>
  );
}
