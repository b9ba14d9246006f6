import { CardeaError, type MessageId, type PersonId, type TransferId } from '@cardea/protocol';
import { createStore } from 'zustand/vanilla';
import type { ChatApi, ChatState } from '../api.ts';
import { Chat, type ChatOptions } from './chat.ts';

const nothing: ChatState = { conversations: [], open: new Map(), unread: 0 };

/**
 * The chat of whoever is signed in: a `Chat` from sign-in to sign-out, behind one store that stays.
 * Signed out, requests reject with `not_signed_in`.
 */
export class SignedInChat implements ChatApi {
  readonly store = createStore<ChatState>(() => nothing);
  readonly #options: Omit<ChatOptions, 'me'>;
  #chat: Chat | null = null;
  #stopMirroring: (() => void) | null = null;

  constructor(options: Omit<ChatOptions, 'me'>) {
    this.#options = options;
  }

  signIn(me: PersonId): void {
    this.signOut();
    const chat = new Chat({ ...this.#options, me });
    this.#chat = chat;
    this.#stopMirroring = chat.store.subscribe((state) => this.store.setState(state, true));
    this.store.setState(chat.store.getState(), true);
  }

  signOut(): void {
    this.#stopMirroring?.();
    this.#stopMirroring = null;
    this.#chat?.close();
    this.#chat = null;
    this.store.setState(nothing, true);
  }

  load(person: PersonId): Promise<void> {
    return this.#with((chat) => chat.load(person));
  }
  send(person: PersonId, text: string): Promise<MessageId> {
    return this.#with((chat) => chat.send(person, text));
  }
  retry(person: PersonId, message: MessageId): Promise<void> {
    return this.#with((chat) => chat.retry(person, message));
  }
  discard(person: PersonId, message: MessageId): void {
    this.#chat?.discard(person, message);
  }
  setTyping(person: PersonId, typing: boolean): void {
    this.#chat?.setTyping(person, typing);
  }
  markRead(person: PersonId): Promise<void> {
    return this.#with((chat) => chat.markRead(person));
  }
  sendFile(person: PersonId, file: File): Promise<TransferId> {
    return this.#with((chat) => chat.sendFile(person, file));
  }
  acceptFile(transfer: TransferId): Promise<void> {
    return this.#with((chat) => chat.acceptFile(transfer));
  }
  cancelFile(transfer: TransferId): Promise<void> {
    return this.#with((chat) => chat.cancelFile(transfer));
  }

  #with<T>(run: (chat: Chat) => Promise<T>): Promise<T> {
    return this.#chat === null ? Promise.reject(new CardeaError('not_signed_in')) : run(this.#chat);
  }
}
