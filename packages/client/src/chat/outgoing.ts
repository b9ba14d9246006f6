import { MessageId, newId, type ItemId, type Message, type PersonId } from '@cardea/protocol';
import type { PeerLinks } from '../calls/peerLinks.ts';
import type { Log } from '../log.ts';
import type { Requests } from '../signalling/signalling.ts';
import { fromOutbox, withChange, withMessages } from './conversation.ts';
import type { Conversations } from './conversations.ts';
import { Courier, type Readiness } from './courier.ts';
import { Outbox, type KeyValueStorage, type OutboxEntry } from './outbox.ts';

/** Files of voice and video messages, on their way to the server. */
export interface MessageRecordings {
  upload(item: ItemId): void;
  readiness(item: ItemId): Readiness;
  /** Something of `readiness` may have changed. @returns stops it */
  onChange(listener: () => void): () => void;
}

export interface OutgoingOptions {
  me: PersonId;
  requests: Requests;
  links: PeerLinks;
  recordings: MessageRecordings;
  conversations: Conversations;
  storage: KeyValueStorage;
  log: Log;
  now: () => number;
}

/**
 * What this person writes: kept in the outbox, shown in the conversation, carried to the server by the courier and, if
 * there is a call, sent over its data channel besides.
 *
 * Closing: closes the courier; the outbox stays on the device.
 */
export class Outgoing {
  readonly #options: OutgoingOptions;
  readonly #outbox: Outbox;
  readonly #courier: Courier;
  readonly #stopListening: () => void;

  constructor(options: OutgoingOptions) {
    const { me, requests, recordings, conversations, storage, log } = options;
    this.#options = options;
    this.#outbox = new Outbox(storage, me, log);
    this.#courier = new Courier({
      outbox: this.#outbox,
      requests,
      log,
      readiness: ({ body }) =>
        body.type === 'recording' ? recordings.readiness(body.item) : { state: 'ready' },
      events: {
        stored: (message) => conversations.merge(message.to, message),
        refused: (entry, failure) =>
          conversations.update(entry.to, (state) =>
            withChange(state, entry.id, { delivery: 'failed', failure }),
          ),
      },
    });
    this.#stopListening = recordings.onChange(() => this.#recordingsChanged());
    for (const entry of this.#outbox.entries()) {
      this.#show(entry);
      // The page may have gone before its upload had begun.
      if (entry.body.type === 'recording' && entry.failure === null) recordings.upload(entry.body.item);
    }
  }

  has(id: MessageId): boolean {
    return this.#outbox.get(id) !== undefined;
  }

  /** There is a way to the server again. */
  wake(): void {
    this.#courier.wake();
  }

  write(to: PersonId, body: Message['body']): MessageId {
    const id = newId(MessageId);
    if (body.type === 'recording') this.#options.recordings.upload(body.item);
    this.#dispatch({ id, to, body, sentAt: this.#options.now(), delivered: false, failure: null });
    return id;
  }

  retry(to: PersonId, id: MessageId): void {
    const entry = this.#outbox.get(id);
    if (entry === undefined || entry.to !== to) return;
    if (entry.body.type === 'recording') this.#options.recordings.upload(entry.body.item);
    this.#options.conversations.update(to, (state) =>
      withChange(state, id, { delivery: 'queued', failure: null }),
    );
    this.#dispatch({ ...entry, failure: null });
  }

  discard(to: PersonId, message: MessageId): void {
    if (this.#outbox.get(message)?.to !== to) return;
    this.#outbox.remove(message);
    this.#options.conversations.update(to, (state) => ({
      ...state,
      messages: state.messages.filter(({ id }) => id !== message),
    }));
  }

  /** Shows a message, keeps it on this device, and wakes the courier. */
  store(entry: OutboxEntry): void {
    this.#outbox.put(entry);
    this.#show(entry);
    this.#options.conversations.list(entry.to, fromOutbox(entry, this.#options.me));
    this.#courier.wake();
  }

  /** The data channel to this person is open. */
  sendWaiting(person: PersonId): void {
    for (const entry of this.#outbox.entries()) {
      if (entry.to === person && entry.failure === null && !entry.delivered) this.#sendDirect(entry);
    }
  }

  /** They have these: the server is told with the message. */
  confirm(person: PersonId, ids: readonly MessageId[]): void {
    for (const id of ids) {
      const entry = this.#outbox.get(id);
      if (entry !== undefined && entry.to === person) this.#outbox.put({ ...entry, delivered: true });
    }
  }

  close(): void {
    this.#stopListening();
    this.#courier.close();
  }

  #dispatch(entry: OutboxEntry): void {
    this.store(entry);
    this.#sendDirect(entry);
  }

  #show(entry: OutboxEntry): void {
    const { conversations, me } = this.#options;
    conversations.update(entry.to, (state) => withMessages(state, [fromOutbox(entry, me)]));
  }

  #sendDirect({ id, to, body, sentAt }: OutboxEntry): void {
    const { links, conversations } = this.#options;
    if (body.type !== 'text' || !links.send(to, { type: 'chat', id, body, sentAt })) return;
    conversations.update(to, (state) =>
      withMessages(
        state,
        state.messages.filter((one) => one.id === id).map((one) => ({ ...one, delivery: 'sent' })),
      ),
    );
  }

  /** A file has moved on; only messages that wait for one care. */
  #recordingsChanged(): void {
    const waits = this.#outbox
      .entries()
      .some(({ body, failure }) => body.type === 'recording' && failure === null);
    if (waits) this.#courier.wake();
  }
}
