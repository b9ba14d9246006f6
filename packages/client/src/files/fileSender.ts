import { bytesToHex } from '@noble/hashes/utils.js';
import { sha256 } from '@noble/hashes/sha2.js';

/** Bytes read from the file at a time. */
const slice = 1024 * 1024;
/**
 * Bytes that may be on their way without the receiver having said that it has them. Half of what Cardea's gateway keeps for a receiver that is
 * slower than the sender; enough for 80 Mbit/s over a way of 200 ms.
 */
const window = 2 * 1024 * 1024;
/** Most bytes of one message; more is no faster, and other messages would wait longer behind it. */
const chunk = 64 * 1024;

/**
 * Sends the bytes of one file, over one channel after another if connections are replaced.
 * The checksum grows with what is read, each byte counted once, whatever has to be sent again.
 */
export class FileSender {
  readonly #file: Blob;
  readonly #hash = sha256.create();
  #hashed = 0;
  #run = 0;
  /** Bytes that the receiver has. */
  #received = 0;
  #advanced: () => void = () => undefined;

  constructor(file: Blob) {
    this.#file = file;
  }

  /**
   * Sends everything from `offset` on. A later call takes over from an earlier one that is still going.
   * @returns the checksum in hexadecimal, or `null` if the channel closed or another call took over
   * @throws the browser's error when the file cannot be read any more
   */
  async send(channel: RTCDataChannel, offset: number, maxMessageSize: number): Promise<string | null> {
    const run = ++this.#run;
    this.#received = offset;
    this.#advanced();
    const isOver = (): boolean => this.#run !== run || channel.readyState !== 'open';
    channel.addEventListener('close', () => this.#advanced());
    if (!(await opened(channel))) return null;
    await this.#catchUp(offset);
    const size = Math.min(chunk, maxMessageSize);
    for (let position = offset; position < this.#file.size;) {
      const bytes = await this.#read(position);
      for (let from = 0; from < bytes.byteLength; from += size) {
        while (!isOver() && position + from - this.#received >= window) await this.#advance();
        if (isOver()) return null;
        channel.send(bytes.subarray(from, from + size));
      }
      position += bytes.byteLength;
    }
    return isOver() ? null : bytesToHex(this.#hash.clone().digest());
  }

  /** The receiver has so many bytes. */
  acknowledge(received: number): void {
    this.#received = Math.max(this.#received, received);
    this.#advanced();
  }

  /** Stops what is going on. */
  stop(): void {
    this.#run++;
    this.#advanced();
  }

  /** Until the receiver has more, or nothing is to be waited for. */
  #advance(): Promise<void> {
    return new Promise((resolve) => (this.#advanced = resolve));
  }

  async #read(position: number): Promise<Uint8Array<ArrayBuffer>> {
    const bytes = new Uint8Array(await this.#file.slice(position, position + slice).arrayBuffer());
    if (bytes.byteLength === 0) throw new Error('the file has become shorter');
    const known = this.#hashed - position;
    if (known >= 0 && known < bytes.byteLength) {
      this.#hash.update(bytes.subarray(known));
      this.#hashed = position + bytes.byteLength;
    }
    return bytes;
  }

  /** Counts what the receiver has already and this end has not counted. */
  async #catchUp(offset: number): Promise<void> {
    while (this.#hashed < offset) await this.#read(this.#hashed);
  }
}

function opened(channel: RTCDataChannel): Promise<boolean> {
  if (channel.readyState !== 'connecting') return Promise.resolve(channel.readyState === 'open');
  return new Promise((resolve) => {
    channel.addEventListener('open', () => resolve(true), { once: true });
    channel.addEventListener('close', () => resolve(false), { once: true });
  });
}
