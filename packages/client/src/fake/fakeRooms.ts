import { createStore } from 'zustand/vanilla';
import type { RoomsApi, RoomsState } from '../api.ts';
import type { FakeWorld } from './fakeWorld.ts';
import { ann, bo, clara, me } from './samplePeople.ts';

export function fakeRooms(world: FakeWorld): RoomsApi {
  const store = createStore<RoomsState>(() => world.rooms);
  return {
    store,
    enter: (name) => {
      if (store.getState().status !== 'none') return Promise.resolve();
      store.setState({
        status: 'inside',
        failure: null,
        room: {
          name,
          people: [
            { person: me, presence: 'online' },
            { person: ann, presence: 'online' },
            { person: bo, presence: 'away' },
            { person: clara, presence: 'in-call' },
          ],
        },
      });
      return Promise.resolve();
    },
    leave: () => {
      store.setState({ status: 'none', room: null, failure: null });
      return Promise.resolve();
    },
  };
}
