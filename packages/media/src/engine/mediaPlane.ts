import type { MediaStatistics } from '../connectionInfo.ts';
import type { ConnectionEvents, Forward, Recording } from '../engine.ts';
import { isRtcp, isRtp, payloadType, timestamp } from '../rtp/rtpPacket.ts';
import { readRtx } from '../rtp/rtx.ts';
import type { MjrFileOptions } from '../recording/mjrFile.ts';
import { uint16 } from '../rtp/bytes.ts';
import { SourcePacket } from '../rtp/sourcePacket.ts';
import type { CompletedSection } from '../sdp/completeDescription.ts';
import type { Description } from '../sdp/description.ts';
import { agree } from './agreement.ts';
import { ArrivalReports } from './arrivalReports.ts';
import { Demultiplexer } from './demultiplexer.ts';
import { Downlink } from './downlink.ts';
import { Feedback } from './feedback.ts';
import type { Outlet } from './headerMapping.ts';
import { IncomingSection, type IncomingStream } from './incoming.ts';
import { Liveness } from './liveness.ts';
import { LossRequests } from './lossRequests.ts';
import { OutgoingStream } from './outgoingStream.ts';
import type { Overload } from './overload.ts';
import { SectionRecording } from './sectionRecording.ts';
import { sectionStatistics } from './sectionStatistics.ts';

export interface MediaPlaneOptions {
  events: Pick<ConnectionEvents, 'media' | 'slowLink' | 'layers'>;
  send(packet: Buffer): void;
  /** While the process is late, pictures that come are dropped. */
  overload: Pick<Overload, 'isLate' | 'note'>;
  /** Nothing has come for so long that nobody is there any more. */
  vanished(): void;
}

/** Milliseconds without packets after which an m-line is said to be silent: Janus' `no_media_timer`. */
const silence = 1_000;

/** All media of one connection: what comes in, who gets it, what goes out, and the RTCP about both. */
export class MediaPlane {
  readonly #options: MediaPlaneOptions;
  /** Told of everything that comes in, also of what is no media. */
  readonly liveness = new Liveness();
  readonly #demultiplexer = new Demultiplexer();
  readonly #incoming = new Map<string, IncomingSection>();
  readonly #outgoing = new Map<string, OutgoingStream>();
  readonly #outgoingBySsrc = new Map<number, OutgoingStream>();
  readonly #outlet: Outlet;
  readonly #feedback: Feedback;
  readonly #losses: LossRequests;
  readonly #arrivals: ArrivalReports;
  /** Forwards asked for before their m-line was negotiated. */
  readonly #waiting = new Map<string, OutgoingStream[]>();
  readonly #recordings = new Map<SectionRecording, string>();
  readonly #read = new SourcePacket();
  readonly #timer: ReturnType<typeof setInterval>;

