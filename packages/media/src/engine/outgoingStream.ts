import { randomInt } from 'node:crypto';
import type { ConnectionEvents, Forward } from '../engine.ts';
import { Continuity } from '../rtp/continuity.ts';
import type { ReportBlock } from '../rtp/receptionStatistics.ts';
import { ntpMiddle } from '../rtp/roundTrip.ts';
import type { SourcePacket } from '../rtp/sourcePacket.ts';
import { nothingAgreed, type Agreement } from './agreement.ts';
import { HeaderMapping, type Outlet } from './headerMapping.ts';
import type { IncomingSection, IncomingStream } from './incoming.ts';
import { ReceiverReports } from './receiverReports.ts';
import { Retransmission } from './retransmission.ts';
import { senderReport } from './senderReport.ts';

/** Milliseconds that a receiver waits for a key frame of a stream without layers; then it takes what there is. */
const keyFramePatience = 3_000;

/** The transport copies what it sends, so one serves all. */
const reportBuffer = Buffer.alloc(128);

/** Milliseconds without packets after which a layer is not there: Janus' `fallback` where none is told. */
const usualFallback = 250;

type AskKeyFrame = (section: IncomingSection, layer: number) => void;

/**
 * What one connection sends in one m-line: one SSRC, whatever it is made of. This file is the hot path; `pass` runs for each
 * packet and receiver. It may not allocate, wait, parse what has been parsed, or look anything up by name.
 */
export class OutgoingStream implements Forward {
  readonly mid: string;
  readonly ssrc = randomInt(1, 0xffff_ffff);
  readonly rtxSsrc = randomInt(1, 0xffff_ffff);
  /** Counted for sender reports (RFC 3550 6.4.1). */
  packets = 0;
  octets = 0;
  /** Of whole packets. */
  bytes = 0;
  readonly reports = new ReceiverReports();
  readonly #outlet: Outlet;
  readonly #told: ConnectionEvents['layers'];
  #agreement: Agreement = nothingAgreed;
  #mapping = HeaderMapping.empty;
  #retransmission: Retransmission | null = null;
  #continuity = new Continuity(this.ssrc, 90_000);
  #source: IncomingSection | null = null;
  #askKeyFrame: AskKeyFrame = () => undefined;
  #begun = false;
  #enabled = true;
  #wanted = 2;
  #temporal = 2;
  #fallback = usualFallback;
  /** Layer that is sent now, -1 before the first key frame. */
  #layer = -1;
  /** When a key frame was first waited for, -1 while none is. */
  #waitingSince = -1;
  #reportMiddle = 0;
  #reportTime = 0;

  /** @param told of layers when they change */
  constructor(mid: string, outlet: Outlet, told: ConnectionEvents['layers']) {
    this.mid = mid;
    this.#outlet = outlet;
    this.#told = told;
  }

  /** What the receiver has agreed upon in this m-line; again after each negotiation. */
  configure(agreement: Agreement): void {
    this.#agreement = agreement;
    this.renegotiated();
  }

