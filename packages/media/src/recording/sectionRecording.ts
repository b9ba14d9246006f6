import type { Agreement } from '../engine/agreement.ts';
import { Downlink } from '../engine/downlink.ts';
import { extensionUris } from '../engine/headerMapping.ts';
import { OutgoingStream } from '../engine/outgoingStream.ts';
import { payloadType } from '../rtp/rtpPacket.ts';
import { MjrFile, type MjrFileOptions } from './mjrFile.ts';

/** A file has no way that could be too narrow. */
const downlink = new Downlink();

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
    this.stream = new OutgoingStream(mid, { send, transportNumber: 1, downlink }, () => undefined);
  }

  /** What the sender has agreed upon; nothing is asked for again by a file. */
  configure(agreement: Agreement): void {
    this.#formats = agreement.formats;
    const formats = new Map(
      [...agreement.formats].map(([type, format]) => [type, { ...format, nack: false }]),
    );
    const extensions = new Map(agreement.extensions);
    extensions.delete(extensionUris.transportNumber);
    this.stream.configure({ ...agreement, formats, extensions, simulcast: null });
  }

  close(): void {
    this.stream.close();
    this.#file.close();
  }
}
