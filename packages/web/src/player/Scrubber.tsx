import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { timer } from '../i18n/format.ts';
import type { MediaControl, MediaState } from './useMediaElement.ts';

interface ScrubberProps {
  state: MediaState;
  control: MediaControl;
}

/** Where it is; drag or press to go elsewhere. A range input underneath, so that everybody can use it. */
export function Scrubber({ state, control }: ScrubberProps) {
  const { t } = useTranslation();
  const bar = useRef<HTMLDivElement>(null);
  /** Where the pointer is, 0 to 1. */
  const [hover, setHover] = useState<number | null>(null);
  const { time, duration, buffered, playing } = state;
  const { element } = control;

  // Drawn outside of React: the element tells its time only four times a second.
  useEffect(() => {
    let frame = 0;
    const draw = (): void => {
      const share = duration === 0 ? 0 : Math.min(1, (element?.currentTime ?? 0) / duration);
      bar.current?.style.setProperty('--played', share.toFixed(5));
      if (playing) frame = requestAnimationFrame(draw);
    };
    draw();
    return () => cancelAnimationFrame(frame);
  }, [element, duration, playing, time]);

  return (
    <div
      ref={bar}
      className="group/bar relative h-6 touch-none pointer-coarse:h-9"
      onPointerMove={(event) => {
        const { left, width } = event.currentTarget.getBoundingClientRect();
        setHover(Math.min(1, Math.max(0, (event.clientX - left) / width)));
      }}
      onPointerLeave={() => setHover(null)}
    >
      <div className="absolute inset-x-0 top-1/2 h-1 -translate-y-1/2 overflow-hidden rounded-full bg-white/25 transition-[height] group-hover/bar:h-1.5">
        <div
          className="absolute inset-0 origin-left bg-white/30"
          style={{ transform: `scaleX(${duration === 0 ? 0 : Math.min(1, buffered / duration)})` }}
        />
        <div className="absolute inset-0 origin-left scale-x-(--played) bg-accent" />
      </div>
      <div className="pointer-events-none absolute inset-x-0 top-1/2 translate-x-[calc(var(--played)*100%)]">
        <div className="absolute size-3.5 -translate-1/2 rounded-full bg-accent shadow-float transition-transform group-hover/bar:scale-125 group-has-focus-visible/bar:scale-125 group-has-focus-visible/bar:outline-2 group-has-focus-visible/bar:outline-offset-2 group-has-focus-visible/bar:outline-accent" />
      </div>
      {hover !== null && duration > 0 && (
        <div
          className="pointer-events-none absolute inset-x-0 bottom-full hidden pointer-fine:block"
          style={{ transform: `translateX(${hover * 100}%)` }}
        >
          <span className="absolute bottom-0 -translate-x-1/2 rounded-lg bg-black/80 px-2 py-1 text-xs font-medium text-white tabular">
            {timer(hover * duration * 1_000)}
          </span>
        </div>
      )}
      <input
        type="range"
        aria-label={t('library.player.position')}
        aria-valuetext={t('library.player.positionText', {
          time: timer(time * 1_000),
          duration: timer(duration * 1_000),
        })}
        min={0}
        max={duration === 0 ? 1 : duration}
        step="any"
        value={Math.min(time, duration)}
        onChange={(event) => control.seekTo(event.target.valueAsNumber)}
        className="absolute inset-0 size-full cursor-pointer opacity-0"
      />
    </div>
  );
}
