import { createHash } from 'node:crypto';
import type { Readable } from 'node:stream';
import type { MediaType } from '@cardea/protocol';
import { fileTypeFromBuffer } from 'file-type';

/** What stands at the beginning of a file is enough to tell its kind. Bytes. */
const sampleSize = 64 * 1024;

/**
 * What the beginning of a file may say for each type. A container says whether it holds pictures only further
 * inside, so both names of it are the same here; a browser plays either and runs nothing of it.
 */
const matroska = ['video/webm', 'audio/webm', 'video/matroska', 'audio/matroska', 'video/x-matroska'];
const mp4 = ['video/mp4', 'audio/mp4', 'audio/x-m4a', 'video/x-m4v'];
const signatures: Readonly<Record<MediaType, readonly string[]>> = {
  'video/webm': matroska,
  'audio/webm': matroska,
  'video/mp4': mp4,
  'audio/mp4': mp4,
  'image/png': ['image/png'],
  'image/jpeg': ['image/jpeg'],
  'image/webp': ['image/webp'],
};

/** What a file turned out to be. */
export interface Examined {
  /** Bytes. */
  size: number;
  /** Hex. */
  sha256: string;
  /** Whether its beginning is that of the type it is said to be of. */
  isOfType: boolean;
}

/** Reads a whole file once. Its size does not matter: a piece is in memory at a time. */
export async function examine(bytes: Readable, mediaType: MediaType): Promise<Examined> {
  const hash = createHash('sha256');
  const sample: Buffer[] = [];
  let size = 0;
  for await (const piece of bytes as AsyncIterable<Buffer>) {
    if (size < sampleSize) sample.push(piece);
    size += piece.length;
    hash.update(piece);
  }
  const found = await fileTypeFromBuffer(Buffer.concat(sample).subarray(0, sampleSize));
  return {
    size,
    sha256: hash.digest('hex'),
    isOfType: found !== undefined && signatures[mediaType].includes(found.mime),
  };
}
