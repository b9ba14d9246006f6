import { useEffect, useRef } from 'react';
import { useCardea } from './cardea.ts';

/** Plays a stream's sound on the chosen speaker, where a click of the person has just asked for it. */
export function StreamSound({ stream, testId }: { stream: MediaStream; testId: string }) {
  const cardea = useCardea();
  const element = useRef<HTMLAudioElement>(null);
  useEffect(() => {
    const audio = element.current;
    if (audio === null) return undefined;
    audio.srcObject = stream;
    const detach = cardea.devices.attachSpeaker(audio);
    return () => {
      detach();
      audio.srcObject = null;
    };
  }, [cardea, stream]);
  return <audio ref={element} autoPlay data-testid={testId} />;
}
