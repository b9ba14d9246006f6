import type { FileDescription } from '@cardea/protocol';
import { bytesToHex } from '@noble/hashes/utils.js';
import { sha256 } from '@noble/hashes/sha2.js';

/** Bytes gathered before they become a Blob, which the browser may keep on disk. */
const portion = 4 * 1024 * 1024;

/**
 * Types a browser only shows or plays. Everything else is kept as plain bytes, because an object URL of, say, HTML
 * would run in this page's own origin if somebody opened it.
 */
const shown = /^(image\/(png|jpeg|webp|gif|avif)|(video|audio)\/[a-z0-9.+-]+)$/;

/** Takes the bytes of one file in their order, and counts the checksum as they come. */
export class FileReceiver {
  readonly #file: FileDescription;
  readonly #hash = sha256.create();
  readonly #parts: Blob[] = [];
  #gathered: Uint8Array<ArrayBuffer>[] = [];
  #gatheredBytes = 0;
  #received = 0;

  constructor(file: FileDescription) {
    this.#file = file;
  }

  get received(): number {
    return this.#received;
  }

  get isComplete(): boolean {
    return this.#received === this.#file.size;
  }

  /** @returns whether the bytes fit; more than was announced is refused and nothing taken */
  take(bytes: Uint8Array<ArrayBuffer>): boolean {
    if (this.#received + bytes.byteLength > this.#file.size) return false;
    this.#hash.update(bytes);
    this.#gathered.push(bytes);
    this.#gatheredBytes += bytes.byteLength;
    this.#received += bytes.byteLength;
    if (this.#gatheredBytes >= portion) this.#pack();
    return true;
  }

  /** @param checksum the sender's SHA-256 in hexadecimal @returns the file, or `null` if they differ */
  finish(checksum: string): Blob | null {
    if (bytesToHex(this.#hash.digest()) !== checksum) return null;
    this.#pack();
    const { mimeType } = this.#file;
    return new Blob(this.#parts, { type: shown.test(mimeType) ? mimeType : 'application/octet-stream' });
  }

  #pack(): void {
    this.#parts.push(new Blob(this.#gathered));
    this.#gathered = [];
    this.#gatheredBytes = 0;
  }
}
