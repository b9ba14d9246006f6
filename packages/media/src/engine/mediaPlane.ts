import type { ConnectionEvents, Forward } from '../engine.ts';
import { isRtcp, isRtp, payloadType } from '../rtp/rtpPacket.ts';
import { SourcePacket } from '../rtp/sourcePacket.ts';
import type { CompletedSection } from '../sdp/completeDescription.ts';
import type { Description } from '../sdp/description.ts';
import { Demultiplexer } from './demultiplexer.ts';
import { Feedback } from './feedback.ts';
import { IncomingSection, type IncomingStream } from './incoming.ts';
import { OutgoingStream } from './outgoingStream.ts';

interface MediaPlaneOptions {
  events: Pick<ConnectionEvents, 'media'>;
  send(packet: Buffer): void;
}

/** Milliseconds without packets after which an m-line is said to be silent: Janus' `no_media_timer`. */
const silence = 1_000;

/** All media of one connection: what comes in, who gets it, what goes out, and the RTCP about both. */
export class MediaPlane {
  readonly #options: MediaPlaneOptions;
  readonly #demultiplexer = new Demultiplexer();
  readonly #incoming = new Map<string, IncomingSection>();
  readonly #outgoing = new Map<string, OutgoingStream>();
  readonly #outgoingBySsrc = new Map<number, OutgoingStream>();
  readonly #feedback: Feedback;
  /** Forwards asked for before their m-line was negotiated. */
  readonly #waiting = new Map<string, OutgoingStream[]>();
  readonly #read = new SourcePacket();
  readonly #timer: ReturnType<typeof setInterval>;

  constructor(options: MediaPlaneOptions) {
    this.#options = options;
    this.#feedback = new Feedback({ send: options.send, streams: () => this.#demultiplexer.streams });
    this.#timer = setInterval(() => this.#everySecond(), 1_000);
    this.#timer.unref();
  }

  /** After each negotiation. */
  configure(remote: Description, _sections: readonly CompletedSection[]): void {
    for (const section of remote.sections) {
      const known = this.#incoming.get(section.mid);
      if (known !== undefined) known.configure(section);
      else this.#incoming.set(section.mid, new IncomingSection(section));
    }
    this.#demultiplexer.configure([...this.#incoming.values()]);
    for (const [mid, streams] of this.#waiting) {
      const section = this.#incoming.get(mid);
      if (section === undefined) continue;
      for (const stream of streams) stream.connect(section, this.#askKeyFrame);
      this.#waiting.delete(mid);
    }
  }

  /** A decrypted packet of the bundle. */
  receive(packet: Buffer): void {
    if (isRtcp(packet)) {
      this.#feedback.receive(packet, this.#outgoingBySsrc, this.#demultiplexer);
      return;
    }
    if (!isRtp(packet)) return;
    const stream = this.#demultiplexer.find(packet);
    if (stream === undefined) return;
    const now = performance.now();
    const read = this.#read;
    read.read(packet, stream.section.isVp8(payloadType(packet)));
    if (!stream.statistics.receive(read.sequenceNumber, read.timestamp, packet.length, now)) return;
    stream.lastPacket = now;
    if (!stream.receiving) this.#setReceiving(stream, true);
    if (stream.isRtx) return;
    const { receivers } = stream.section;
    for (let i = 0; i < receivers.length; i++) receivers[i]?.pass(packet, read, stream, now);
  }

  outgoing(mid: string): OutgoingStream {
    const known = this.#outgoing.get(mid);
    if (known !== undefined) return known;
    const stream = new OutgoingStream(this.#options.send);
    this.#outgoing.set(mid, stream);
    this.#outgoingBySsrc.set(stream.ssrc, stream);
    return stream;
  }

  forward(mid: string, to: OutgoingStream): Forward {
    const section = this.#incoming.get(mid);
    if (section === undefined) this.#waiting.set(mid, [...(this.#waiting.get(mid) ?? []), to]);
    else to.connect(section, this.#askKeyFrame);
    return to;
  }

  limitBitrate(bitsPerSecond: number): void {
    this.#feedback.limitBitrate(bitsPerSecond);
  }

  requestKeyFrame(mid: string): void {
    for (const stream of this.#incoming.get(mid)?.layers ?? []) {
      if (stream !== undefined) this.#feedback.requestKeyFrame(stream);
    }
  }

  close(): void {
    clearInterval(this.#timer);
    for (const stream of this.#outgoing.values()) stream.close();
    for (const section of this.#incoming.values()) {
      for (const receiver of section.receivers) receiver.close();
    }
  }

  readonly #askKeyFrame = (section: IncomingSection, layer: number): void => {
    const stream = section.layers[layer];
    if (stream !== undefined) this.#feedback.requestKeyFrame(stream);
  };

  #everySecond(): void {
    const now = performance.now();
    for (const stream of this.#demultiplexer.streams) {
      if (stream.receiving && now - stream.lastPacket >= silence) this.#setReceiving(stream, false);
    }
    this.#feedback.report(now);
  }

  #setReceiving(stream: IncomingStream, receiving: boolean): void {
    stream.receiving = receiving;
    const { mid, kind, simulcast } = stream.section.section;
    if (stream.isRtx || kind === 'application') return;
    this.#options.events.media({
      mid,
      kind,
      receiving,
      ...(simulcast !== null && { substream: stream.layer }),
      ...(!receiving && { seconds: silence / 1_000 }),
    });
  }
}
