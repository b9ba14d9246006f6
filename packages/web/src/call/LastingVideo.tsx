import { useLayoutEffect, useRef } from 'react';
import { placeVideo, videoOf } from './lastingVideos.ts';

interface LastingVideoProps {
  stream: MediaStream;
  testId: string;
  label: string;
  className: string;
}

/**
 * A picture of a call in the stream's one element, which goes with it from the ring to the call, from the whole screen
 * into the corner and back, and plays all the while. A stream is shown in one such place at a time.
 */
export function LastingVideo({ stream, testId, label, className }: LastingVideoProps) {
  const place = useRef<HTMLDivElement>(null);

  // Before painting, and in the same commit that takes the former place away, so that the element never leaves the page.
  useLayoutEffect(() => {
    if (place.current === null) return undefined;
    videoOf(stream).dataset['testid'] = testId;
    return placeVideo(stream, place.current);
  }, [stream, testId]);

  useLayoutEffect(() => {
    const video = videoOf(stream);
    video.className = className;
    video.setAttribute('aria-label', label);
  }, [stream, className, label]);

  return <div ref={place} className="size-full" />;
}
