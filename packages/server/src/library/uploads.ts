import { CardeaError, type ItemId, type PersonId } from '@cardea/protocol';
import { ConcurrencyGate } from '../limits/concurrencyGate.ts';
import { assertMayDo, type Action } from './access.ts';
import { examine } from './examine.ts';
import { deleteItems, findItem, findItemOfUpload, relationTo, type StoredItem } from './itemRecords.ts';
import type { LibraryDependencies } from './libraryDependencies.ts';
import { assertFree } from './quotas.ts';
import { isStorageKey, newStorageKey } from './storageKey.ts';
import type { UploadLocks } from './uploadLocks.ts';

/** Reading a whole file and adding up its checksum takes a core, and calls go on beside it. */
const filesExaminedAtOnce = 1;

/**
 * The bytes of items on their way here. An item has one upload at a time, with an id made here, so bytes can only
 * come for what was declared, from whoever declared it; what arrived is believed when it has been read back.
 */
export class Uploads {
  readonly #on: LibraryDependencies;
  readonly #locks: Pick<UploadLocks, 'interrupt'>;
  readonly #gate = new ConcurrencyGate(filesExaminedAtOnce);
  readonly #finishing = new Map<string, Promise<void>>();

  /** @param locks of the tus server */
  constructor(dependencies: LibraryDependencies, locks: Pick<UploadLocks, 'interrupt'>) {
    this.#on = dependencies;
    this.#locks = locks;
  }

  /**
   * A new upload for an item. What was sent by an earlier one is given up.
   * @param length as the client says, bytes
   * @returns its id, which is where its bytes are kept
   * @throws CardeaError `not_found`, `not_allowed`, `invalid_request`, `storage_full`
   */
  async begin(person: PersonId, id: ItemId, length: number): Promise<string> {
    const { storage, background, log, now } = this.#on;
    const item = await findItem(storage.db, id);
    if (item === null) throw new CardeaError('not_found');
    await this.#assertMayDo('upload', item, person);
    if (length !== item.description.size) {
      throw new CardeaError('invalid_request', { details: 'Upload-Length: not the size that was declared.' });
    }
    await this.assertFree(length);
    const uploadId = newStorageKey();
    const changed = await storage.db
      .updateTable('items')
      .set({ upload_id: uploadId, touched_at: now() })
      .where('id', '=', id)
      .where('state', '=', 'uploading')
      .where('upload_id', item.uploadId === null ? 'is' : '=', item.uploadId)
      .executeTakeFirst();
    // Another request of the same person has begun one at this moment; both are told, and one may go on.
    if (changed.numUpdatedRows === 0n) throw new CardeaError('unavailable');
    const { uploadId: earlier } = item;
    if (earlier !== null) background.run('give up an upload', () => this.removeBytes(earlier));
    log.info({ item: id, upload: uploadId }, 'an upload begins');
    return uploadId;
  }

  /** The item of an upload of this person. @throws CardeaError `not_found` to everybody else */
  async itemOf(person: PersonId, uploadId: string, action: Action): Promise<StoredItem> {
    const item = isStorageKey(uploadId) ? await findItemOfUpload(this.#on.storage.db, uploadId) : null;
    if (item === null) throw new CardeaError('not_found');
    await this.#assertMayDo(action, item, person);
    return item;
  }

  /** @throws CardeaError `storage_full` */
  async assertFree(size: number): Promise<void> {
    assertFree(await this.#on.files.freeBytes(), size);
  }

  /** Some bytes have come: the upload is not abandoned. */
  async touch(uploadId: string): Promise<void> {
    await this.#on.storage.db
      .updateTable('items')
      .set({ touched_at: this.#on.now() })
      .where('upload_id', '=', uploadId)
      .execute();
  }

  /** Gives the upload up; the item can be uploaded anew. */
  async abandon(uploadId: string): Promise<void> {
    await this.#forget(uploadId);
    await this.removeBytes(uploadId);
  }

  /**
   * Removes what has arrived. A request that still brings more is ended first: bytes of a file that is gone take up
   * room as long as somebody writes to it, and nobody counts them.
   */
  async removeBytes(uploadId: string): Promise<void> {
    await this.#locks.interrupt(uploadId);
    await this.#on.files.remove(uploadId);
  }

  /**
   * Reads back what has arrived, and makes the item ready if it is what was declared. Asked again, by a client that
   * missed the answer, it does nothing more.
   * @throws CardeaError `not_found`, `checksum_mismatch`, after which it can be uploaded anew, and
   * `unsupported_media`, after which the item is gone
   */
  finish(uploadId: string): Promise<void> {
    const running = this.#finishing.get(uploadId);
    if (running !== undefined) return running;
    const finishing = this.#gate
      .run(() => this.#verify(uploadId))
      .finally(() => this.#finishing.delete(uploadId));
    this.#finishing.set(uploadId, finishing);
    return finishing;
  }

  async #verify(uploadId: string): Promise<void> {
    const { storage, files, announcer, metrics, log } = this.#on;
    const item = await findItemOfUpload(storage.db, uploadId);
    if (item === null || item.state === 'deleted') throw new CardeaError('not_found');
    if (item.state === 'ready') return;
    const { id, size, sha256, mediaType } = item.description;
    await files.settle(uploadId, size);
    const found = await examine(await files.open(uploadId, null), mediaType);
    if (found.size !== size || found.sha256 !== sha256) {
      await this.#refuse(item, uploadId, 'checksum_mismatch');
    }
    if (!found.isOfType) await this.#refuse(item, uploadId, 'unsupported_media');
    // Deleted meanwhile, it is ready all the same, should it be restored.
    const changed = await storage.db
      .updateTable('items')
      .set({ state: 'ready' })
      .where('id', '=', id)
      .where('upload_id', '=', uploadId)
      .executeTakeFirst();
    // Given up, or begun anew, while it was read.
    if (changed.numUpdatedRows === 0n) throw new CardeaError('not_found');
    metrics.uploads.inc({ result: 'finished' });
    log.info({ item: id, upload: uploadId, size }, 'an upload is complete');
    announcer.changed(id);
  }

  async #refuse(
    item: StoredItem,
    uploadId: string,
    code: 'checksum_mismatch' | 'unsupported_media',
  ): Promise<never> {
    const { storage, files, announcer, metrics, log } = this.#on;
    const { id } = item.description;
    await files.remove(uploadId);
    if (code === 'checksum_mismatch') await this.#forget(uploadId);
    else {
      await storage.db.transaction().execute((transaction) => deleteItems(transaction, [id]));
      announcer.removed(id, [item.owner]);
    }
    metrics.uploads.inc({ result: 'refused' });
    log.warn({ item: id, upload: uploadId, code }, 'an upload is refused');
    throw new CardeaError(code);
  }

  async #forget(uploadId: string): Promise<void> {
    await this.#on.storage.db
      .updateTable('items')
      .set({ upload_id: null })
      .where('upload_id', '=', uploadId)
      .where('state', '=', 'uploading')
      .execute();
  }

  async #assertMayDo(action: Action, item: StoredItem, person: PersonId): Promise<void> {
    assertMayDo(action, await relationTo(this.#on.storage.db, item, person), item.state);
  }
}
