import { useCallback, useEffect, useRef } from 'react';

/** Seconds of a frame until two have been seen. */
const usual = 1 / 30;

/** Seconds: when the picture shown begins, and how long one is. */
interface Frame {
  shownAt: number | null;
  length: number;
}

/**
 * One picture forward or back. Browsers only seek to times, so the length of a frame is learnt from those that were shown.
 * @returns steps, in a paused video
 */
export function useFrames(element: HTMLMediaElement | null): (by: 1 | -1) => void {
  const frame = useRef<Frame>({ shownAt: null, length: usual });

  useEffect(() => {
    if (!(element instanceof HTMLVideoElement) || !('requestVideoFrameCallback' in element)) return undefined;
    let handle = 0;
    const onFrame: VideoFrameRequestCallback = (_now, { mediaTime }) => {
      const { shownAt } = frame.current;
      const length = shownAt === null ? 0 : mediaTime - shownAt;
      // Pictures that were left out, and jumps, are longer.
      if (length > 1 / 130 && length < frame.current.length * 1.6 && !element.paused)
        frame.current.length = length;
      frame.current.shownAt = mediaTime;
      handle = element.requestVideoFrameCallback(onFrame);
    };
    handle = element.requestVideoFrameCallback(onFrame);
    return () => element.cancelVideoFrameCallback(handle);
  }, [element]);

  return useCallback((by) => stepBy(element, frame.current, by), [element]);
}

function stepBy(element: HTMLMediaElement | null, { shownAt, length }: Frame, by: 1 | -1): void {
  if (element === null) return;
  element.pause();
  // The middle of the neighbour, from where the shown picture begins.
  element.currentTime = Math.max(0, (shownAt ?? element.currentTime) + length * (by === 1 ? 1.5 : -0.5));
}
