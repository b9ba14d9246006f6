import { ErrorBody, MessageBody, MessageId, PersonId, Timestamp } from '@cardea/protocol';
import * as z from 'zod';
import { describe, type Log } from '../log.ts';

/** A message the server does not have yet. */
export const OutboxEntry = z.object({
  id: MessageId,
  to: PersonId,
  body: MessageBody,
  sentAt: Timestamp,
  /** The other's own device has confirmed it over the data channel. */
  delivered: z.boolean(),
  /** Why the server refuses it for good. It stays visible until it is sent again or discarded. */
  failure: ErrorBody.nullable(),
});
export type OutboxEntry = z.infer<typeof OutboxEntry>;

/** The part of `localStorage` that is needed. */
export type KeyValueStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/**
 * What was written and is not on the server yet, kept on this device so that neither a reload nor a closed tab
 * loses it. Several tabs of one person share it: every change is made on what is stored at that moment.
 */
export class Outbox {
  readonly #storage: KeyValueStorage;
  readonly #key: string;
  readonly #log: Log;
  /** Holds what the storage would not take (private mode, quota), so that at least this tab sends it. */
  #unstored: OutboxEntry[] | null = null;

  constructor(storage: KeyValueStorage, person: PersonId, log: Log) {
    this.#storage = storage;
    this.#key = `cardea.outbox.${person}`;
    this.#log = log;
  }

  /** Everything waiting, oldest first. */
  entries(): OutboxEntry[] {
    if (this.#unstored !== null) return this.#unstored;
    const text = this.#storage.getItem(this.#key);
    if (text === null) return [];
    let content: unknown;
    try {
      content = JSON.parse(text);
    } catch (error) {
      this.#log('warn', 'stored messages cannot be read', { reason: describe(error) });
      return [];
    }
    const entries = z.array(OutboxEntry).safeParse(content);
    if (entries.success) return entries.data;
    this.#log('warn', 'stored messages cannot be read', { reason: entries.error.message });
    return [];
  }

  get(id: MessageId): OutboxEntry | undefined {
    return this.entries().find((entry) => entry.id === id);
  }

  /** Adds a message, or replaces the one with its id. */
  put(entry: OutboxEntry): void {
    const entries = this.entries();
    const index = entries.findIndex(({ id }) => id === entry.id);
    this.#write(index < 0 ? [...entries, entry] : entries.with(index, entry));
  }

  remove(id: MessageId): void {
    this.#write(this.entries().filter((entry) => entry.id !== id));
  }

  #write(entries: OutboxEntry[]): void {
    try {
      if (entries.length === 0) this.#storage.removeItem(this.#key);
      else this.#storage.setItem(this.#key, JSON.stringify(entries));
      this.#unstored = null;
    } catch (error) {
      this.#log('warn', 'messages cannot be stored on this device', { reason: describe(error) });
      this.#unstored = entries;
    }
  }
}
