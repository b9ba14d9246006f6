import {
  CardeaError,
  type Conversation,
  type DeviceId,
  type Message,
  type PersonId,
  type RequestOf,
  type Timestamp,
} from '@cardea/protocol';
import { openCallsOf, sideOf } from '../calls/callStore.ts';
import type { ItemAnnouncer } from '../library/itemAnnouncer.ts';
import { itemOfMessage, shareByMessage } from '../library/messageItems.ts';
import { relationOf } from '../contacts/relation.ts';
import { getPeople, getPerson } from '../people/personRecords.ts';
import type { Notifier } from '../signalling/notifier.ts';
import { isUniqueViolation } from '../storage/engineDifferences.ts';
import type { Database } from '../storage/storage.ts';
import { findMessage, insertMessage, listConversations, listMessages, noteReceipt } from './messageStore.ts';

export interface Writer {
  person: PersonId;
  device: DeviceId;
}

export interface ChatDependencies {
  db: Database;
  notifier: Notifier;
  itemAnnouncer: Pick<ItemAnnouncer, 'changed'>;
  now: () => number;
}

/** How far ahead of the server's clock a sender's clock may be before its time is not believed, milliseconds. */
const clockTolerance = 60_000;

/**
 * Messages between two people. To somebody who has blocked the sender a message is kept as sent and never shown:
 * the sender cannot tell it from a receiver who is offline.
 */
export class Chat {
  readonly #db: Database;
  readonly #notifier: Notifier;
  readonly #itemAnnouncer: ChatDependencies['itemAnnouncer'];
  readonly #now: () => number;

  constructor({ db, notifier, itemAnnouncer, now }: ChatDependencies) {
    this.#db = db;
    this.#notifier = notifier;
    this.#itemAnnouncer = itemAnnouncer;
    this.#now = now;
  }

  conversations(person: PersonId): Promise<Conversation[]> {
    return listConversations(this.#db, person);
  }

  list(person: PersonId, other: PersonId, before: Timestamp | undefined) {
    return listMessages(this.#db, person, other, before);
  }

  /**
   * Keeps a message and passes it on. The same id again changes nothing and gives the same answer. The item of one
   * with sound or picture may be seen by the receiver from then on.
   * @throws CardeaError `cannot_contact_self`, `person_not_found`, `not_allowed`
   */
  async send(writer: Writer, request: RequestOf<'chat:send'>): Promise<Message> {
    const { id, to, body, sentAt, delivered } = request;
    const sameAgain = await this.#sentBefore(writer.person, request);
    if (sameAgain !== null) return sameAgain;
    const withheld = (await this.#permission(writer.person, to)) === 'withheld';
    const now = this.#now();
    const message: Message = {
      id,
      from: writer.person,
      to,
      body,
      sentAt: sentAt > now + clockTolerance ? now : sentAt,
      deliveredAt: delivered && !withheld ? now : null,
      readAt: null,
    };
    const item = itemOfMessage(body);
    try {
      await this.#db.transaction().execute(async (transaction) => {
        if (item !== null) {
          await shareByMessage(transaction, { item, from: writer.person, to, withheld, at: now });
        }
        await insertMessage(transaction, message, withheld);
      });
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      // The same message by another way, or somebody else's id.
      const stored = await this.#sentBefore(writer.person, request);
      if (stored === null) throw error;
      return stored;
    }
    if (item !== null && !withheld) this.#itemAnnouncer.changed(item);
    await this.#pass(writer, message, withheld);
    return message;
  }

  /** Tells the writer, and the reader's other devices, that messages have arrived or been read. */
  async receipt(reader: Writer, request: RequestOf<'chat:receipt'>): Promise<void> {
    const { person: from, ids, state } = request;
    const at = this.#now();
    const changed = await noteReceipt(this.#db, { from, to: reader.person, ids, state, at });
    if (changed.length === 0) return;
    const receipt = { ids: changed, state, at };
    this.#notifier.tell({ person: from }, 'chat:receipt', {
      person: reader.person,
      ...receipt,
      messagesOf: 'me',
    });
    this.#notifier.tell(
      { person: reader.person },
      'chat:receipt',
      { person: from, ...receipt, messagesOf: 'them' },
      { person: reader.person, device: reader.device },
    );
  }

  /** Passed on and forgotten. */
  async typing(writer: Writer, request: RequestOf<'chat:typing'>): Promise<void> {
    if ((await this.#permission(writer.person, request.person)) === 'withheld') return;
    const { typing } = request;
    this.#notifier.tell({ person: request.person }, 'chat:typing', { person: writer.person, typing });
  }

  async #sentBefore(writer: PersonId, request: RequestOf<'chat:send'>): Promise<Message | null> {
    const stored = await findMessage(this.#db, request.id);
    if (stored === null) return null;
    if (stored.message.from !== writer || stored.message.to !== request.to) {
      throw new CardeaError('not_allowed', { details: 'This id is of another message.' });
    }
    return stored.message;
  }

  async #permission(writer: PersonId, to: PersonId): Promise<'given' | 'withheld'> {
    if (writer === to) throw new CardeaError('cannot_contact_self');
    const { settings } = await getPerson(this.#db, to);
    const relation = await relationOf(this.#db, writer, to);
    if (relation.mine === 'blocked') {
      throw new CardeaError('not_allowed', { details: 'Lift the block first.' });
    }
    if (relation.theirs === 'blocked') return 'withheld';
    if (settings.reachableBy === 'contacts' && relation.theirs !== 'accepted') {
      // Whoever talks to somebody may write to them too.
      const calls = await openCallsOf(this.#db, [writer]);
      if (!calls.some(({ call }) => sideOf(call, to) !== null)) {
        throw new CardeaError('not_allowed', { details: 'Only their contacts may write to them.' });
      }
    }
    return 'given';
  }

  async #pass(writer: Writer, message: Message, withheld: boolean): Promise<void> {
    const people = await getPeople(this.#db, [writer.person, message.to]);
    const sender = people.get(writer.person)?.person;
    const receiver = people.get(message.to)?.person;
    if (receiver !== undefined) {
      const others = { person: writer.person };
      const self = { person: writer.person, device: writer.device };
      this.#notifier.tell(others, 'chat:message', { message, person: receiver }, self);
    }
    if (sender !== undefined && !withheld) {
      this.#notifier.tell({ person: message.to }, 'chat:message', { message, person: sender });
    }
  }
}
