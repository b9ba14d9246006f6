import { useEffect, useRef } from 'react';
import { useCardea } from '../app/cardea.ts';

/** How loud a stream is now. Moves outside of React: twenty renders a second would be for nothing. */
export function LevelBar({ stream, label }: { stream: MediaStream | null; label: string }) {
  const cardea = useCardea();
  const bar = useRef<HTMLDivElement>(null);
  const meter = useRef<HTMLDivElement>(null);

  useEffect(() => {
    if (stream === null) return undefined;
    const stop = cardea.devices.meter(stream, (level) => {
      // A voice fills a small part of the scale; the root spreads it over the bar.
      const shown = Math.min(1, Math.sqrt(level) * 1.2);
      if (bar.current !== null) bar.current.style.transform = `scaleX(${shown.toFixed(3)})`;
      meter.current?.setAttribute('aria-valuenow', String(Math.round(shown * 100)));
    });
    return stop;
  }, [cardea, stream]);

  return (
    <div
      ref={meter}
      role="meter"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={0}
      className="h-2 overflow-hidden rounded-full bg-sunken"
    >
      <div
        ref={bar}
        className="h-full w-full origin-left scale-x-0 rounded-full bg-online transition-transform duration-75"
      />
    </div>
  );
}
