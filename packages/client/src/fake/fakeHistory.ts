import { createStore } from 'zustand/vanilla';
import type { HistoryApi, HistoryState } from '../api.ts';
import type { FakeWorld } from './fakeWorld.ts';

export function fakeHistory(world: FakeWorld): HistoryApi {
  const store = createStore<HistoryState>(() => world.history);
  return {
    store,
    load: () => {
      store.setState({ loaded: true, more: false });
      return Promise.resolve();
    },
    markSeen: () => {
      store.setState(({ entries }) => ({
        missed: 0,
        entries: entries.map((entry) => ({ ...entry, missedUnseen: false })),
      }));
      return Promise.resolve();
    },
    remove: (call) => {
      store.setState(({ entries }) => ({ entries: entries.filter(({ callId }) => callId !== call) }));
      return Promise.resolve();
    },
  };
}
