import { Copy, Maximize2, ZoomIn, ZoomOut } from 'lucide-react';
import { useEffect, useRef, useState, type PointerEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { toast } from '../app/toasts.ts';
import { IconButton } from '../design/IconButton.tsx';

interface PictureViewProps {
  title: string;
  src: string;
}

interface View {
  zoom: number;
  x: number;
  y: number;
}

const fitting: View = { zoom: 1, x: 0, y: 0 };
const largest = 8;

/** Larger or smaller around a point, given from the middle; never smaller than what fits. */
function zoomed(view: View, factor: number, x = 0, y = 0): View {
  const zoom = Math.min(largest, Math.max(1, view.zoom * factor));
  if (zoom === 1) return fitting;
  const change = zoom / view.zoom;
  return { zoom, x: x - (x - view.x) * change, y: y - (y - view.y) * change };
}

/** A picture to look at closely: scroll, pinch, drag, or the buttons. */
export function PictureView({ title, src }: PictureViewProps) {
  const { t } = useTranslation();
  const [view, setView] = useState(fitting);
  const area = useRef<HTMLDivElement>(null);
  const image = useRef<HTMLImageElement>(null);
  const pointers = useRef(new Map<number, { x: number; y: number }>());

  // React listens to the wheel passively, and the page would scroll or zoom with it.
  useEffect(() => {
    const element = area.current;
    if (element === null) return undefined;
    const onWheel = (event: WheelEvent): void => {
      event.preventDefault();
      const { left, top, width, height } = element.getBoundingClientRect();
      const factor = Math.exp(-event.deltaY * (event.deltaMode === 1 ? 0.05 : 0.0018));
      setView((before) =>
        zoomed(before, factor, event.clientX - left - width / 2, event.clientY - top - height / 2),
      );
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, []);

  const onPointerMove = (event: PointerEvent<HTMLDivElement>): void => {
    const last = pointers.current.get(event.pointerId);
    if (last === undefined) return;
    const now = { x: event.clientX, y: event.clientY };
    const other = [...pointers.current].find(([id]) => id !== event.pointerId)?.[1];
    pointers.current.set(event.pointerId, now);
    if (other === undefined) {
      setView((before) =>
        before.zoom === 1
          ? before
          : { ...before, x: before.x + now.x - last.x, y: before.y + now.y - last.y },
      );
      return;
    }
    const distance = Math.hypot(now.x - other.x, now.y - other.y);
    const before = Math.hypot(last.x - other.x, last.y - other.y);
    if (before > 0) setView((old) => zoomed(old, distance / before));
  };

  const copy = async (): Promise<void> => {
    try {
      const element = image.current;
      if (element === null) return;
      await navigator.clipboard.write([new ClipboardItem({ 'image/png': asPng(element) })]);
      toast(t('library.picture.copied'));
    } catch {
      toast(t('library.picture.copyFailed'), { tone: 'problem' });
    }
  };

  return (
    <section data-theme="room" className="relative min-h-0 flex-1 overflow-hidden bg-black text-ink">
      <div
        ref={area}
        role="img"
        aria-label={t('library.picture.label', { title })}
        className={`absolute inset-0 touch-none p-4 pb-20 select-none sm:p-8 sm:pb-24 ${view.zoom > 1 ? 'cursor-grab active:cursor-grabbing' : 'cursor-zoom-in'}`}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          pointers.current.set(event.pointerId, { x: event.clientX, y: event.clientY });
        }}
        onPointerMove={onPointerMove}
        onPointerUp={(event) => pointers.current.delete(event.pointerId)}
        onPointerCancel={(event) => pointers.current.delete(event.pointerId)}
        onDoubleClick={() => setView((before) => (before.zoom > 1 ? fitting : zoomed(before, 2.5)))}
      >
        <img
          ref={image}
          src={src}
          alt=""
          draggable={false}
          style={{ transform: `translate(${view.x}px, ${view.y}px) scale(${view.zoom})` }}
          className="size-full object-contain"
        />
      </div>
      <div
        role="group"
        aria-label={t('library.player.controls')}
        className="absolute bottom-[max(1rem,env(safe-area-inset-bottom))] left-1/2 flex -translate-x-1/2 items-center gap-0.5 rounded-full bg-surface/90 p-1 shadow-float backdrop-blur"
      >
        <IconButton
          label={t('library.picture.zoomOut')}
          icon={<ZoomOut />}
          disabled={view.zoom === 1}
          onClick={() => setView((before) => zoomed(before, 1 / 1.5))}
        />
        <span aria-live="polite" className="w-14 text-center text-sm tabular">
          {t('library.picture.percent', { percent: Math.round(view.zoom * 100) })}
        </span>
        <IconButton
          label={t('library.picture.zoomIn')}
          icon={<ZoomIn />}
          disabled={view.zoom === largest}
          onClick={() => setView((before) => zoomed(before, 1.5))}
        />
        <IconButton
          label={t('library.picture.fit')}
          icon={<Maximize2 />}
          disabled={view.zoom === 1}
          onClick={() => setView(fitting)}
        />
        <IconButton label={t('library.picture.copy')} icon={<Copy />} onClick={() => void copy()} />
      </div>
    </section>
  );
}

/** Clipboards take PNG only. */
function asPng(image: HTMLImageElement): Promise<Blob> {
  const canvas = document.createElement('canvas');
  canvas.width = image.naturalWidth;
  canvas.height = image.naturalHeight;
  canvas.getContext('2d')?.drawImage(image, 0, 0);
  return new Promise((resolve, reject) => {
    canvas.toBlob(
      (blob) => (blob === null ? reject(new Error('The picture is empty.')) : resolve(blob)),
      'image/png',
    );
  });
}