  /** Either end has negotiated anew. */
  renegotiated(): void {
    const source = this.#source?.agreement ?? nothingAgreed;
    this.#mapping = new HeaderMapping(source, this.#agreement, this.mid);
    const kind = this.#source?.section.kind;
    const isAsked = [...this.#agreement.formats.values()].some(({ nack }) => nack);
    if (!isAsked) this.#retransmission = null;
    else if (kind === 'audio' || kind === 'video') {
      this.#retransmission ??= new Retransmission(this.rtxSsrc, kind);
    }
  }

  /** From now on it is made of this m-line's packets; one m-line at a time. */
  connect(section: IncomingSection, askKeyFrame: AskKeyFrame): void {
    this.close();
    this.#source = section;
    this.#askKeyFrame = askKeyFrame;
    this.#interrupt();
    // Numbers go on where they were, whatever the stream is made of now: SRTP sends none twice (RFC 3711 3.3.2).
    if (!this.#begun) this.#continuity = new Continuity(this.ssrc, section.clockRate);
    this.#begun = true;
    this.renegotiated();
    section.receivers = [...section.receivers, this];
    this.requestKeyFrame();
  }

  /**
   * Passes a packet on, if it is of the layer wanted.
   * @param packet rewritten in place; other receivers get it afterwards
   */
  pass(packet: Buffer, read: SourcePacket, from: IncomingStream, now: number): void {
    if (!this.#enabled) return;
    if (from.layer !== this.#layer && !this.#switchTo(read, from, now)) return;
    if ((read.isVp8 && read.vp8.temporalLayer > this.#temporal) || !this.#mapping.takes(read.payloadType)) {
      this.#continuity.leaveOut(read);
      return;
    }
    if (!this.#continuity.forward(read, packet, now)) return;
    this.#mapping.write(packet, read, this.#outlet, now);
    this.packets++;
    this.bytes += packet.length;
    this.octets += read.payloadEnd - read.payloadOffset;
    if (this.#retransmission !== null) this.#retransmission.store(packet, now);
    this.#outlet.send(packet);
  }

  /** Another layer begins with a key frame, and so does a picture; sound begins at once. */
  #switchTo(read: SourcePacket, from: IncomingStream, now: number): boolean {
    const { layers, section, agreement } = from.section;
    if (section.kind === 'video') {
      const hasLayers = agreement.simulcast !== null;
      if (hasLayers && from.layer !== this.#target(layers, now)) return false;
      if (this.#waitingSince < 0) this.#waitingSince = now;
      const patient = hasLayers || now - this.#waitingSince < keyFramePatience;
      // One that comes again or late has later ones before it that were not passed on.
      if (!(read.startsKeyFrame && read.isNewest) && patient) {
        this.#askKeyFrame(from.section, from.layer);
        return false;
      }
      if (hasLayers) {
        const { codec } = from.section.format(read.payloadType);
        this.#told({ mid: this.mid, codec, substream: from.layer });
      }
    }
    this.#waitingSince = -1;
    this.#layer = from.layer;
    return true;
  }

  /** The highest layer not above the one wanted that is there. */
  #target(layers: IncomingSection['layers'], now: number): number {
    for (let layer = Math.min(this.#wanted, layers.length - 1); layer > 0; layer--) {
      const stream = layers[layer];
      if (stream?.receiving === true && now - stream.lastPacket < this.#fallback) return layer;
    }
    return 0;
  }

  /** Sends again what a NACK asks for. @param pause milliseconds after which the same packet may be sent again */
  resend(number: number, now: number, pause: number): void {
    this.#retransmission?.resend(number, now, pause, this.#mapping, this.#outlet);
  }

  /** Whether it goes to somebody, and not into a file. */
  get hasWay(): boolean {
    return this.#outlet.downlink !== null;
  }

  /** What the way to the receiver carries, bit/s; `null` while it carries all there is. */
  get capacity(): number | null {
    return this.#outlet.downlink?.capacity ?? null;
  }

  /** Milliseconds for which packets are kept to be sent again. */
  get kept(): number {
    return this.#retransmission?.age ?? 0;
  }

  get retransmissions(): number {
    return this.#retransmission?.packets ?? 0;
  }

  endSecond(): void {
    const { packets: expected, bytes, reports } = this;
    reports.second.end({ expected, bytes, lost: reports.lost, repaired: this.retransmissions });
  }

  /** The receiver needs a key frame of what it gets. */
  requestKeyFrame(): void {
    if (this.#source?.section.kind === 'video') this.#askKeyFrame(this.#source, Math.max(0, this.#layer));
  }

  /** Where a timestamp of the source's sender report is in this stream; `null` if it sends another source. */
  sentTimestamp(from: IncomingStream, timestamp: number): number | null {
    return from.layer === this.#layer ? this.#continuity.sentTimestamp(timestamp) : null;
  }

  /** Tells the receiver which moment a timestamp of this stream is, so that sound and picture stay together. */
  sendReport(at: { ntpSeconds: number; ntpFraction: number; rtpTimestamp: number }, now: number): void {
    if (this.packets === 0) return;
    this.#reportMiddle = ntpMiddle(at.ntpSeconds, at.ntpFraction);
    this.#reportTime = now;
    this.#outlet.send(senderReport(reportBuffer, this, at));
  }

  /**
   * Milliseconds to the receiver and back, by its report on this stream (RFC 3550 6.4.1); `null` if it has not got the last
   * sender report. The moments in those are of the source's clock, so when they were sent is kept beside.
   */
  roundTrip({ lastSenderReport, delaySinceLastSenderReport }: ReportBlock, now: number): number | null {
    if (lastSenderReport === 0 || lastSenderReport !== this.#reportMiddle) return null;
    const measured = now - this.#reportTime - (delaySinceLastSenderReport * 1_000) / 65_536;
    return measured < 0 ? null : measured;
  }

  setEnabled(enabled: boolean): void {
    if (enabled === this.#enabled) return;
    this.#enabled = enabled;
    this.#interrupt();
    if (enabled) this.requestKeyFrame();
  }

  /** What it is made of has a gap: a picture goes on with a key frame, as if nothing were missing. */
  restart(): void {
    this.#interrupt();
  }

  setLayers({ substream, temporal, fallback }: Parameters<Forward['setLayers']>[0]): void {
    if (temporal !== undefined) this.#temporal = temporal;
    if (fallback !== undefined) this.#fallback = fallback;
    if (substream === undefined || substream === this.#wanted) return;
    this.#wanted = substream;
    if (this.#source === null) return;
    const target = this.#target(this.#source.layers, performance.now());
    if (target !== this.#layer) this.#askKeyFrame(this.#source, target);
  }

  close(): void {
    const source = this.#source;
    if (source === null) return;
    this.#source = null;
    source.receivers = source.receivers.filter((one) => one !== this);
  }

  #interrupt(): void {
    this.#layer = -1;
    this.#waitingSince = -1;
    this.#continuity.interrupt();
  }
}
