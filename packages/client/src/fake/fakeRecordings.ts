import { CardeaError, ItemId, newId, RecordingId, type CallId } from '@cardea/protocol';
import { createStore } from 'zustand/vanilla';
import type { ActiveRecording, RecordingsApi, RecordingsState } from '../api.ts';

/** Recording as it looks: everybody agrees after a moment, and nothing is written. */
export function fakeRecordings(): RecordingsApi {
  const store = createStore<RecordingsState>(() => ({ containers: ['mp4', 'webm'], recordings: [] }));
  const change = (id: RecordingId, part: Partial<ActiveRecording>): void =>
    store.setState(({ recordings }) => ({
      recordings: recordings.map((one) => (one.id === id ? { ...one, ...part } : one)),
    }));
  return {
    store,
    prepare: () => Promise.resolve(),
    start: (call: CallId, { subject }) => {
      const id = newId(RecordingId);
      const recording: ActiveRecording = {
        ...{ id, item: newId(ItemId), call, subject, status: 'asking' },
        ...{ since: null, size: 0, silent: false, progress: 0, end: null },
      };
      store.setState(({ recordings }) => ({ recordings: [...recordings, recording] }));
      setTimeout(() => change(id, { status: 'recording', since: Date.now() }), 1_500);
      return Promise.resolve(id);
    },
    stop: (id) => {
      change(id, { status: 'done', end: 'stopped', progress: 1 });
      return Promise.resolve();
    },
    answer: () => undefined,
    dismiss: (id) =>
      store.setState(({ recordings }) => ({ recordings: recordings.filter((one) => one.id !== id) })),
    startMessage: () => Promise.reject(new CardeaError('unavailable')),
  };
}
