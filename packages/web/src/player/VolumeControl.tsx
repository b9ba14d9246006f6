import { Volume1, Volume2, VolumeX } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../design/IconButton.tsx';
import type { MediaControl, MediaState } from './useMediaElement.ts';

/** On a phone the buttons at its side do the rest. */
export function VolumeControl({ state, control }: { state: MediaState; control: MediaControl }) {
  const { t } = useTranslation();
  const { muted, volume } = state;
  const shown = muted ? 0 : volume;
  return (
    <span className="flex items-center">
      <IconButton
        label={t(muted ? 'library.player.unmute' : 'library.player.mute')}
        aria-pressed={muted}
        icon={muted ? <VolumeX /> : volume < 0.5 ? <Volume1 /> : <Volume2 />}
        onClick={control.toggleMute}
      />
      <span className="relative hidden h-9 w-20 items-center rounded-full has-focus-visible:outline-2 has-focus-visible:outline-accent md:flex">
        <span className="h-1 w-full overflow-hidden rounded-full bg-white/25">
          <span className="block h-full origin-left bg-ink" style={{ transform: `scaleX(${shown})` }} />
        </span>
        <input
          type="range"
          aria-label={t('library.player.volume')}
          min={0}
          max={1}
          step={0.05}
          value={shown}
          onChange={(event) => control.setVolume(event.target.valueAsNumber)}
          className="absolute inset-0 size-full cursor-pointer opacity-0"
        />
      </span>
    </span>
  );
}
