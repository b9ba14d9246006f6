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
  /** The recording ends before the packet that would make it larger; without it, it may fill the disk. */
  mostBytes?: number;
  /** Called once, perhaps after `close`: something could not be written, and nothing will be. */
  failed(reason: string): void;
  /** Called once, after `failed` if there was a failure: the file is closed. */
  ended?(): void;
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
  /** Bytes so far, in the file or on their way there. */
  #size = 0;
  #began = -1;
  #state: 'open' | 'closed' | 'failed' = 'open';

  constructor(options: MjrFileOptions) {
    this.#options = options;
    this.#stream = createWriteStream(options.path, { flags: 'wx', mode: 0o640 });
    this.#stream.on('error', (error) => this.#fail(error.message));
    this.#stream.on('close', () => options.ended?.());
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
    const { mostBytes = Infinity } = this.#options;
    if (this.#size + frameHeader + length > mostBytes) {
      this.#flush();
      this.#fail(`it would be larger than ${mostBytes} bytes`);
      return;
    }
    this.#size += frameHeader + length;
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
    const head = Buffer.concat([Buffer.from('MJR00002'), length, header]);
    this.#size = head.length;
    this.#stream.write(head);
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
