import { useEffect, useState } from 'react';

/** Whether a stream's picture has stopped coming: the track is muted by the transport (W3C Media Capture 4.3.1). */
export function useFrozen(stream: MediaStream | null, expected: boolean): boolean {
  const [frozen, setFrozen] = useState(false);
  useEffect(() => {
    const track = stream?.getVideoTracks()[0];
    if (track === undefined || !expected) {
      setFrozen(false);
      return undefined;
    }
    let timer: ReturnType<typeof setTimeout>;
    const look = (): void => {
      clearTimeout(timer);
      if (!track.muted) setFrozen(false);
      // A pause between turning on and the first frame is not trouble yet.
      else timer = setTimeout(() => setFrozen(track.muted), 3_000);
    };
    look();
    track.addEventListener('mute', look);
    track.addEventListener('unmute', look);
    return () => {
      clearTimeout(timer);
      track.removeEventListener('mute', look);
      track.removeEventListener('unmute', look);
    };
  }, [stream, expected]);
  return frozen;
}
