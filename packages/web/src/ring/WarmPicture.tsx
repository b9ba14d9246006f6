import { useLayoutEffect, useRef } from 'react';
import { placeVideo } from '../call/lastingVideos.ts';

/** Plays the caller's picture, black before the answer, where nobody sees it. */
export function WarmPicture({ stream }: { stream: MediaStream }) {
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => (place.current === null ? undefined : placeVideo(stream, place.current)), [stream]);
  return (
    <div ref={place} aria-hidden className="pointer-events-none absolute size-px overflow-hidden opacity-0" />
  );
}
