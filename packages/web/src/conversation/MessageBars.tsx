import { useTranslation } from 'react-i18next';
import { timer } from '../i18n/format.ts';
import { barsOf } from '../library/bars.ts';
import type { MediaControl, MediaState } from '../player/useMediaElement.ts';

const count = 36;

interface MessageBarsProps {
  id: string;
  state: MediaState;
  control: MediaControl;
}

/** How far a voice message is; press or drag to go elsewhere. */
export function MessageBars({ id, state, control }: MessageBarsProps) {
  const { t } = useTranslation();
  const { time, duration } = state;
  const share = duration === 0 ? 0 : time / duration;
  return (
    <span className="relative block h-8 rounded-lg has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-current">
      <svg viewBox={`0 0 ${count * 5} 32`} preserveAspectRatio="none" aria-hidden className="size-full">
        {barsOf(id, count).map((height, index) => (
          <rect
            key={index}
            x={index * 5 + 1}
            y={16 - height * 15}
            width="2.8"
            height={height * 30}
            rx="1.4"
            fill="currentColor"
            opacity={index / count < share ? 1 : 0.4}
          />
        ))}
      </svg>
      <input
        type="range"
        aria-label={t('library.message.position')}
        aria-valuetext={t('library.player.positionText', {
          time: timer(time * 1_000),
          duration: timer(duration * 1_000),
        })}
        min={0}
        max={duration === 0 ? 1 : duration}
        step={0.1}
        value={Math.min(time, duration)}
        disabled={control.element === null}
        onChange={(event) => control.seekTo(event.target.valueAsNumber)}
        className="absolute inset-0 size-full cursor-pointer opacity-0 disabled:pointer-events-none"
      />
    </span>
  );
}
