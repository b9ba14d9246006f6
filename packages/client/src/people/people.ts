import type { Contact, Person, PersonId, Presence } from '@cardea/protocol';
import { createStore } from 'zustand/vanilla';
import type { PeopleApi, PeopleState } from '../api.ts';
import type { Signalling } from '../signalling/signalling.ts';

/** Contacts with their presence, and everybody this client has heard of. */
export class People implements PeopleApi {
  readonly store = createStore<PeopleState>(() => ({ contacts: [], known: new Map() }));
  readonly #signalling: Pick<Signalling, 'request'>;
  readonly #stopListening: (() => void)[];

  constructor(signalling: Pick<Signalling, 'request' | 'on'>) {
    this.#signalling = signalling;
    this.#stopListening = [
      signalling.on('welcome', ({ me, contacts, calls, conversations }) => {
        this.store.setState({ contacts: inOrder(contacts) });
        this.#learn([
          me,
          ...contacts.map(({ person }) => person),
          ...calls.map(({ person }) => person),
          ...conversations.map(({ person }) => person),
        ]);
      }),
      signalling.on('contacts:changed', ({ contact }) => this.#put(contact)),
      signalling.on('contacts:removed', ({ person }) => this.#drop(person)),
      signalling.on('presence:changed', ({ person, presence }) => this.#setPresence(person, presence)),
      signalling.on('me:changed', ({ me }) => this.#learn([me])),
      signalling.on('call:incoming', ({ person }) => this.#learn([person])),
      signalling.on('chat:message', ({ person }) => this.#learn([person])),
      signalling.on('history:added', ({ person }) => this.#learn([person])),
      signalling.on('room:changed', ({ room }) => this.#learn(room.people.map(({ person }) => person))),
    ];
  }

  async search(text: string): Promise<Person[]> {
    const { people } = await this.#signalling.request('people:search', { text });
    this.#learn(people);
    return people;
  }

  async ask(person: PersonId): Promise<void> {
    this.#put((await this.#signalling.request('contacts:ask', { person })).contact);
  }

  async accept(person: PersonId): Promise<void> {
    this.#put((await this.#signalling.request('contacts:accept', { person })).contact);
  }

  async remove(person: PersonId): Promise<void> {
    await this.#signalling.request('contacts:remove', { person });
    this.#drop(person);
  }

  async block(person: PersonId): Promise<void> {
    this.#put((await this.#signalling.request('contacts:block', { person })).contact);
  }

  presenceOf(person: PersonId): Presence {
    return (
      this.store.getState().contacts.find((contact) => contact.person.id === person)?.presence ?? 'offline'
    );
  }

  personById(id: PersonId): Person | undefined {
    return this.store.getState().known.get(id);
  }

  /** Takes people that came with an answer of the server, such as a page of the history. */
  learn(people: readonly Person[]): void {
    this.#learn(people);
  }

  /** Nobody is signed in any more. */
  reset(): void {
    this.store.setState({ contacts: [], known: new Map() });
  }

  close(): void {
    for (const stop of this.#stopListening) stop();
  }

  #learn(people: readonly Person[]): void {
    const { known } = this.store.getState();
    const news = people.filter((person) => !isSame(known.get(person.id), person));
    if (news.length === 0) return;
    const learned = new Map(known);
    for (const person of news) learned.set(person.id, person);
    this.store.setState({ known: learned });
  }

  #put(contact: Contact): void {
    const others = this.store.getState().contacts.filter(({ person }) => person.id !== contact.person.id);
    this.store.setState({ contacts: inOrder([...others, contact]) });
    this.#learn([contact.person]);
  }

  #drop(id: PersonId): void {
    this.store.setState(({ contacts }) => ({ contacts: contacts.filter(({ person }) => person.id !== id) }));
  }

  #setPresence(id: PersonId, presence: Presence): void {
    this.store.setState(({ contacts }) => ({
      contacts: contacts.map((contact) => (contact.person.id === id ? { ...contact, presence } : contact)),
    }));
  }
}

function inOrder(contacts: readonly Contact[]): Contact[] {
  return contacts.toSorted((one, other) => one.person.name.localeCompare(other.person.name));
}

function isSame(known: Person | undefined, person: Person): boolean {
  return known?.name === person.name && known.avatarUrl === person.avatarUrl && known.kind === person.kind;
}
