import { nameKey, type Contact, type PersonId } from '@cardea/protocol';
import { createStore } from 'zustand/vanilla';
import type { PeopleApi, PeopleState } from '../api.ts';
import type { FakeWorld } from './fakeWorld.ts';
import { everybody, me } from './samplePeople.ts';

export function fakePeople(world: FakeWorld): PeopleApi {
  const store = createStore<PeopleState>(() => world.people);
  const others = (id: PersonId): Contact[] =>
    store.getState().contacts.filter(({ person }) => person.id !== id);
  const put = (id: PersonId, state: Contact['state']): Promise<void> => {
    const person = store.getState().known.get(id) ?? everybody.find((one) => one.id === id);
    if (person !== undefined) {
      const presence = state === 'accepted' ? 'online' : 'offline';
      store.setState({ contacts: [...others(id), { person, state, presence }] });
    }
    return Promise.resolve();
  };
  return {
    store,
    search: (text) =>
      Promise.resolve(
        everybody.filter(({ id, name }) => id !== me.id && nameKey(name).startsWith(nameKey(text.trim()))),
      ),
    ask: (person) => put(person, 'asked'),
    accept: (person) => put(person, 'accepted'),
    block: (person) => put(person, 'blocked'),
    remove: (person) => {
      store.setState({ contacts: others(person) });
      return Promise.resolve();
    },
    presenceOf: (id) =>
      store.getState().contacts.find(({ person }) => person.id === id)?.presence ?? 'offline',
  };
}
