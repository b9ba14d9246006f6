import type { Conversation, Message, Person, PersonId } from '@cardea/protocol';
import { createStore } from 'zustand/vanilla';
import type { ChatState, ConversationState } from '../api.ts';
import { emptyConversation, fromMessage, withMessages } from './conversation.ts';

/** All conversations of the person signed in: the list with its badges, and the messages of those looked at. */
export class Conversations {
  readonly store = createStore<ChatState>(() => ({ conversations: [], open: new Map(), unread: 0 }));
  readonly #me: PersonId;
  readonly #personById: (id: PersonId) => Person | undefined;

  constructor(me: PersonId, personById: (id: PersonId) => Person | undefined) {
    this.#me = me;
    this.#personById = personById;
  }

  get(person: PersonId): ConversationState {
    return this.store.getState().open.get(person) ?? emptyConversation(person);
  }

  loaded(): PersonId[] {
    return [...this.store.getState().open.values()]
      .filter(({ loaded }) => loaded)
      .map(({ person }) => person);
  }

  unreadOf(person: PersonId): number {
    return this.#listed(person)?.unread ?? 0;
  }

  update(person: PersonId, change: (state: ConversationState) => ConversationState): void {
    const before = this.get(person);
    const after = change(before);
    if (after === before) return;
    this.store.setState(({ open }) => ({ open: new Map(open).set(person, after) }));
  }

  /** Takes a message into its conversation and into the list. */
  merge(person: PersonId, message: Message, who?: Person): void {
    this.update(person, (state) => withMessages(state, [fromMessage(message, this.#me)]));
    this.list(person, message, who);
  }

  setList(conversations: readonly Conversation[]): void {
    this.store.setState({ conversations, unread: sumUnread(conversations) });
  }

  /** Puts a message at the top of the list, if it is the newest of its conversation. */
  list(id: PersonId, message: Message, who?: Person): void {
    const listed = this.#listed(id);
    const person = who ?? listed?.person ?? this.#personById(id);
    if (person === undefined || (listed !== undefined && listed.lastMessage.sentAt > message.sentAt)) return;
    const others = this.store
      .getState()
      .conversations.filter((conversation) => conversation.person.id !== id);
    const entry = { person, lastMessage: message, unread: listed?.unread ?? 0 };
    this.store.setState({ conversations: [entry, ...others] });
  }

  setUnread(person: PersonId, unread: number): void {
    const { conversations } = this.store.getState();
    const index = conversations.findIndex((conversation) => conversation.person.id === person);
    const listed = conversations[index];
    if (listed === undefined || listed.unread === Math.max(0, unread)) return;
    const changed = conversations.with(index, { ...listed, unread: Math.max(0, unread) });
    this.store.setState({ conversations: changed, unread: sumUnread(changed) });
  }

  #listed(person: PersonId): Conversation | undefined {
    return this.store.getState().conversations.find((conversation) => conversation.person.id === person);
  }
}

function sumUnread(conversations: readonly Conversation[]): number {
  return conversations.reduce((sum, { unread }) => sum + unread, 0);
}
