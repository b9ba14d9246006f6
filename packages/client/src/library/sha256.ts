import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';

/** Bytes at a time: a few milliseconds of work, after which the page may draw. */
const step = 1024 * 1024;

/**
 * The checksum of a file of any size; the browser's own wants all of it in memory at once.
 * @param onProgress bytes taken
 * @returns hex
 */
export async function sha256Of(
  file: Blob,
  signal: AbortSignal,
  onProgress: (done: number) => void,
): Promise<string> {
  const hash = sha256.create();
  for (let done = 0; done < file.size; done += step) {
    signal.throwIfAborted();
    // Reading waits for another thread, so that others get their turn in between.
    hash.update(new Uint8Array(await file.slice(done, done + step).arrayBuffer()));
    onProgress(Math.min(file.size, done + step));
  }
  return bytesToHex(hash.digest());
}
