import { useEffect, useState } from 'react';

/** A QR code drawn as one SVG path, dark on light in every theme: scanners want it so. */
export function QrCode({ text, label }: { text: string; label: string }) {
  const [drawn, setDrawn] = useState<{ size: number; path: string } | null>(null);
  useEffect(() => {
    let current = true;
    void import('qrcode').then(({ create }) => {
      const { modules } = create(text, { errorCorrectionLevel: 'M' });
      const { size, data } = modules;
      let path = '';
      for (let index = 0; index < data.length; index += 1) {
        if (data[index] === 1) path += `M${index % size} ${Math.floor(index / size)}h1v1h-1z`;
      }
      if (current) setDrawn({ size, path });
    });
    return () => {
      current = false;
    };
  }, [text]);
  const size = drawn?.size ?? 29;
  return (
    <div className="mx-auto aspect-square w-full max-w-60 rounded-2xl bg-white p-2">
      <svg
        role="img"
        aria-label={label}
        viewBox={`-2 -2 ${size + 4} ${size + 4}`}
        shapeRendering="crispEdges"
      >
        <path d={drawn?.path ?? ''} fill="#0d1f1b" />
      </svg>
    </div>
  );
}
