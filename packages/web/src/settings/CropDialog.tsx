import { shrinkAvatar } from '@cardea/client';
import { useEffect, useRef, useState, type PointerEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useCardea } from '../app/cardea.ts';
import { toast } from '../app/toasts.ts';
import { useRun } from '../app/useRun.ts';
import { Button } from '../design/Button.tsx';
import { Dialog } from '../design/Dialog.tsx';
import { cropArea } from './cropArea.ts';

const size = 512;

/** Chooses the square of a picture by dragging and zooming; what is sent is that square only, without its metadata. */
export function CropDialog({ file, onClose }: { file: File; onClose: () => void }) {
  const { t } = useTranslation();
  const cardea = useCardea();
  const run = useRun();
  const canvas = useRef<HTMLCanvasElement>(null);
  const [picture, setPicture] = useState<ImageBitmap | null>(null);
  const [zoom, setZoom] = useState(1);
  const [center, setCenter] = useState({ x: 0.5, y: 0.5 });

  useEffect(() => {
    let current = true;
    let decoded: ImageBitmap | null = null;
    createImageBitmap(file).then(
      (bitmap) => {
        decoded = bitmap;
        if (current) setPicture(bitmap);
        else bitmap.close();
      },
      () => {
        if (!current) return;
        toast(t('settings.pictureBroken'), { tone: 'problem' });
        onClose();
      },
    );
    return () => {
      current = false;
      decoded?.close();
    };
  }, [file, onClose, t]);

  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (picture === null || context === null || context === undefined) return;
    const { x, y, side } = cropArea(picture.width, picture.height, zoom, center);
    context.clearRect(0, 0, size, size);
    context.drawImage(picture, x, y, side, side, 0, 0, size, size);
  }, [picture, zoom, center]);

  const drag = (event: PointerEvent<HTMLCanvasElement>): void => {
    if (picture === null || !event.currentTarget.hasPointerCapture(event.pointerId)) return;
    const { x, y, side } = cropArea(picture.width, picture.height, zoom, center);
    const scale = side / event.currentTarget.clientWidth;
    setCenter({
      x: (x + side / 2 - event.movementX * scale) / picture.width,
      y: (y + side / 2 - event.movementY * scale) / picture.height,
    });
  };
  const save = async (): Promise<void> => {
    const { current } = canvas;
    if (current === null) return;
    const blob = await new Promise<Blob | null>((resolve) => current.toBlob(resolve, 'image/png'));
    if (blob === null) return;
    await cardea.session.setAvatar(await shrinkAvatar(new File([blob], 'avatar.png', { type: 'image/png' })));
  };

  return (
    <Dialog title={t('settings.cropTitle')} onClose={onClose}>
      <canvas
        ref={canvas}
        width={size}
        height={size}
        onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={drag}
        className="arch mx-auto aspect-square w-64 max-w-full cursor-grab touch-none bg-sunken active:cursor-grabbing"
      />
      <label className="mt-6 block">
        <span className="mb-1 block text-sm font-medium">{t('settings.zoom')}</span>
        <input
          type="range"
          min={1}
          max={4}
          step={0.01}
          value={zoom}
          onChange={(event) => setZoom(Number(event.target.value))}
          className="h-11 w-full accent-accent"
        />
      </label>
      <div className="mt-4 flex justify-end gap-2">
        <Button onClick={onClose}>{t('common.cancel')}</Button>
        <Button
          look="primary"
          disabled={picture === null}
          onClick={() => {
            run(save());
            onClose();
          }}
        >
          {t('common.save')}
        </Button>
      </div>
    </Dialog>
  );
}
