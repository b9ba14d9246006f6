import type { Cardea } from '@cardea/client';
import { useEffect, useState } from 'react';
import { useCardea } from '../app/cardea.ts';

const voice = 0.04;
const holdFor = 600;

/**
 * Milliseconds before listening begins. The first meter makes an AudioContext, which can hold up the page for 200 ms;
 * at the beginning of a call the first picture matters more.
 */
const patience = 1_000;

function meterSoon(cardea: Cardea, stream: MediaStream, onLevel: (level: number) => void): () => void {
  let stop = (): void => undefined;
  const timer = setTimeout(() => {
    stop = cardea.devices.meter(stream, onLevel);
  }, patience);
  return () => {
    clearTimeout(timer);
    stop();
  };
}

/** Whether somebody speaks into a stream: above the threshold, and a little longer, so that it does not flicker. */
export function useSpeaking(stream: MediaStream | null, listen: boolean): boolean {
  const cardea = useCardea();
  const [speaking, setSpeaking] = useState(false);
  useEffect(() => {
    if (stream === null || !listen) return undefined;
    let last = 0;
    const stop = meterSoon(cardea, stream, (level) => {
      const now = performance.now();
      if (level > voice) last = now;
      setSpeaking(last > 0 && now - last < holdFor);
    });
    return () => {
      stop();
      setSpeaking(false);
    };
  }, [cardea, stream, listen]);
  return speaking;
}

/** Whether an open microphone has given nothing at all for five seconds. */
export function useSilent(stream: MediaStream | null, listen: boolean): boolean {
  const cardea = useCardea();
  const [silent, setSilent] = useState(false);
  useEffect(() => {
    if (stream === null || !listen) return undefined;
    let since = performance.now();
    const stop = meterSoon(cardea, stream, (level) => {
      const now = performance.now();
      // Even a quiet room is above this; only a dead microphone is below.
      if (level > 0.0005) since = now;
      setSilent(now - since > 5_000);
    });
    return () => {
      stop();
      setSilent(false);
    };
  }, [cardea, stream, listen]);
  return silent;
}
