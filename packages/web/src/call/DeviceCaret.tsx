import type { DeviceKind } from '@cardea/client';
import { ChevronUp } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useCardea } from '../app/cardea.ts';
import { useRun } from '../app/useRun.ts';
import { LevelBar } from '../design/LevelBar.tsx';
import { Menu, MenuChoice, MenuLine } from '../design/Menu.tsx';
import { useDeviceChoices } from '../precheck/useDeviceChoices.ts';

interface DeviceCaretProps {
  kind: 'microphone' | 'camera';
  off: boolean;
  stream: MediaStream | null;
  onOpenChange: (open: boolean) => void;
}

/** The right half of a split button: which microphone (and speaker), which camera. */
export function DeviceCaret({ kind, off, stream, onOpenChange }: DeviceCaretProps) {
  const { t } = useTranslation();
  return (
    <Menu
      side="top"
      align="center"
      theme="room"
      onOpenChange={onOpenChange}
      trigger={
        <button
          type="button"
          aria-label={kind === 'microphone' ? t('call.micMenu') : t('call.cameraMenu')}
          className={`grid h-12 w-7 place-items-center rounded-r-2xl border-l transition-colors md:h-14 md:w-8 [&_svg]:size-4 ${off ? 'border-[#8d2413]/25 bg-[#f1d9d4] text-[#8d2413] hover:bg-white' : 'border-white/15 bg-white/10 text-white hover:bg-white/20'}`}
        >
          <ChevronUp aria-hidden />
        </button>
      }
    >
      <DeviceMenuChoice kind={kind} />
      {kind === 'microphone' && (
        <>
          {/* A menu may contain items only; the same meter can be read in the device check. */}
          <div aria-hidden className="px-3 py-2">
            <LevelBar stream={stream} label={t('devices.level')} />
          </div>
          <SpeakerChoice />
        </>
      )}
    </Menu>
  );
}

function SpeakerChoice() {
  const { options } = useDeviceChoices('speaker');
  if (options.length < 2) return null;
  return (
    <>
      <MenuLine />
      <DeviceMenuChoice kind="speaker" />
    </>
  );
}

function DeviceMenuChoice({ kind }: { kind: DeviceKind }) {
  const { t } = useTranslation();
  const cardea = useCardea();
  const run = useRun();
  const { value, options } = useDeviceChoices(kind);
  return (
    <MenuChoice
      label={t(`devices.${kind}`)}
      value={value}
      options={options}
      onChange={(id) => run(cardea.devices.select(kind, id === '' ? null : id))}
    />
  );
}
