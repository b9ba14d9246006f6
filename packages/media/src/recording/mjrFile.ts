import { createWriteStream, type WriteStream } from 'node:fs';

/** Bytes that are written at once, and milliseconds after which fewer are: a crash costs no more than a second. */
const block = 64 * 1_024;
const flushInterval = 1_000;
/** Bytes that may wait for a slow disk; more, and the recording ends. */
const mostWaiting = 16 * 1_024 * 1_024;
/** Marker, time and length before each packet. */
const frameHeader = 10;

export interface MjrFileOptions {
  /** Must not be there yet. */
  path: string;
  kind: 'audio' | 'video' | 'application';
  /** Called once, and nothing is written afterwards. */
  failed(reason: string): void;
}

const types = { audio: 'a', video: 'v', application: 'd' } as const;

/**
 * A recording of one m-line in the format of Janus' recorder (MJR 2): a header with the codec, then each packet with the milliseconds since
 * the first. Tools for Janus' recordings read it.
 */
export class MjrFile {
  readonly #options: MjrFileOptions;
  /** Milliseconds since 1970. */
  readonly #created = Date.now();
  readonly #stream: WriteStream;
  readonly #timer: ReturnType<typeof setInterval>;
  #gathered = Buffer.allocUnsafe(block);
  #used = 0;
  #began = -1;
  #state: 'open' | 'closed' | 'failed' = 'open';

  constructor(options: MjrFileOptions) {
    this.#options = options;
    this.#stream = createWriteStream(options.path, { flags: 'wx', mode: 0o640 });
    this.#stream.on('error', (error) => this.#fail(error.message));
    this.#timer = setInterval(() => this.#flush(), flushInterval);
    this.#timer.unref();
  }

  /**
   * @param packet RTP, copied; or what came on a data channel
   * @param codec of the first packet, as its name in SDP; of data `text` or `binary`
   * @param now milliseconds of a steady clock
   */
  write(packet: Uint8Array, codec: string, now: number): void {
    if (this.#state !== 'open') return;
    if (this.#began < 0) this.#begin(codec, now);
    const isData = this.#options.kind === 'application';
    const length = packet.length + (isData ? 8 : 0);
    if (length > 0xffff) return;
    if (this.#stream.writableLength > mostWaiting) {
      this.#fail('the disk is too slow');
      return;
    }
    this.#makeRoom(frameHeader + length);
    const into = this.#gathered;
    into.write('MEET', this.#used, 'latin1');
    into.writeUInt32BE(Math.max(0, Math.round(now - this.#began)) % 0x1_0000_0000, this.#used + 4);
    into.writeUInt16BE(length, this.#used + 8);
    this.#used += frameHeader;
    if (isData) {
      into.writeBigUInt64BE(BigInt(Date.now()) * 1_000n, this.#used);
      this.#used += 8;
    }
    into.set(packet, this.#used);
    this.#used += packet.length;
  }

  /** What has been gathered is written still. */
  close(): void {
    if (this.#state !== 'open') return;
    clearInterval(this.#timer);
    this.#flush();
    this.#state = 'closed';
    this.#stream.end();
  }

  #begin(codec: string, now: number): void {
    this.#began = now;
    const times = { s: this.#created * 1_000, u: Date.now() * 1_000 };
    const header = Buffer.from(JSON.stringify({ t: types[this.#options.kind], c: codec, ...times }));
    const length = Buffer.alloc(2);
    length.writeUInt16BE(header.length);
    this.#stream.write(Buffer.concat([Buffer.from('MJR00002'), length, header]));
  }

  #makeRoom(bytes: number): void {
    if (this.#used + bytes <= this.#gathered.length) return;
    this.#flush();
    if (bytes > this.#gathered.length) this.#gathered = Buffer.allocUnsafe(bytes);
  }

  #flush(): void {
    if (this.#used === 0) return;
    this.#stream.write(this.#gathered.subarray(0, this.#used));
    this.#gathered = Buffer.allocUnsafe(block);
    this.#used = 0;
  }

  #fail(reason: string): void {
    if (this.#state === 'failed') return;
    clearInterval(this.#timer);
    this.#state = 'failed';
    // What waits is written, if it can be.
    this.#stream.end();
    this.#options.failed(reason);
  }
}
