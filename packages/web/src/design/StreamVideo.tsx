import { useLayoutEffect, useRef } from 'react';

interface StreamVideoProps {
  stream: MediaStream | null;
  testId: string;
  label: string;
  className?: string;
  whose?: 'mine' | 'theirs';
  onSize?: (width: number, height: number) => void;
}

/** A `<video>` that shows a stream. Always muted: sound has an element of its own. */
export function StreamVideo({ stream, testId, label, className = '', whose, onSize }: StreamVideoProps) {
  const element = useRef<HTMLVideoElement>(null);

  // Before painting, so that the first frame is not one render late.
  useLayoutEffect(() => {
    const video = element.current;
    if (video === null || video.srcObject === stream) return;
    video.srcObject = stream;
    // Muted video always may play; the promise is rejected only when the source changes again at once.
    if (stream !== null) void video.play().catch(() => undefined);
  }, [stream]);

  return (
    <video
      ref={element}
      data-testid={testId}
      data-whose={whose}
      aria-label={label}
      autoPlay
      playsInline
      muted
      disablePictureInPicture={false}
      className={className}
      onResize={(event) => onSize?.(event.currentTarget.videoWidth, event.currentTarget.videoHeight)}
    />
  );
}
