import {
  Camera,
  Keyboard,
  Maximize,
  Minimize,
  Pause,
  PictureInPicture2,
  Play,
  RotateCcw,
  RotateCw,
} from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useMedia } from '../app/useMedia.ts';
import type { FullScreen } from '../call/useFullScreen.ts';
import { IconButton } from '../design/IconButton.tsx';
import { Menu, MenuChoice } from '../design/Menu.tsx';
import { Tip } from '../design/Tip.tsx';
import { timer } from '../i18n/format.ts';
import { useLocale } from '../i18n/useLanguage.ts';
import { speeds } from './playerKeys.ts';
import { Scrubber } from './Scrubber.tsx';
import type { MediaControl, MediaState } from './useMediaElement.ts';
import { VolumeControl } from './VolumeControl.tsx';

interface PlayerControlsProps {
  state: MediaState;
  control: MediaControl;
  fullScreen: FullScreen;
  /** `null` where there is no picture to keep, or nobody to keep it for. */
  onScreenshot: (() => void) | null;
  onHelp: () => void;
  onMenu: (open: boolean) => void;
}

export function PlayerControls(props: PlayerControlsProps) {
  const { state, control, fullScreen, onScreenshot, onHelp, onMenu } = props;
  const { t } = useTranslation();
  const locale = useLocale();
  const keyboard = useMedia('(pointer: fine)');
  const { playing, ended, time, duration, rate, width } = state;
  const speed = new Intl.NumberFormat(locale).format(rate);
  const playLabel = t(
    playing ? 'library.player.pause' : ended ? 'library.player.replay' : 'library.player.play',
  );
  const video = control.element instanceof HTMLVideoElement && width > 0 ? control.element : null;
  const canFloat = video !== null && document.pictureInPictureEnabled;

  return (
    <div role="group" aria-label={t('library.player.controls')}>
      <Scrubber state={state} control={control} />
      <div className="-mt-1.5 mb-0.5 flex justify-between text-xs text-soft tabular sm:hidden">
        <span>{timer(time * 1_000)}</span>
        <span>{timer(duration * 1_000)}</span>
      </div>
      <div className="flex items-center gap-0.5 sm:gap-1">
        <IconButton
          label={t('library.player.back')}
          icon={<RotateCcw />}
          onClick={() => control.seekBy(-10)}
        />
        <Tip text={playLabel}>
          <button
            type="button"
            aria-label={playLabel}
            onClick={control.toggle}
            className="grid size-12 shrink-0 place-items-center rounded-full bg-ink text-paper transition-transform hover:scale-105 [&_svg]:size-5.5 [&_svg]:fill-current"
          >
            {playing ? (
              <Pause />
            ) : ended ? (
              <RotateCcw className="fill-none!" />
            ) : (
              <Play className="translate-x-px" />
            )}
          </button>
        </Tip>
        <IconButton
          label={t('library.player.forward')}
          icon={<RotateCw />}
          onClick={() => control.seekBy(10)}
        />
        <VolumeControl state={state} control={control} />
        <span className="ml-1.5 text-sm whitespace-nowrap text-soft tabular max-sm:hidden">
          <span className="text-ink">{timer(time * 1_000)}</span> / {timer(duration * 1_000)}
        </span>
        <span className="flex-1" />
        <Menu
          side="top"
          theme="room"
          onOpenChange={onMenu}
          trigger={
            <button
              type="button"
              aria-label={t('library.player.speedNow', { speed })}
              className="min-h-11 min-w-11 shrink-0 rounded-full px-2 text-sm font-semibold tabular text-soft hover:bg-sunken hover:text-ink"
            >
              {speed}×
            </button>
          }
        >
          <MenuChoice
            label={t('library.player.speed')}
            value={String(rate)}
            options={speeds.map((one) => ({
              value: String(one),
              label: `${new Intl.NumberFormat(locale).format(one)}×`,
            }))}
            onChange={(value) => control.setRate(Number(value))}
          />
        </Menu>
        {onScreenshot !== null && (
          <IconButton label={t('library.player.screenshot')} icon={<Camera />} onClick={onScreenshot} />
        )}
        {keyboard && (
          <span className="max-sm:hidden">
            <IconButton label={t('library.player.keys')} icon={<Keyboard />} onClick={onHelp} />
          </span>
        )}
        {canFloat && (
          <span className="max-sm:hidden">
            <IconButton
              label={t('library.player.pip')}
              icon={<PictureInPicture2 />}
              onClick={() => {
                const change =
                  document.pictureInPictureElement === null
                    ? video.requestPictureInPicture()
                    : document.exitPictureInPicture();
                // Refused by a policy: it stays where it is.
                change.catch(() => undefined);
              }}
            />
          </span>
        )}
        {fullScreen.possible && video !== null && (
          <IconButton
            label={t(fullScreen.on ? 'library.player.exitFullScreen' : 'library.player.fullScreen')}
            icon={fullScreen.on ? <Minimize /> : <Maximize />}
            onClick={fullScreen.toggle}
          />
        )}
      </div>
    </div>
  );
}
