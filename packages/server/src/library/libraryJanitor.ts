import { limits, type ItemId, type PersonId } from '@cardea/protocol';
import { deleteItems } from './itemRecords.ts';
import type { LibraryDependencies } from './libraryDependencies.ts';
import type { Uploads } from './uploads.ts';

const hour = 60 * 60 * 1000;
/** How long an upload may rest before it counts as abandoned, milliseconds. */
const uploadRest = 24 * hour;
/** The same for one that was only declared: it holds room that nobody fills. */
const declarationRest = hour;
/** How long an expired link is told from one that never was, milliseconds. */
const linkMemory = 30 * 24 * hour;
/** Looks for bytes that nobody knows at every so many cleanings, and at the first. */
const strayEvery = 60;
const portion = 200;

/**
 * Once a minute: what was deleted and cannot be restored any more, uploads that were abandoned, and what guests who
 * are gone have left goes for good, bytes first, so that a stop in between loses track of nothing.
 */
export class LibraryJanitor {
  readonly #on: LibraryDependencies;
  readonly #uploads: Pick<Uploads, 'finish' | 'removeBytes'>;
  readonly #timer: NodeJS.Timeout;
  #running = false;
  #cleanings = 0;

  /** @param interval milliseconds between two cleanings */
  constructor(
    dependencies: LibraryDependencies,
    uploads: Pick<Uploads, 'finish' | 'removeBytes'>,
    interval: number,
  ) {
    this.#on = dependencies;
    this.#uploads = uploads;
    const clean = (): void => {
      // A store that is slow must not collect cleanings.
      if (!this.#running) dependencies.background.run('clean up the library', () => this.clean());
    };
    clean();
    this.#timer = setInterval(clean, interval);
    this.#timer.unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  async clean(): Promise<void> {
    this.#running = true;
    try {
      await this.#giveUp();
      await this.#removeGivenUp();
      await this.#forgetLinks();
      if (this.#cleanings === 0) await this.#finishUploads();
      if (this.#cleanings % strayEvery === 0) await this.#removeStrayBytes();
      this.#cleanings += 1;
    } finally {
      this.#running = false;
    }
  }

  /** From here on nothing of it can be restored. */
  async #giveUp(): Promise<void> {
    const { storage, now } = this.#on;
    await storage.db
      .updateTable('items')
      .set({ deleted_at: 0 })
      .where((where) =>
        where.or([
          where('deleted_at', '<=', now() - limits.undoTime),
          where.and([where('state', '=', 'uploading'), where('touched_at', '<', now() - uploadRest)]),
          where.and([
            where('state', '=', 'uploading'),
            where('upload_id', 'is', null),
            where('touched_at', '<', now() - declarationRest),
          ]),
          where('owner_id', 'in', (select) =>
            select.selectFrom('people').select('people.id').where('name_key', 'is', null),
          ),
        ]),
      )
      .where((where) => where.or([where('deleted_at', 'is', null), where('deleted_at', '>', 0)]))
      .execute();
  }

  async #removeGivenUp(): Promise<void> {
    const { storage, log } = this.#on;
    for (let after = ''; ;) {
      const rows = await storage.db
        .selectFrom('items')
        .select(['id', 'owner_id', 'upload_id'])
        .where('deleted_at', '=', 0)
        .where('id', '>', after as ItemId)
        .orderBy('id')
        .limit(portion)
        .execute();
      for (const row of rows) {
        try {
          await this.#remove(row.id, row.owner_id, row.upload_id);
        } catch (error) {
          // One that cannot be removed now must not keep the others; it is tried again at the next cleaning.
          log.warn({ err: error, item: row.id }, 'an item is not removed');
        }
      }
      const last = rows.at(-1);
      if (last === undefined || rows.length < portion) return;
      after = last.id;
    }
  }

  async #remove(id: ItemId, owner: PersonId, uploadId: string | null): Promise<void> {
    const { storage, announcer, log } = this.#on;
    if (uploadId !== null) await this.#uploads.removeBytes(uploadId);
    // Of most of them it was told when they were deleted; once more does no harm.
    announcer.removed(id, [owner, ...(await announcer.sharedWith(id))]);
    await storage.db.transaction().execute((transaction) => deleteItems(transaction, [id]));
    log.info({ item: id }, 'an item is gone for good');
  }

  async #forgetLinks(): Promise<void> {
    const { storage, now } = this.#on;
    await storage.db
      .deleteFrom('item_links')
      .where('expires_at', '<', now() - linkMemory)
      .execute();
  }

  /** Uploads whose last byte came just before this server stopped, so that nobody has looked at them. */
  async #finishUploads(): Promise<void> {
    const { storage, files, log } = this.#on;
    const rows = await storage.db
      .selectFrom('items')
      .select(['upload_id', 'size'])
      .where('state', '=', 'uploading')
      .where('deleted_at', 'is', null)
      .where('upload_id', 'is not', null)
      .execute();
    for (const { upload_id: uploadId, size } of rows) {
      if (uploadId === null) continue;
      try {
        const { offset } = await files.uploads.getUpload(uploadId);
        if (offset === size) await this.#uploads.finish(uploadId);
      } catch (error) {
        // One that has not begun to arrive, or is refused, must not keep the others.
        log.debug({ err: error, upload: uploadId }, 'an upload is not complete');
      }
    }
  }

  async #removeStrayBytes(): Promise<void> {
    const { storage, files, log, now } = this.#on;
    for await (const key of files.keysBefore(now() - hour)) {
      const row = await storage.db
        .selectFrom('items')
        .select('id')
        .where('upload_id', '=', key)
        .executeTakeFirst();
      if (row !== undefined) continue;
      await files.remove(key);
      log.info({ upload: key }, 'bytes that no item knows are removed');
    }
  }
}
