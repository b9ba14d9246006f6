import type { MessageRecording } from '@cardea/client';
import type { ItemId } from '@cardea/protocol';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import { useCardea } from '../app/cardea.ts';

type State = ReturnType<MessageRecording['store']['getState']>;

const opening: State = { status: 'opening', stream: null, sound: null, since: null, error: null };
const waiting = createStore<State>(() => opening);
const failed = createStore<State>(() => ({ ...opening, status: 'failed' }));

interface Result {
  item: ItemId;
  /** Milliseconds. */
  duration: number;
}

/** One message after the other, until one is sent: what is not sent is removed. */
export function useMessageRecording(picture: boolean): {
  state: State;
  result: Result | null;
  stop: () => void;
  again: () => void;
  discard: () => void;
} {
  const cardea = useCardea();
  const [attempt, setAttempt] = useState(0);
  const [recording, setRecording] = useState<MessageRecording | 'failed' | null>(null);
  const [result, setResult] = useState<Result | null>(null);
  /** The finished message that nobody has sent or discarded yet. */
  const made = useRef<ItemId | null>(null);
  const state = useStore(recording === null ? waiting : recording === 'failed' ? failed : recording.store);

  useEffect(() => {
    let left = false;
    let begun: MessageRecording | null = null;
    cardea.recordings.startMessage({ picture }).then(
      (one) => {
        if (left) void one.discard();
        else {
          begun = one;
          setRecording(one);
        }
      },
      () => setRecording('failed'),
    );
    return () => {
      left = true;
      const status = begun?.store.getState().status;
      if (status !== 'finishing' && status !== 'done') void begun?.discard();
    };
  }, [cardea, picture, attempt]);

  const stop = useCallback((): void => {
    if (recording === null || recording === 'failed') return;
    const { status } = recording.store.getState();
    if (status !== 'recording' && status !== 'stopped') return;
    recording.stop().then(
      (finished) => {
        made.current = finished.item;
        setResult(finished);
      },
      // The store says that it failed.
      () => undefined,
    );
  }, [recording]);

  // It has ended by itself, at its limit or because the disk is full.
  const ended = state.status === 'stopped';
  useEffect(() => {
    if (ended) stop();
  }, [ended, stop]);

  const discard = useCallback((): void => {
    const item = made.current;
    made.current = null;
    if (item !== null) void cardea.library.remove(item).catch(() => undefined);
  }, [cardea]);

  const again = useCallback((): void => {
    discard();
    setResult(null);
    setRecording(null);
    setAttempt((count) => count + 1);
  }, [discard]);

  return { state, result, stop, again, discard };
}
