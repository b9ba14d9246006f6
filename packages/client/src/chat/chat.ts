import {
  limits,
  type MessageId,
  type Conversation,
  type EventOf,
  type ItemId,
  type Message,
  type PeerMessage,
  type Person,
  type PersonId,
  type TransferId,
} from '@cardea/protocol';
import type { ChatApi, ChatState, ReadonlyStore } from '../api.ts';
import type { PeerLinks } from '../calls/peerLinks.ts';
import { FileTransfers } from '../files/fileTransfers.ts';
import type { Log } from '../log.ts';
import type { Signalling } from '../signalling/signalling.ts';
import {
  fromMessage,
  unconfirmedIds,
  unreadIds,
  withChange,
  withMessages,
  withNewestPage,
  withReceipt,
} from './conversation.ts';
import { Conversations } from './conversations.ts';
import type { KeyValueStorage } from './outbox.ts';
import { Outgoing, type MessageRecordings } from './outgoing.ts';
import { Receipts } from './receipts.ts';
import { TypingSender, TypingWatch } from './typing.ts';

export interface ChatOptions {
  me: PersonId;
  signalling: Pick<Signalling, 'request' | 'on' | 'connection'>;
  links: PeerLinks;
  recordings: MessageRecordings;
  storage: KeyValueStorage;
  /** Somebody this client has heard of, for the list of conversations. */
  personById: (id: PersonId) => Person | undefined;
  log: Log;
  now?: () => number;
}

/** Most pages of unread messages that are fetched to be marked as read. */
const pagesToMark = 20;

/**
 * The conversations of the person signed in. A message of mine goes into the outbox, from there to the server, and
 * besides over the data channel if there is a call; the receiver knows it by its id, so it arrives once.
 *
 * Closing: this closes what is outgoing, the file transfers and the typing timers; the outbox stays on the device.
 */
export class Chat implements ChatApi {
  readonly store: ReadonlyStore<ChatState>;
  readonly #conversations: Conversations;
  readonly #me: PersonId;
  readonly #signalling: ChatOptions['signalling'];
  readonly #links: PeerLinks;
  readonly #now: () => number;
  readonly #outgoing: Outgoing;
  readonly #receipts: Receipts;
  readonly #files: FileTransfers;
  readonly #typingSender: TypingSender;
  readonly #typingWatch: TypingWatch;
  readonly #stopListening: (() => void)[];

