import type { ItemId } from '@cardea/protocol';
import type { DeviceListing, DeviceRecord, OpfsLibrary } from './opfsLibrary.ts';

/** What of the library is on this device, as it was listed last, with addresses for its small pictures. */
export class DeviceShelf {
  readonly files: OpfsLibrary;
  readonly #storage: Pick<StorageManager, 'estimate' | 'persist' | 'persisted'> | undefined;
  readonly #pictures = new Map<ItemId, string>();
  #records: ReadonlyMap<ItemId, DeviceRecord> = new Map();
  #used = 0;
  #closed = false;
  #askedToPersist = false;

  constructor(
    files: OpfsLibrary,
    storage: Pick<StorageManager, 'estimate' | 'persist' | 'persisted'> | undefined,
  ) {
    this.files = files;
    this.#storage = storage;
  }

  get records(): ReadonlyMap<ItemId, DeviceRecord> {
    return this.#records;
  }

  get pictures(): ReadonlyMap<ItemId, string> {
    return this.#pictures;
  }

  async look(): Promise<DeviceListing> {
    const listing = await this.files.list();
    // Nobody would free its addresses any more.
    if (this.#closed) return listing;
    this.#records = new Map(listing.items.map((record) => [record.item.id, record]));
    for (const { item, thumbnail } of listing.items) {
      if (thumbnail !== null && !this.#pictures.has(item.id)) {
        this.#pictures.set(item.id, URL.createObjectURL(thumbnail));
      }
    }
    for (const [id, url] of this.#pictures) {
      if (this.#records.has(id)) continue;
      URL.revokeObjectURL(url);
      this.#pictures.delete(id);
    }
    this.#used =
      listing.items.reduce((sum, { item }) => sum + item.size, 0) +
      listing.unfinished.reduce((sum, { size }) => sum + size, 0);
    return listing;
  }

  /** Bytes; `null` where the browser does not say. */
  async usage(): Promise<{ used: number; quota: number } | null> {
    const estimate = await this.#storage?.estimate();
    return estimate?.quota === undefined ? null : { used: this.#used, quota: estimate.quota };
  }

  /** Asks the browser, once, not to clear away what somebody keeps when the disk is full. */
  async persist(): Promise<void> {
    if (this.#askedToPersist || this.#storage === undefined) return;
    this.#askedToPersist = true;
    if (!(await this.#storage.persisted())) await this.#storage.persist();
  }

  close(): void {
    this.#closed = true;
    for (const url of this.#pictures.values()) URL.revokeObjectURL(url);
    this.#pictures.clear();
  }
}
