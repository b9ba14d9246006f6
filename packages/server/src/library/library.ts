import {
  CardeaError,
  limits,
  type CreateItem,
  type ItemDescription,
  type ItemId,
  type LibraryItem,
  type LibraryPage,
  type PersonId,
  type Timestamp,
} from '@cardea/protocol';
import type { Database } from '../storage/storage.ts';
import { lockLibrary } from '../storage/engineDifferences.ts';
import { assertMayDo, type Action } from './access.ts';
import {
  findItem,
  insertItem,
  listItems,
  relationTo,
  type PageBorder,
  type StoredItem,
} from './itemRecords.ts';
import { viewItems } from './itemViews.ts';
import type { LibraryDependencies } from './libraryDependencies.ts';
import { assertFree, makeRoom, quotaOf, usageOf } from './quotas.ts';

/** How far ahead of the server's clock a device's clock may be before its time is not believed, milliseconds. */
const clockTolerance = 60_000;

/** What people keep: declared, listed, renamed, deleted and restored. Bytes come by `uploads.ts`. */
export class Library {
  readonly #on: LibraryDependencies;

  constructor(dependencies: LibraryDependencies) {
    this.#on = dependencies;
  }

  /**
   * Notes what will be uploaded, and keeps room for it. The same again changes nothing; what was deleted and is
   * declared again is restored.
   * @throws CardeaError `not_allowed` for an id of something else, `too_large`, `quota_exceeded`, `storage_full`
   */
  async declare(owner: PersonId, request: CreateItem): Promise<LibraryItem> {
    const { storage, files, quotas, announcer, log, now } = this.#on;
    const at = now();
    const item = { ...request.item, recordedAt: Math.min(request.item.recordedAt, at + clockTolerance) };
    const free = await files.freeBytes();
    const news = await storage.db.transaction().execute(async (transaction) => {
      await lockLibrary(storage, transaction);
      const known = await findItem(transaction, item.id);
      if (known !== null) {
        assertSame(known, owner, item);
        return known.state === 'deleted' && (await undelete(transaction, known, at)) ? 'restored' : null;
      }
      await makeRoom(transaction, owner, item.size, quotas);
      assertFree(free, item.size);
      await insertItem(transaction, owner, item, request.thumbnail, at);
      return 'declared';
    });
    if (news !== null) {
      log.info({ item: item.id, person: owner, size: item.size }, `an item is ${news}`);
      announcer.changed(item.id);
    }
    return this.get(owner, item.id);
  }

  /** @throws CardeaError `not_found` */
  async get(viewer: PersonId, id: ItemId): Promise<LibraryItem> {
    return this.#view(viewer, await this.permitted(viewer, id, 'see'));
  }

  async list(viewer: PersonId, before?: PageBorder): Promise<LibraryPage> {
    const { storage, quotas, now } = this.#on;
    const { items, more } = await listItems(storage.db, viewer, before);
    const { used } = await usageOf(storage.db, viewer);
    return {
      items: await viewItems(storage.db, items, viewer, now()),
      more,
      usage: { used, quota: await quotaOf(storage.db, viewer, quotas), fileSize: quotas.file },
    };
  }

  /** @throws CardeaError `not_found`, `not_allowed` */
  async rename(person: PersonId, id: ItemId, title: string): Promise<LibraryItem> {
    const { storage, announcer } = this.#on;
    const item = await this.permitted(person, id, 'rename');
    await storage.db
      .updateTable('items')
      .set({ description: JSON.stringify({ ...item.description, title }) })
      .where('id', '=', id)
      .execute();
    announcer.changed(id);
    return this.get(person, id);
  }

  /** Nobody sees it from now on; for ten minutes it can be restored. @throws CardeaError `not_found`, `not_allowed` */
  async delete(person: PersonId, id: ItemId): Promise<void> {
    const { storage, announcer, log, now } = this.#on;
    await this.permitted(person, id, 'delete');
    const deleted = await storage.db
      .updateTable('items')
      .set({ deleted_at: now() })
      .where('id', '=', id)
      .where('deleted_at', 'is', null)
      .executeTakeFirst();
    if (deleted.numUpdatedRows === 0n) return;
    log.info({ item: id, person }, 'an item is deleted');
    announcer.removed(id, [person, ...(await announcer.sharedWith(id))]);
  }

  /** Undoes a deletion, for those too with whom it was shared. @throws CardeaError `not_found`, `not_allowed` */
  async restore(person: PersonId, id: ItemId): Promise<LibraryItem> {
    const { storage, announcer, log, now } = this.#on;
    const item = await this.permitted(person, id, 'restore');
    if (!(await undelete(storage.db, item, now()))) throw new CardeaError('not_found');
    if (item.state === 'deleted') {
      log.info({ item: id, person }, 'an item is restored');
      announcer.changed(id);
    }
    return this.get(person, id);
  }

  /** The small picture as a `data:` URL. @throws CardeaError `not_found` */
  async thumbnail(viewer: PersonId, id: ItemId): Promise<string> {
    await this.permitted(viewer, id, 'see');
    const row = await this.#on.storage.db
      .selectFrom('items')
      .select('thumbnail')
      .where('id', '=', id)
      .executeTakeFirst();
    if (row === undefined || row.thumbnail === null) throw new CardeaError('not_found');
    return row.thumbnail;
  }

  /** The item, if this person may do that with it. @throws CardeaError `not_found`, `not_allowed` */
  async permitted(person: PersonId, id: ItemId, action: Action): Promise<StoredItem> {
    const { db } = this.#on.storage;
    const item = await findItem(db, id);
    if (item === null) throw new CardeaError('not_found');
    assertMayDo(action, await relationTo(db, item, person), item.state);
    return item;
  }

  async #view(viewer: PersonId, item: StoredItem): Promise<LibraryItem> {
    const [view] = await viewItems(this.#on.storage.db, [item], viewer, this.#on.now());
    if (view === undefined) throw new CardeaError('not_found');
    return view;
  }
}

/** @throws CardeaError `not_allowed` unless it is the same file of the same person, whatever it is called by now */
function assertSame(known: StoredItem, owner: PersonId, item: ItemDescription): void {
  const { title, recordedAt } = known.description;
  // A time ahead of the server's clock was cut off at the first declaration, and earlier than it would be now.
  const again = { ...item, title, recordedAt: Math.min(item.recordedAt, recordedAt) };
  if (known.owner === owner && JSON.stringify(again) === JSON.stringify(known.description)) return;
  throw new CardeaError('not_allowed', { details: 'This id is of another item.' });
}

/** @returns whether it is there from now on; after the time to undo it is not */
async function undelete(db: Database, item: StoredItem, at: Timestamp): Promise<boolean> {
  if (item.state !== 'deleted') return true;
  const restored = await db
    .updateTable('items')
    .set({ deleted_at: null })
    .where('id', '=', item.description.id)
    .where((where) =>
      where.or([where('deleted_at', 'is', null), where('deleted_at', '>', at - limits.undoTime)]),
    )
    .executeTakeFirst();
  return restored.numUpdatedRows > 0n;
}
