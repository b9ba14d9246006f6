import type { ClientCall } from '@cardea/client';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocale } from '../../i18n/useLanguage.ts';
import { bitrate } from '../../i18n/format.ts';
import { testIds } from '../../design/testIds.ts';
import { showPanel } from '../surface.ts';
import { gradeOf, type Grade } from './grade.ts';
import { useStatistics } from './useStatistics.ts';

const rings = {
  good: 'border-[#63c7b4]',
  fair: 'border-[#f0bd6e]',
  poor: 'border-[#ff8f7d]',
} as const satisfies Record<Grade, string>;

/** Pixels for one press of an arrow key. */
const step = 24;

/** A ball with the speed of the call that floats where one drags it; pressed, it opens the details. */
export function SpeedGauge({ call }: { call: ClientCall }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const history = useStatistics(call.id);
  const [place, setPlace] = useState<{ x: number; y: number }>({ x: 0, y: 0 });
  const drag = useRef({ x: 0, y: 0, from: place, moved: false });
  const last = history.at(-1);
  const up = bitrate(last?.up ?? 0, locale);
  const down = bitrate(last?.down ?? 0, locale);

  const moveTo = (element: HTMLElement, x: number, y: number): void => {
    const area = element.parentElement?.getBoundingClientRect();
    const ball = element.getBoundingClientRect();
    if (area === undefined) return;
    // Where it would be without being moved.
    const [left, top] = [ball.left - area.left - place.x, ball.top - area.top - place.y];
    setPlace({
      x: Math.min(area.width - ball.width - left - 4, Math.max(4 - left, x)),
      y: Math.min(area.height - ball.height - top - 4, Math.max(4 - top, y)),
    });
  };
  const onPointerMove = (event: PointerEvent<HTMLButtonElement>): void => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const { x, y, from } = drag.current;
    const [dx, dy] = [event.clientX - x, event.clientY - y];
    if (!drag.current.moved && Math.hypot(dx, dy) < 6) return;
    drag.current.moved = true;
    moveTo(event.currentTarget, from.x + dx, from.y + dy);
  };
  const onKeyDown = (event: KeyboardEvent<HTMLButtonElement>): void => {
    const directions: Record<string, [number, number]> = {
      ArrowLeft: [-step, 0],
      ArrowRight: [step, 0],
      ArrowUp: [0, -step],
      ArrowDown: [0, step],
    };
    const direction = directions[event.key];
    if (direction === undefined) return;
    event.preventDefault();
    moveTo(event.currentTarget, place.x + direction[0], place.y + direction[1]);
  };

  return (
    <button
      type="button"
      data-testid={testIds.gauge}
      aria-label={t('quality.gaugeLabel', { up, down })}
      onPointerDown={(event) => {
        drag.current = { x: event.clientX, y: event.clientY, from: place, moved: false };
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={onPointerMove}
      onKeyDown={onKeyDown}
      onClick={() => {
        if (!drag.current.moved) showPanel('quality');
        drag.current.moved = false;
      }}
      style={{ transform: `translate(${place.x}px, ${place.y}px)` }}
      className={`absolute top-20 left-4 z-10 grid size-21 touch-none place-content-center rounded-full border-3 bg-black/70 text-center text-white shadow-float transition-colors duration-500 ${rings[gradeOf(history)]}`}
    >
      <span className="flex items-center justify-center gap-0.5 text-[0.6875rem] leading-5 tabular">
        <ArrowUp aria-hidden className="size-3 shrink-0 text-[#f0bd6e]" />
        {up}
      </span>
      <span className="flex items-center justify-center gap-0.5 text-[0.6875rem] leading-5 tabular">
        <ArrowDown aria-hidden className="size-3 shrink-0 text-[#7fe0c8]" />
        {down}
      </span>
    </button>
  );
}
