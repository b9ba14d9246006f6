import { ItemId, type PersonId } from '@cardea/protocol';
import * as z from 'zod';
import type { KeyValueStorage } from '../chat/outbox.ts';
import { describe, type Log } from '../log.ts';

/** Older ones are forgotten: nobody looks that far back for a dot. */
const most = 500;
const Stored = z.array(ItemId).max(most);

/** Which messages have been played, remembered on this device. */
export class PlayedItems {
  readonly #storage: KeyValueStorage;
  readonly #key: string;
  readonly #log: Log;

  constructor(storage: KeyValueStorage, person: PersonId, log: Log) {
    this.#storage = storage;
    this.#key = `cardea.played.${person}`;
    this.#log = log;
  }

  read(): ReadonlySet<ItemId> {
    try {
      return new Set(Stored.parse(JSON.parse(this.#storage.getItem(this.#key) ?? '[]')));
    } catch (error) {
      this.#log('warn', 'what was played cannot be read', { reason: describe(error) });
      return new Set();
    }
  }

  /** Adds to what is stored at this moment: several tabs of a person share it. */
  add(item: ItemId): ReadonlySet<ItemId> {
    const played = new Set([...[...this.read()].filter((one) => one !== item).slice(1 - most), item]);
    try {
      this.#storage.setItem(this.#key, JSON.stringify([...played]));
    } catch (error) {
      this.#log('warn', 'what was played cannot be stored', { reason: describe(error) });
    }
    return played;
  }
}
