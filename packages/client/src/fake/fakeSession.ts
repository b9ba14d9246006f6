import { CardeaError, defaultSettings, PersonId, type Person } from '@cardea/protocol';
import { createStore } from 'zustand/vanilla';
import type { SessionApi, SessionState } from '../api.ts';
import type { FakeWorld } from './fakeWorld.ts';

export function fakeSession(world: FakeWorld): SessionApi {
  const store = createStore<SessionState>(() => world.session);
  const enter = async (name: string, kind: Person['kind']): Promise<void> => {
    await Promise.resolve();
    if (world.entryRefusal !== null) throw new CardeaError(world.entryRefusal, { retryAfter: 30 });
    store.setState(
      {
        status: 'signed-in',
        me: { id: PersonId.parse('person-me'), name, kind, avatarUrl: null },
        settings: defaultSettings,
      },
      true,
    );
  };
  const changeMe = (change: Partial<Person>): Promise<void> => {
    const state = store.getState();
    if (state.status !== 'signed-in') return Promise.reject(new CardeaError('not_signed_in'));
    store.setState({ ...state, me: { ...state.me, ...change } }, true);
    return Promise.resolve();
  };
  return {
    store,
    enterAsGuest: (name) => enter(name, 'guest'),
    createAccount: (name) => enter(name, 'account'),
    signIn: (name) => enter(name, 'account'),
    signOut: () => {
      store.setState({ status: 'signed-out', notice: null }, true);
      return Promise.resolve();
    },
    setPassword: () => changeMe({ kind: 'account' }),
    rename: (name) => changeMe({ name }),
    setAvatar: (avatarUrl) => changeMe({ avatarUrl }),
    changeSettings: (settings) => {
      const state = store.getState();
      if (state.status !== 'signed-in') return Promise.reject(new CardeaError('not_signed_in'));
      store.setState({ ...state, settings: { ...state.settings, ...settings } }, true);
      return Promise.resolve();
    },
  };
}
