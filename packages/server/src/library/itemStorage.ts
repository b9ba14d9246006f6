import type { Readable } from 'node:stream';
import type { DataStore } from '@tus/server';

/** Bytes from `first` to `last`, both included, counted from 0. */
export interface ByteRange {
  first: number;
  last: number;
}

/**
 * Where the bytes of the library are: a folder, or an S3-compatible store. Keys are made by {@link newStorageKey} and
 * by nothing else, so nothing that a client chose is ever part of a path.
 */
export interface ItemStorage {
  /** Takes the bytes of uploads for the tus server. */
  readonly uploads: DataStore;
  /**
   * Returns when all bytes of a finished upload are there for good.
   * @param size bytes
   */
  settle(key: string, size: number): Promise<void>;
  /** Whoever opens the stream reads it to its end or destroys it. */
  open(key: string, range: ByteRange | null): Promise<Readable>;
  /** Removes the bytes and what is known of their upload. That there is nothing is no error. */
  remove(key: string): Promise<void>;
  /** Keys that were last written to before that time, milliseconds since 1970. */
  keysBefore(time: number): AsyncIterable<string>;
  /** Bytes that are free where it writes, `null` if nobody knows. */
  freeBytes(): Promise<number | null>;
}
