import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, readdir, realpath, rm, stat, statfs } from 'node:fs/promises';
import { join, sep } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { CardeaError } from '@cardea/protocol';
import { FileStore } from '@tus/file-store';
import type { ByteRange, ItemStorage } from './itemStorage.ts';
import { isStorageKey } from './storageKey.ts';

/** What the tus store keeps beside the bytes: how long the upload is and when it began. */
const infoEnding = '.json';

/** The bytes of the library as files of one folder, named by their keys. */
export class FolderStorage implements ItemStorage {
  readonly uploads: FileStore;
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
    this.uploads = new FolderUploads({ directory: folder });
    // What is announced to clients: no unknown lengths, and bytes only after the upload has been made.
    this.uploads.extensions = ['creation', 'termination'];
  }

  /** Makes the folder if it is missing. */
  static async open(folder: string): Promise<FolderStorage> {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    return new FolderStorage(await realpath(folder));
  }

  /** The bytes survive a machine that loses power. */
  async settle(key: string): Promise<void> {
    const file = await open(await this.#fileOf(key), 'r');
    try {
      await file.sync();
    } finally {
      await file.close();
    }
  }

  async open(key: string, range: ByteRange | null): Promise<Readable> {
    const file = await this.#fileOf(key);
    return createReadStream(file, range === null ? {} : { start: range.first, end: range.last });
  }

  async remove(key: string): Promise<void> {
    if (!isStorageKey(key)) return;
    for (const ending of ['', infoEnding]) await rm(join(this.#folder, key + ending), { force: true });
  }

  async *keysBefore(time: number): AsyncIterable<string> {
    const keys = new Set<string>();
    for (const name of await readdir(this.#folder)) {
      const key = name.endsWith(infoEnding) ? name.slice(0, -infoEnding.length) : name;
      if (!isStorageKey(key) || keys.has(key)) continue;
      keys.add(key);
      const { mtimeMs } = await stat(join(this.#folder, name)).catch(() => ({ mtimeMs: Infinity }));
      if (mtimeMs < time) yield key;
    }
  }

  async freeBytes(): Promise<number> {
    const { bavail, bsize } = await statfs(this.#folder);
    return bavail * bsize;
  }

  /**
   * Where the bytes really are. Keys have no separators, so only a link that somebody put into the folder could lead
   * out of it.
   * @throws CardeaError `not_found`
   */
  async #fileOf(key: string): Promise<string> {
    if (!isStorageKey(key)) throw new CardeaError('not_found');
    const file = await realpath(join(this.#folder, key)).catch((error: unknown) => {
      throw new CardeaError('not_found', { cause: error });
    });
    if (!file.startsWith(this.#folder + sep)) throw new CardeaError('not_found');
    return file;
  }
}

/** The tus store, but for what it says when the disk is full. */
class FolderUploads extends FileStore {
  override async write(bytes: Readable, key: string, offset: number): Promise<number> {
    if (!isStorageKey(key)) throw new CardeaError('not_found');
    const file = createWriteStream(join(this.directory, key), { flags: 'r+', start: offset });
    try {
      await pipeline(bytes, file);
    } catch (error) {
      throw asStorageError(error);
    }
    return offset + file.bytesWritten;
  }
}

/** A disk or a quota of the file system that is full is told as such. */
export function asStorageError(error: unknown): unknown {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return code === 'ENOSPC' || code === 'EDQUOT' ? new CardeaError('storage_full', { cause: error }) : error;
}
