import type { ClientCall } from '@cardea/client';
import {
  Camera,
  Circle,
  Gauge,
  Keyboard,
  Maximize,
  MessageCircle,
  Minimize,
  MonitorUp,
  MoreHorizontal,
  Pause,
  PictureInPicture2,
  Play,
  SlidersHorizontal,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useCardea } from '../app/cardea.ts';
import { openDialog } from '../app/dialogs.ts';
import { useMedia } from '../app/useMedia.ts';
import { useRun } from '../app/useRun.ts';
import { Menu, MenuItem } from '../design/Menu.tsx';
import { canShareScreen } from './canShareScreen.ts';
import { ControlButton } from './ControlButton.tsx';
import { useRecordToggle } from './recording/useRecordToggle.ts';
import { showPanel, togglePanel } from './surface.ts';
import type { FullScreen } from './useFullScreen.ts';
import type { Pip } from './usePip.tsx';

interface MoreMenuProps {
  call: ClientCall;
  narrow: boolean;
  unread: number;
  onShare: () => void;
  onScreenshot: () => void;
  fullScreen: FullScreen;
  pip: Pip;
  onOpenChange: (open: boolean) => void;
}

export function MoreMenu({
  call,
  narrow,
  unread,
  onShare,
  onScreenshot,
  fullScreen,
  pip,
  onOpenChange,
}: MoreMenuProps) {
  const { t } = useTranslation();
  const cardea = useCardea();
  const run = useRun();
  const toggleRecording = useRecordToggle(call);
  const keyboard = useMedia('(pointer: fine)');
  const connected = call.stage === 'connected';
  return (
    <Menu
      side="top"
      align="center"
      theme="room"
      onOpenChange={onOpenChange}
      trigger={
        <ControlButton
          label={t('call.more')}
          short={t('call.moreShort')}
          icon={<MoreHorizontal />}
          badge={narrow ? unread : 0}
        />
      }
    >
      {narrow && (
        <MenuItem icon={<MessageCircle />} onSelect={() => showPanel('chat')}>
          {t('call.chat')}
        </MenuItem>
      )}
      {narrow && canShareScreen && (
        <MenuItem icon={<MonitorUp />} disabled={!connected} onSelect={onShare}>
          {call.local.screen.on ? t('call.stopShare') : t('call.share')}
        </MenuItem>
      )}
      {narrow && (
        <MenuItem icon={<Circle />} disabled={!connected} onSelect={toggleRecording}>
          {t(call.recordings.mine === null ? 'recording.record' : 'recording.stop')}
        </MenuItem>
      )}
      <MenuItem icon={<Camera />} disabled={!connected} onSelect={onScreenshot}>
        {t('recording.screenshot')}
      </MenuItem>
      <MenuItem
        icon={call.heldByMe ? <Play /> : <Pause />}
        disabled={!connected}
        onSelect={() => run(cardea.calls.setHold(call.id, !call.heldByMe))}
      >
        {call.heldByMe ? t('call.resume') : t('call.hold')}
      </MenuItem>
      {pip.possible && (
        <MenuItem icon={<PictureInPicture2 />} disabled={!connected} onSelect={pip.toggle}>
          {t('call.pip')}
        </MenuItem>
      )}
      {fullScreen.possible && (
        <MenuItem icon={fullScreen.on ? <Minimize /> : <Maximize />} onSelect={fullScreen.toggle}>
          {fullScreen.on ? t('call.exitFullScreen') : t('call.fullScreen')}
        </MenuItem>
      )}
      <MenuItem icon={<Gauge />} disabled={!connected} onSelect={() => togglePanel('quality')}>
        {t('call.quality')}
      </MenuItem>
      <MenuItem icon={<SlidersHorizontal />} onSelect={() => openDialog('device-check')}>
        {t('call.devices')}
      </MenuItem>
      {keyboard && (
        <MenuItem icon={<Keyboard />} onSelect={() => openDialog('shortcuts')}>
          {t('call.shortcuts')}
        </MenuItem>
      )}
    </Menu>
  );
}
