import type {
  CallsState,
  Cardea,
  ChatState,
  DevicesState,
  HistoryState,
  LibraryState,
  PeopleState,
  ReadonlyStore,
  RecordingsState,
  RoomsState,
  ServerState,
  SessionState,
} from '@cardea/client';
import type { Person, PersonSettings, Presence } from '@cardea/protocol';
import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import { pacedStore } from './pacedStore.ts';

export const CardeaContext = createContext<Cardea | null>(null);

/** The client library, as `main.tsx` made it. */
export function useCardea(): Cardea {
  const cardea = useContext(CardeaContext);
  if (cardea === null) throw new Error('There is no CardeaContext around this component.');
  return cardea;
}

export function useSession<T>(select: (state: SessionState) => T): T {
  return useStore(useCardea().session.store, select);
}

export function useServer<T>(select: (state: ServerState) => T): T {
  return useStore(useCardea().server.store, select);
}

/** Whether what is recorded can be kept on the server, which messages with sound and picture go by too. */
export function useServerKeeps(): boolean {
  return useServer(({ info }) => info?.library !== false);
}

export function usePeople<T>(select: (state: PeopleState) => T): T {
  return useStore(useCardea().people.store, select);
}

/** Calls, at a pace the screen can follow. */
export function useCalls<T>(select: (state: CallsState) => T): T {
  return useStore(pacedCalls(useCardea().calls.store), select);
}

const paced = new WeakMap<ReadonlyStore<CallsState>, ReadonlyStore<CallsState>>();

function pacedCalls(store: ReadonlyStore<CallsState>): ReadonlyStore<CallsState> {
  const known = paced.get(store) ?? pacedStore(store, 100);
  paced.set(store, known);
  return known;
}

export function useDevices<T>(select: (state: DevicesState) => T): T {
  return useStore(useCardea().devices.store, select);
}

export function useHistory<T>(select: (state: HistoryState) => T): T {
  return useStore(useCardea().history.store, select);
}

export function useChat<T>(select: (state: ChatState) => T): T {
  return useStore(useCardea().chat.store, select);
}

export function useRecordings<T>(select: (state: RecordingsState) => T): T {
  return useStore(useCardea().recordings.store, select);
}

export function useRooms<T>(select: (state: RoomsState) => T): T {
  return useStore(useCardea().rooms.store, select);
}

export function useLibrary<T>(select: (state: LibraryState) => T): T {
  return useStore(useCardea().library.store, select);
}

/** Oneself; only inside what is shown to people who are signed in. */
export function useMe(): Person {
  const me = useSession((state) => (state.status === 'signed-in' ? state.me : null));
  if (me === null) throw new Error('This component needs somebody who is signed in.');
  return me;
}

export function useSettings(): PersonSettings {
  const settings = useSession((state) => (state.status === 'signed-in' ? state.settings : null));
  if (settings === null) throw new Error('This component needs somebody who is signed in.');
  return settings;
}

/** Presence of a contact; strangers show none. */
export function usePresence(id: Person['id']): Presence | undefined {
  return usePeople(({ contacts }) => {
    const contact = contacts.find(({ person }) => person.id === id);
    return contact?.state === 'accepted' ? contact.presence : undefined;
  });
}
