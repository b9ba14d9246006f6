import { useEffect, useRef } from 'react';
import { Avatar } from '../design/Avatar.tsx';
import { personHue } from '../design/personColor.ts';
import { barsOf } from '../library/bars.ts';

/** Somebody who is heard. */
export interface PlayedPerson {
  id: string;
  name: string;
  avatarUrl: string | null;
}

interface AudioStageProps {
  id: string;
  people: readonly PlayedPerson[];
  element: HTMLMediaElement | null;
  playing: boolean;
  duration: number;
}

const count = 96;

/** What one looks at where there are only voices: who speaks, and a line of bars that fills. */
export function AudioStage({ id, people, element, playing, duration }: AudioStageProps) {
  const lit = useRef<HTMLDivElement>(null);
  const hue = personHue(id);
  const bars = barsOf(id, count);

  useEffect(() => {
    let frame = 0;
    const draw = (): void => {
      const share = duration === 0 ? 0 : Math.min(1, (element?.currentTime ?? 0) / duration);
      if (lit.current !== null)
        lit.current.style.clipPath = `inset(0 ${(100 - share * 100).toFixed(2)}% 0 0)`;
      frame = requestAnimationFrame(draw);
    };
    draw();
    return () => cancelAnimationFrame(frame);
  }, [element, duration]);

  return (
    <div
      aria-hidden
      className="absolute inset-0 grid place-content-center justify-items-center gap-10 px-6 pb-28 sm:gap-14"
      style={{
        background: `radial-gradient(circle at 50% 40%, hsl(${hue} 26% 22%), hsl(${hue} 20% 7%) 70%)`,
      }}
    >
      <div className="flex justify-center -space-x-4">
        {people.slice(0, 4).map((person) => (
          <span
            key={person.id}
            className={`arch ring-4 ring-black/30 transition-transform duration-700 ${playing ? 'scale-105' : ''}`}
          >
            <Avatar person={person} size="xl" />
          </span>
        ))}
      </div>
      <div className="relative h-24 w-[min(44rem,84vw)] sm:h-32">
        <Bars bars={bars} color={`hsl(${hue} 20% 60% / 0.35)`} />
        <div ref={lit} className="absolute inset-0 [clip-path:inset(0_100%_0_0)]">
          <Bars bars={bars} color={`hsl(${hue} 55% 78%)`} />
        </div>
      </div>
    </div>
  );
}

function Bars({ bars, color }: { bars: readonly number[]; color: string }) {
  return (
    <svg viewBox={`0 0 ${count * 6} 100`} preserveAspectRatio="none" className="absolute inset-0 size-full">
      {bars.map((height, index) => (
        <rect
          key={index}
          x={index * 6 + 1}
          y={50 - height * 48}
          width="3.4"
          height={height * 96}
          rx="1.7"
          fill={color}
        />
      ))}
    </svg>
  );
}
