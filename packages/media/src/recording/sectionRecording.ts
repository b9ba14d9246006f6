import type { Agreement } from '../engine/agreement.ts';
import { Downlink } from '../engine/downlink.ts';
import { OutgoingStream } from '../engine/outgoingStream.ts';
import { payloadType } from '../rtp/rtpPacket.ts';
import { MjrFile, type MjrFileOptions } from './mjrFile.ts';

/** Writes what comes in on one m-line of sound or pictures: a receiver like others, whose way out is a file. */
export class SectionRecording {
  readonly stream: OutgoingStream;
  readonly #file: MjrFile;
  #formats: Agreement['formats'] = new Map();

  constructor(mid: string, options: MjrFileOptions) {
    this.#file = new MjrFile(options);
    const send = (packet: Buffer) => {
      const codec = this.#formats.get(payloadType(packet))?.codec ?? '';
      this.#file.write(packet, codec, performance.now());
    };
    const outlet = { send, transportNumber: 1, downlink: new Downlink() };
    this.stream = new OutgoingStream(mid, outlet, () => undefined);
  }

  /** What the sender has agreed upon; nothing is asked for again by a file. */
  configure(agreement: Agreement): void {
    this.#formats = agreement.formats;
    const formats = new Map(
      [...agreement.formats].map(([type, format]) => [type, { ...format, nack: false }]),
    );
    this.stream.configure({ ...agreement, formats, simulcast: null });
  }

  close(): void {
    this.stream.close();
    this.#file.close();
  }
}
