import type { ClientCall } from '@cardea/client';
import { useEffect, useLayoutEffect, useRef } from 'react';
import { create } from 'zustand';
import { useCardea } from '../app/cardea.ts';
import { testIds } from '../design/testIds.ts';

/** Whether the browser refused to play a call's sound before a touch on the page (after a reload, say). */
export const useBlockedSound = create<{ blocked: HTMLAudioElement | null }>(() => ({ blocked: null }));

export function playBlockedSound(): void {
  const { blocked } = useBlockedSound.getState();
  void blocked?.play().then(
    () => useBlockedSound.setState({ blocked: null }),
    () => undefined,
  );
}

/** Plays the other person. It lives outside of the call surface, so that it plays while that is small or loading. */
export function RemoteAudio({ call }: { call: ClientCall }) {
  const cardea = useCardea();
  const element = useRef<HTMLAudioElement>(null);
  const { audioStream } = call.remote;

  useLayoutEffect(() => {
    const audio = element.current;
    if (audio === null || audio.srcObject === audioStream) return;
    audio.srcObject = audioStream;
    if (audioStream === null) return;
    audio.play().then(
      () => useBlockedSound.setState({ blocked: null }),
      (error: unknown) => {
        if (error instanceof DOMException && error.name === 'NotAllowedError') {
          useBlockedSound.setState({ blocked: audio });
        }
      },
    );
  }, [audioStream]);

  useEffect(() => {
    const audio = element.current;
    if (audio === null) return undefined;
    const detach = cardea.devices.attachSpeaker(audio);
    return () => {
      detach();
      if (useBlockedSound.getState().blocked === audio) useBlockedSound.setState({ blocked: null });
    };
  }, [cardea]);

  return <audio ref={element} data-testid={testIds.remoteAudio} data-call={call.id} autoPlay />;
}
