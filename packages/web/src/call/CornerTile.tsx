import { useRef, useState, type PointerEvent, type ReactNode } from 'react';
import { nearestCorner, type Corner } from './corners.ts';

const places = {
  'top-left': 'top-18 left-4',
  'top-right': 'top-18 right-4',
  'bottom-left': 'left-4',
  'bottom-right': 'right-4',
} as const satisfies Record<Corner, string>;

/** Above the bars, and on a phone above a question that is asked there. */
const raised = 'bottom-30 sm:bottom-28 max-sm:group-has-[[role=alertdialog]]/call:bottom-90';

interface CornerTileProps {
  label: string;
  name: string;
  /** The bars are shown: at the bottom the tile stands above them. */
  lifted: boolean;
  onTap: () => void;
  /** What can be done with the picture, in its upper corner. */
  menu: ReactNode;
  children: ReactNode;
}

/** A small picture that lives in a corner: drag it to another, tap it to swap. */
export function CornerTile({ label, name, lifted, onTap, menu, children }: CornerTileProps) {
  const [corner, setCorner] = useState<Corner>('bottom-right');
  const [offset, setOffset] = useState<{ x: number; y: number } | null>(null);
  /** Where the pointer and the centre of the tile were when it was taken. */
  const start = useRef({ x: 0, y: 0, centreX: 0, centreY: 0, moved: false });
  const bottom = corner.startsWith('bottom');

  const onPointerMove = (event: PointerEvent<HTMLButtonElement>): void => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const x = event.clientX - start.current.x;
    const y = event.clientY - start.current.y;
    // A finger is never still: a few pixels are a tap.
    if (!start.current.moved && Math.hypot(x, y) < 6) return;
    start.current.moved = true;
    setOffset({ x, y });
  };
  const onPointerUp = (event: PointerEvent<HTMLButtonElement>): void => {
    const { x, y, centreX, centreY, moved } = start.current;
    const area = event.currentTarget.parentElement?.parentElement?.getBoundingClientRect();
    if (moved && area !== undefined) {
      // Not by where it is drawn, which may be a few moves behind the pointer.
      const left = centreX + event.clientX - x - area.left;
      const top = centreY + event.clientY - y - area.top;
      setCorner(nearestCorner(left, top, area.width, area.height));
    }
    setOffset(null);
  };

  return (
    <div
      style={offset === null ? {} : { transform: `translate(${offset.x}px, ${offset.y}px)` }}
      className={`absolute z-10 aspect-3/4 w-28 overflow-hidden rounded-2xl bg-surface shadow-float ring-1 ring-white/15 sm:aspect-video sm:w-[clamp(11rem,19%,18rem)] ${offset === null ? 'transition-[bottom] duration-300' : ''} ${places[corner]} ${bottom ? (lifted ? raised : 'bottom-5') : ''}`}
    >
      <button
        type="button"
        aria-label={label}
        onPointerDown={(event) => {
          const { left, top, width, height } = event.currentTarget.getBoundingClientRect();
          const [centreX, centreY] = [left + width / 2, top + height / 2];
          start.current = { x: event.clientX, y: event.clientY, centreX, centreY, moved: false };
          event.currentTarget.setPointerCapture(event.pointerId);
        }}
        onPointerMove={onPointerMove}
        onPointerUp={onPointerUp}
        onPointerCancel={() => setOffset(null)}
        onClick={() => {
          if (!start.current.moved) onTap();
          start.current.moved = false;
        }}
        className={`size-full touch-none overflow-hidden rounded-2xl ${offset === null ? '' : 'cursor-grabbing'}`}
      >
        {children}
        <span
          aria-hidden
          className="absolute bottom-1.5 left-1.5 max-w-[calc(100%-0.75rem)] truncate rounded-md bg-black/55 px-1.5 py-0.5 text-xs text-white"
        >
          {name}
        </span>
      </button>
      <div className="absolute top-1 right-1">{menu}</div>
    </div>
  );
}