  constructor(options: MediaPlaneOptions) {
    this.#options = options;
    const downlink = new Downlink();
    this.#outlet = { send: options.send, transportNumber: 1, downlink };
    const streams = () => this.#demultiplexer.streams;
    const feedback = new Feedback({
      send: options.send,
      streams,
      downlink,
      capacity: () => leastCapacity(this.#incoming.values()),
    });
    this.#feedback = feedback;
    this.#losses = new LossRequests({
      streams,
      roundTrip: () => feedback.roundTrip,
      request: (stream, numbers, count) => feedback.requestPackets(stream, numbers, count),
      requestKeyFrame: (stream) => feedback.requestKeyFrame(stream),
    });
    this.#arrivals = new ArrivalReports((arrivals) => feedback.reportArrivals(arrivals));
    this.#timer = setInterval(() => this.#everySecond(), 1_000);
    this.#timer.unref();
  }

  /** After each negotiation. */
  configure(remote: Description, sections: readonly CompletedSection[]): void {
    for (const section of remote.sections) {
      const { mid } = section;
      const agreement = agree(
        section,
        sections.find((local) => local.mid === mid),
      );
      const known = this.#incoming.get(mid);
      if (known !== undefined) known.configure(section, agreement);
      else this.#incoming.set(mid, new IncomingSection(section, agreement));
      if (section.kind !== 'application') this.outgoing(mid).configure(agreement);
      for (const [recording, its] of this.#recordings) if (its === mid) recording.configure(agreement);
    }
    this.#demultiplexer.configure([...this.#incoming.values()]);
    for (const [mid, streams] of this.#waiting) {
      const section = this.#incoming.get(mid);
      if (section === undefined) continue;
      for (const stream of streams) stream.connect(section, this.#askKeyFrame);
      this.#waiting.delete(mid);
    }
  }

  /** A decrypted packet of the bundle; its bytes change. */
  receive(packet: Buffer): void {
    const now = performance.now();
    this.liveness.note(now);
    if (isRtcp(packet)) {
      this.#feedback.receive(packet, this.#outgoingBySsrc, this.#demultiplexer);
      return;
    }
    if (!isRtp(packet)) return;
    const stream = this.#demultiplexer.find(packet);
    if (stream === undefined) return;
    const { overload } = this.#options;
    if (!stream.isRtx) overload.note(stream.lateness.measure(timestamp(packet), now));
    if (overload.isLate && stream.section.section.kind === 'video') {
      stream.lastPacket = now;
      stream.dropped++;
      return;
    }
    const read = this.#read;
    const format = stream.section.format(payloadType(packet));
    const { transportNumberId, dependencyId } = this.#demultiplexer;
    read.read(packet, format.codec, dependencyId);
    if (transportNumberId !== 0) {
      const at = read.extensions.find(transportNumberId, 2);
      if (at !== 0) this.#arrivals.note(uint16(packet, at), now);
    }
    if (!stream.statistics.receive(read.sequenceNumber, read.timestamp, packet.length, now)) return;
    stream.lastPacket = now;
    if (stream.isRtx || format.repeats >= 0) this.#takeRepetition(packet, stream, format.repeats, now);
    else {
      if (!stream.receiving) this.#setReceiving(stream, true);
      this.#take(packet, stream, now);
    }
  }

  outgoing(mid: string): OutgoingStream {
    const known = this.#outgoing.get(mid);
    if (known !== undefined) return known;
    const stream = new OutgoingStream(mid, this.#outlet, (change) => this.#options.events.layers(change));
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

  /** Until it is closed, or this is. */
  record(mid: string, options: MjrFileOptions): Recording {
    const recording = new SectionRecording(mid, options);
    const agreement = this.#incoming.get(mid)?.agreement;
    if (agreement !== undefined) recording.configure(agreement);
    this.#recordings.set(recording, mid);
    this.forward(mid, recording.stream);
    return {
      close: () => {
        recording.close();
        this.#recordings.delete(recording);
      },
    };
  }

  limitBitrate(bitsPerSecond: number): void {
    this.#feedback.limitBitrate(bitsPerSecond);
  }

  requestKeyFrame(mid: string): void {
    for (const stream of this.#incoming.get(mid)?.layers ?? []) {
      if (stream !== undefined) this.#feedback.requestKeyFrame(stream);
    }
  }

  /** The process is on time again: pictures of which something was dropped begin anew, with key frames. */
  recover(): void {
    const sections = new Set<IncomingSection>();
    for (const stream of this.#demultiplexer.streams) {
      if (stream.dropped === 0) continue;
      stream.dropped = 0;
      stream.loss?.restart();
      sections.add(stream.section);
      if (!stream.isRtx) this.#feedback.requestKeyFrame(stream);
    }
    for (const { receivers } of sections) for (const receiver of receivers) receiver.restart();
  }

  statistics(): MediaStatistics[] {
    const streams = [...this.#demultiplexer.streams];
    const roundTrip = this.#feedback.measuredRoundTrip;
    return [...this.#incoming].flatMap(([mid, section], index) => {
      const { kind } = section.section;
      if (kind === 'application') return [];
      return [sectionStatistics({ section, kind, index, outgoing: this.outgoing(mid), streams, roundTrip })];
    });
  }

  /** Ids of header extensions by URI; one bundle has one numbering (RFC 8285 6). */
  extensions(): Record<string, number> {
    return Object.fromEntries(
      [...this.#incoming.values()].flatMap(({ agreement }) => [...agreement.extensions]),
    );
  }

  close(): void {
    clearInterval(this.#timer);
    this.#losses.close();
    this.#arrivals.close();
    for (const recording of this.#recordings.keys()) recording.close();
    for (const stream of this.#outgoing.values()) stream.close();
    for (const section of this.#incoming.values()) {
      for (const receiver of section.receivers) receiver.close();
    }
  }

  /** An RTX packet becomes the one that it repeats (RFC 4588 4), if that is missing. Else it was sent to probe for bandwidth. */
  #takeRepetition(packet: Buffer, rtx: IncomingStream, originalType: number, now: number): void {
    const original = rtx.section.layers[rtx.layer];
    const { payloadOffset, payloadEnd } = this.#read;
    if (original === undefined || original.loss === null || originalType < 0) return;
    if (payloadEnd - payloadOffset < 2 || !original.loss.misses(uint16(packet, payloadOffset))) return;
    const length = readRtx(packet, packet, original.ssrc, originalType);
    const repeated = packet.subarray(0, length);
    const { codec } = original.section.format(originalType);
    this.#read.read(repeated, codec, this.#demultiplexer.dependencyId);
    this.#take(repeated, original, now);
  }

  /** A packet of a stream, in its order or not. */
  #take(packet: Buffer, stream: IncomingStream, now: number): void {
    const read = this.#read;
    const { loss } = stream;
    if (loss !== null) {
      const answeredIn = loss.receive(read.sequenceNumber, now);
      if (answeredIn > 0) this.#feedback.measureRoundTrip(answeredIn);
      if (answeredIn >= 0) {
        stream.repaired++;
        read.isNewest = false;
      } else if (read.startsKeyFrame && loss.missing > 0 && stream.section.section.kind === 'video') {
        loss.keyFrame(read.sequenceNumber);
      }
      if (loss.missing > 0) this.#losses.note();
    }
    const { receivers } = stream.section;
    for (let i = 0; i < receivers.length; i++) receivers[i]?.pass(packet, read, stream, now);
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
    this.#tellLosses();
    this.#feedback.report(now);
    if (this.liveness.isGone(now)) this.#options.vanished();
  }

  #tellLosses(): void {
    for (const stream of this.#demultiplexer.streams) stream.endSecond();
    for (const [mid, { section, layers }] of this.#incoming) {
      const { kind } = section;
      if (kind === 'application') continue;
      const outgoing = this.outgoing(mid);
      outgoing.endSecond();
      const came = layers.reduce((sum, stream) => sum + (stream?.second.lost ?? 0), 0);
      if (came > 0) this.#options.events.slowLink({ mid, kind, uplink: false, lost: came });
      const { lost } = outgoing.reports.second;
      if (lost > 0) this.#options.events.slowLink({ mid, kind, uplink: true, lost });
    }
  }

  #setReceiving(stream: IncomingStream, receiving: boolean): void {
    stream.receiving = receiving;
    const { mid, kind } = stream.section.section;
    if (stream.isRtx || kind === 'application') return;
    this.#options.events.media({
      mid,
      kind,
      receiving,
      ...(stream.section.agreement.simulcast !== null && { substream: stream.layer }),
      ...(!receiving && { seconds: silence / 1_000 }),
    });
  }
}

/**
 * What the one who gets these pictures can take. Where several get them, the slowest must not decide for all; and where there are
 * layers, whoever gets them chooses one.
 */
function leastCapacity(sections: Iterable<IncomingSection>): number | null {
  let least: number | null = null;
  for (const { section, receivers, agreement } of sections) {
    const [receiver, another] = receivers.filter(({ hasWay }) => hasWay);
    if (section.kind !== 'video' || another !== undefined || agreement.simulcast !== null) continue;
    const capacity = receiver?.capacity ?? null;
    if (capacity !== null) least = Math.min(least ?? capacity, capacity);
  }
  return least;
}
