import { MjrFile, type MjrFileOptions } from '../recording/mjrFile.ts';
import { isRtcp, payloadType } from '../rtp/rtpPacket.ts';
import type { Agreement } from './agreement.ts';
import { OutgoingStream } from './outgoingStream.ts';

/** Writes what comes in on one m-line of sound or pictures: a receiver like others, whose way out is a file. */
export class SectionRecording {
  readonly stream: OutgoingStream;
  readonly #file: MjrFile;
  #formats: Agreement['formats'] = new Map();

  constructor(mid: string, options: MjrFileOptions) {
    this.#file = new MjrFile(options);
    const send = (packet: Buffer) => {
      // A file has no use for sender reports.
      if (isRtcp(packet)) return;
      const codec = this.#formats.get(payloadType(packet))?.codec ?? '';
      this.#file.write(packet, codec, performance.now());
    };
    this.stream = new OutgoingStream(mid, { send, transportNumber: 1, downlink: null }, () => undefined);
  }

  /** What the sender has agreed upon; nothing is asked for again by a file. */
  configure(agreement: Agreement): void {
    this.#formats = agreement.formats;
    const formats = [...agreement.formats].map(
      ([type, format]) => [type, { ...format, nack: false }] as const,
    );
    this.stream.configure({ ...agreement, formats: new Map(formats), simulcast: null });
  }

  close(): void {
    this.stream.close();
    this.#file.close();
  }
}