  constructor(options: ChatOptions) {
    const { me, signalling, links, log } = options;
    this.#me = me;
    this.#signalling = signalling;
    this.#links = links;
    this.#conversations = new Conversations(me, options.personById);
    this.store = this.#conversations.store;
    this.#now = options.now ?? Date.now;
    this.#receipts = new Receipts(signalling, links, log);
    this.#outgoing = new Outgoing({
      ...{ me, requests: signalling, links, log, now: this.#now },
      ...{ recordings: options.recordings, conversations: this.#conversations, storage: options.storage },
    });
    this.#files = new FileTransfers({
      links,
      log,
      events: {
        offered: (person, offer) =>
          this.#receiveDirect(person, offer.message, { type: 'file', file: offer.file }, offer.sentAt),
        changed: (person, message, transfer) =>
          this.#conversations.update(person, (state) => withChange(state, message, { transfer })),
      },
    });
    this.#typingSender = new TypingSender((person, typing) => this.#sayTyping(person, typing));
    this.#typingWatch = new TypingWatch((person, theyType) =>
      this.#conversations.update(person, (state) =>
        state.theyType === theyType ? state : { ...state, theyType },
      ),
    );
    this.#stopListening = [
      signalling.on('welcome', ({ conversations }) => this.#welcomed(conversations)),
      signalling.on('chat:message', (event) => this.#receive(event)),
      signalling.on('chat:receipt', (event) => this.#receiveReceipt(event)),
      signalling.on('chat:typing', ({ person, typing }) => this.#typingWatch.heard(person, typing)),
      links.onMessage(({ person, message }) => this.#receivePeerMessage(person, message)),
      links.onChannel(({ person, open }) => open && this.#outgoing.sendWaiting(person)),
    ];
  }

  async load(person: PersonId): Promise<void> {
    const { loaded, messages } = this.#conversations.get(person);
    const oldest = loaded ? messages[0] : undefined;
    const page = await this.#signalling.request('chat:list', {
      person,
      ...(oldest !== undefined && { before: oldest.sentAt }),
    });
    this.#conversations.update(person, (state) => ({
      ...withMessages(
        state,
        page.messages.map((message) => fromMessage(message, this.#me)),
      ),
      loaded: true,
      more: page.more,
    }));
  }

  send(person: PersonId, text: string): Promise<MessageId> {
    this.#typingSender.set(person, false);
    return Promise.resolve(this.#outgoing.write(person, { type: 'text', text }));
  }

  sendRecording(
    person: PersonId,
    { item, picture, duration }: { item: ItemId; picture: boolean; duration: number },
  ): Promise<MessageId> {
    const body = { type: 'recording', item, picture, duration: Math.round(duration) } as const;
    return Promise.resolve(this.#outgoing.write(person, body));
  }

  retry(person: PersonId, message: MessageId): Promise<void> {
    this.#outgoing.retry(person, message);
    return Promise.resolve();
  }

  discard(person: PersonId, message: MessageId): void {
    this.#outgoing.discard(person, message);
  }

  setTyping(person: PersonId, typing: boolean): void {
    this.#typingSender.set(person, typing);
  }

  async markRead(person: PersonId): Promise<void> {
    for (let page = 0; page < pagesToMark; page++) {
      const ids = unreadIds(this.#conversations.get(person));
      if (ids.length > 0) {
        this.#conversations.update(person, (state) => withReceipt(state, ids, 'read', this.#now()));
        this.#receipts.send(person, ids, 'read');
      }
      const left = this.#conversations.unreadOf(person) - ids.length;
      this.#conversations.setUnread(person, 0);
      const { loaded, more } = this.#conversations.get(person);
      if (left <= 0 || !loaded || !more || this.#signalling.connection !== 'online') return;
      await this.load(person);
    }
  }

  async sendFile(person: PersonId, file: File): Promise<TransferId> {
    const description = {
      name: file.name.slice(-limits.fileNameLength) || 'file',
      size: file.size,
      mimeType: file.type.slice(0, 100),
    };
    const { transfer, message, sentAt } = this.#files.offer(person, file, description);
    // The offer itself went over the data channel, so the outbox only brings it into the history of the server.
    this.#outgoing.store({
      id: message,
      to: person,
      body: { type: 'file', file: description },
      sentAt,
      delivered: false,
      failure: null,
    });
    this.#conversations.update(person, (state) => withChange(state, message, { transfer, delivery: 'sent' }));
    return Promise.resolve(transfer.id);
  }

  acceptFile(transfer: TransferId): Promise<void> {
    return Promise.resolve().then(() => this.#files.accept(transfer));
  }

  cancelFile(transfer: TransferId): Promise<void> {
    return Promise.resolve().then(() => this.#files.cancel(transfer));
  }

  close(): void {
    for (const stop of this.#stopListening) stop();
    this.#outgoing.close();
    this.#files.close();
    this.#typingSender.close();
    this.#typingWatch.close();
  }

  // ---------------------------------------------------------------- sending

  #sayTyping(person: PersonId, typing: boolean): void {
    if (this.#links.send(person, { type: 'typing', typing })) return;
    // Nobody misses it if it gets lost.
    this.#signalling.request('chat:typing', { person, typing }).catch(() => undefined);
  }

  // ---------------------------------------------------------------- receiving

  #welcomed(conversations: readonly Conversation[]): void {
    this.#conversations.setList(conversations);
    this.#outgoing.wake();
    this.#receipts.flush();
    for (const person of this.#conversations.loaded()) void this.#catchUp(person);
  }

  /** Fetches what was missed while the line was down. */
  async #catchUp(person: PersonId): Promise<void> {
    const page = await this.#signalling.request('chat:list', { person }).catch(() => null);
    if (page === null) return;
    this.#conversations.update(person, (state) =>
      withNewestPage(state, page, this.#me, (id) => this.#outgoing.has(id)),
    );
    this.#receipts.send(person, unconfirmedIds(page.messages, this.#me), 'delivered');
  }

  #receive({ message, person }: EventOf<'chat:message'>): void {
    const known = this.#conversations.get(person.id).messages.find(({ id }) => id === message.id);
    this.#conversations.merge(person.id, message, person);
    if (message.from === this.#me) return;
    this.#typingWatch.heard(person.id, false);
    // It may have come over the data channel first, and been read there: the server learns that now.
    this.#receipts.send(person.id, [message.id], (known?.readAt ?? null) === null ? 'delivered' : 'read');
    if (known === undefined)
      this.#conversations.setUnread(person.id, this.#conversations.unreadOf(person.id) + 1);
  }

  #receivePeerMessage(person: PersonId, message: PeerMessage): void {
    switch (message.type) {
      case 'chat':
        this.#receiveDirect(person, message.id, message.body, message.sentAt);
        break;
      case 'receipt':
        this.#confirmDirect(person, message.ids, message.state);
        break;
      case 'typing':
        this.#typingWatch.heard(person, message.typing);
        break;
      default:
      // The others are for the call and the files.
    }
  }

  #receiveDirect(person: PersonId, id: MessageId, body: Message['body'], sentAt: number): void {
    const known = this.#conversations.get(person).messages.some((message) => message.id === id);
    const now = this.#now();
    if (!known) {
      this.#typingWatch.heard(person, false);
      this.#conversations.merge(person, {
        id,
        from: person,
        to: this.#me,
        body,
        sentAt,
        deliveredAt: now,
        readAt: null,
      });
      this.#conversations.setUnread(person, this.#conversations.unreadOf(person) + 1);
    }
    this.#links.send(person, { type: 'receipt', ids: [id], state: 'delivered' });
  }

  #confirmDirect(person: PersonId, ids: readonly MessageId[], state: 'delivered' | 'read'): void {
    this.#outgoing.confirm(person, ids);
    this.#conversations.update(person, (conversation) => withReceipt(conversation, ids, state, this.#now()));
  }

  #receiveReceipt({ person, ids, state, at, messagesOf }: EventOf<'chat:receipt'>): void {
    const before = unreadIds(this.#conversations.get(person)).length;
    this.#conversations.update(person, (conversation) => withReceipt(conversation, ids, state, at));
    if (messagesOf === 'me' || state !== 'read') return;
    const seen = Math.max(before - unreadIds(this.#conversations.get(person)).length, 0);
    const { loaded } = this.#conversations.get(person);
    this.#conversations.setUnread(
      person,
      this.#conversations.unreadOf(person) - (loaded ? seen : ids.length),
    );
  }
}
