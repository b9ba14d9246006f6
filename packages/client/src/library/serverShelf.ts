import type { ItemId, LibraryItem, LibraryUsage } from '@cardea/protocol';
import type { ServerLibrary } from './serverLibrary.ts';

/** What a page has told. */
export interface PageNews {
  usage: LibraryUsage;
  more: boolean;
  /** Newer than the first, and not older than the last of the page: what is not on it the server does not have. */
  covers(recordedAt: number): boolean;
}

/** What of the library is on the server, as far as it has told. */
export class ServerShelf {
  readonly requests: ServerLibrary;
  readonly #items = new Map<ItemId, LibraryItem>();
  #more = false;
  /** The last entry of the last page. */
  #oldest: LibraryItem | null = null;

  constructor(requests: ServerLibrary) {
    this.requests = requests;
  }

  get items(): ReadonlyMap<ItemId, LibraryItem> {
    return this.#items;
  }

  put(item: LibraryItem): void {
    this.#items.set(item.id, item);
  }

  drop(id: ItemId): void {
    this.#items.delete(id);
  }

  /** The newest, or those after the pages that are here. */
  async page(which: 'first' | 'next'): Promise<PageNews & { items: readonly LibraryItem[] }> {
    const before = which === 'first' ? null : this.#oldest;
    const { items, more, usage } = await this.requests.page(before);
    const oldest = items.at(-1) ?? before;
    const from = more ? (oldest?.recordedAt ?? Infinity) : -Infinity;
    const covers = (recordedAt: number): boolean =>
      recordedAt > from && (before === null || recordedAt < before.recordedAt);
    const listed = new Set(items.map(({ id }) => id));
    for (const item of this.#items.values()) {
      if (covers(item.recordedAt) && !listed.has(item.id)) this.drop(item.id);
    }
    for (const item of items) this.put(item);
    // A first page asked for again says nothing of what comes after the pages that are here already.
    if (which === 'next' || this.#oldest === null || (oldest?.recordedAt ?? 0) < this.#oldest.recordedAt) {
      this.#oldest = oldest;
      this.#more = more;
    }
    return { items, usage, more: this.#more, covers };
  }
}
