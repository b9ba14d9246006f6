import { CardeaError, ItemId, type PersonId } from '@cardea/protocol';
import { Listeners } from '../listeners.ts';
import { describe, type Log } from '../log.ts';
import { SerialQueue } from '../serialQueue.ts';
import { itemFiles, type DeviceItem, type DeviceLibrary } from './deviceLibrary.ts';
import { isMissing, readFile, readJson, removeEntry, writeFile, writeJson } from './folderFiles.ts';
import { DraftHeading, noteFiles, RemovalNote, StoredItem, UploadNote } from './itemNotes.ts';

/** An item as it lies on this device. */
export interface DeviceRecord {
  item: DeviceItem;
  thumbnail: Blob | null;
  note: UploadNote | null;
}

/** A recording that was cut off. */
export interface UnfinishedFolder {
  id: ItemId;
  /** Empty where the draft cannot be read. */
  title: string;
  recordedAt: number;
  size: number;
}

export interface DeviceListing {
  items: DeviceRecord[];
  unfinished: UnfinishedFolder[];
}

export interface OpfsLibraryOptions {
  person: PersonId;
  root(): Promise<FileSystemDirectoryHandle>;
  /** Milliseconds since 1970. */
  now(): number;
  log: Log;
}

/** As long as the server keeps what was deleted. Milliseconds. */
const restorable = 10 * 60_000;

/**
 * One folder for each item below `library/PERSON/`. A folder whose description cannot be read is left alone: it is in no
 * list, and nothing here deletes what it does not understand.
 */
export class OpfsLibrary implements DeviceLibrary {
  readonly #options: OpfsLibraryOptions;
  readonly #changed = new Listeners<void>();
  /** Notes of one item are written one after the other. */
  readonly #queue = new SerialQueue();

  constructor(options: OpfsLibraryOptions) {
    this.#options = options;
  }

  onChanged(listener: () => void): () => void {
    return this.#changed.add(listener);
  }

  async folder(id: ItemId): Promise<FileSystemDirectoryHandle> {
    const library = await this.#items(true);
    return library.getDirectoryHandle(id, { create: true });
  }

  /** What the recording was made of goes, now that there is a file. */
  async add(item: DeviceItem, thumbnail: Blob | null): Promise<void> {
    const folder = await this.folder(item.id);
    if (thumbnail !== null) await writeFile(folder, itemFiles.thumbnail, thumbnail);
    await writeJson(folder, itemFiles.description, StoredItem.parse(item));
    await removeEntry(folder, itemFiles.pieces);
    await removeEntry(folder, itemFiles.draft);
    this.#changed.emit();
  }

  async remove(id: ItemId): Promise<void> {
    const items = await this.#existingItems();
    if (items !== null) await removeEntry(items, id);
    this.#changed.emit();
  }

  touched(): void {
    this.#changed.emit();
  }

  async list(): Promise<DeviceListing> {
    const listing: DeviceListing = { items: [], unfinished: [] };
    const items = await this.#existingItems();
    if (items === null) return listing;
    for await (const folder of items.values()) {
      const id = ItemId.safeParse(folder.name);
      if (folder.kind !== 'directory' || !id.success) continue;
      try {
        await this.#look(folder, id.data, listing);
      } catch (error) {
        this.#options.log('warn', 'an item on this device cannot be read', {
          item: id.data,
          reason: describe(error),
        });
      }
    }
    return listing;
  }

  /** @throws CardeaError `not_found` */
  async media(id: ItemId): Promise<File> {
    const folder = await this.#existing(id);
    const file = folder === null ? null : await readFile(folder, itemFiles.media);
    if (file === null) throw new CardeaError('not_found');
    return file;
  }

  async rename(id: ItemId, title: string): Promise<void> {
    await this.#queue.add(async () => {
      const folder = await this.#existing(id);
      if (folder === null) return;
      const item = await readJson(folder, itemFiles.description, StoredItem, this.#options.log);
      if (item !== null) await writeJson(folder, itemFiles.description, StoredItem.parse({ ...item, title }));
    });
    this.#changed.emit();
  }

  async uploadNote(id: ItemId): Promise<UploadNote | null> {
    const folder = await this.#existing(id);
    return folder === null ? null : readJson(folder, noteFiles.upload, UploadNote, this.#options.log);
  }

  /** @param note `null` forgets the upload */
  async noteUpload(id: ItemId, note: UploadNote | null): Promise<void> {
    await this.#queue.add(async () => {
      const folder = await this.#existing(id);
      if (folder === null) return;
      if (note === null) await removeEntry(folder, noteFiles.upload);
      else await writeJson(folder, noteFiles.upload, UploadNote.parse(note));
    });
  }

  /** Takes it out of the list; `restore` brings it back within ten minutes. */
  async hide(id: ItemId): Promise<void> {
    const folder = await this.#existing(id);
    if (folder === null) return;
    await writeJson(folder, noteFiles.removed, { at: this.#options.now() });
    this.#changed.emit();
  }

  /** @returns whether it is here */
  async restore(id: ItemId): Promise<boolean> {
    const folder = await this.#existing(id);
    if (folder === null) return false;
    await removeEntry(folder, noteFiles.removed);
    this.#changed.emit();
    return true;
  }

  async #look(folder: FileSystemDirectoryHandle, id: ItemId, listing: DeviceListing): Promise<void> {
    const { log, now } = this.#options;
    const removed = await readJson(folder, noteFiles.removed, RemovalNote, log);
    if (removed !== null) {
      if (now() - removed.at > restorable) await this.remove(id);
      return;
    }
    const item = await readJson(folder, itemFiles.description, StoredItem, log);
    if (item !== null) {
      if ((await readFile(folder, itemFiles.media)) === null) return;
      listing.items.push({
        item,
        thumbnail: await readFile(folder, itemFiles.thumbnail),
        note: await readJson(folder, noteFiles.upload, UploadNote, log),
      });
      return;
    }
    const pieces = await readFile(folder, itemFiles.pieces);
    const draft = await readFile(folder, itemFiles.draft);
    if (pieces === null || draft === null) return;
    // A description that is there and cannot be read is no unfinished recording.
    if ((await readFile(folder, itemFiles.description)) !== null) return;
    const heading = await readJson(folder, itemFiles.draft, DraftHeading, log);
    listing.unfinished.push({
      id,
      title: heading?.title ?? '',
      recordedAt: heading?.recordedAt ?? pieces.lastModified,
      size: pieces.size,
    });
  }

  async #items(create: boolean): Promise<FileSystemDirectoryHandle> {
    const root = await this.#options.root();
    const library = await root.getDirectoryHandle('library', { create });
    return library.getDirectoryHandle(this.#options.person, { create });
  }

  async #existingItems(): Promise<FileSystemDirectoryHandle | null> {
    try {
      return await this.#items(false);
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }

  async #existing(id: ItemId): Promise<FileSystemDirectoryHandle | null> {
    const items = await this.#existingItems();
    if (items === null) return null;
    try {
      return await items.getDirectoryHandle(id);
    } catch (error) {
      if (isMissing(error)) return null;
      throw error;
    }
  }
}
