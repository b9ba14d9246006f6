import { useLayoutEffect, useRef } from 'react';
import { testIds } from '../design/testIds.ts';
import { placeVideo, videoOf } from './warmVideos.ts';

interface RemoteVideoProps {
  stream: MediaStream;
  label: string;
  className: string;
}

/** The other's picture, in the element that was warmed while it rang. */
export function RemoteVideo({ stream, label, className }: RemoteVideoProps) {
  const place = useRef<HTMLDivElement>(null);

  // Before painting, and in the same commit that takes the ring away, so that the element never leaves the page.
  useLayoutEffect(() => {
    if (place.current === null) return undefined;
    videoOf(stream).dataset['testid'] = testIds.remoteVideo;
    return placeVideo(stream, place.current);
  }, [stream]);

  useLayoutEffect(() => {
    const video = videoOf(stream);
    video.className = className;
    video.setAttribute('aria-label', label);
  }, [stream, className, label]);

  return <div ref={place} className="size-full" />;
}
