import { randomInt } from 'node:crypto';
import type { Forward } from '../engine.ts';
import { Continuity } from '../rtp/continuity.ts';
import { PacketCache } from '../rtp/packetCache.ts';
import type { SourcePacket } from '../rtp/sourcePacket.ts';
import { isVp8KeyFrameStart } from '../rtp/vp8.ts';
import { senderReport } from './senderReport.ts';
import type { IncomingSection, IncomingStream } from './incoming.ts';

/** For answering NACKs: a second and a half of good video. */
const cacheLimits = { packets: 1_024, bytes: 768 * 1_024, age: 1_500 };

/** The transport copies what it sends, so one serves all. */
const reportBuffer = Buffer.alloc(128);

/**
 * What one connection sends in one m-line: one SSRC, whatever it is made of. This file is the hot path; `pass` runs for each
 * packet and receiver. It may not allocate, wait, parse what has been parsed, or look anything up by name.
 */
export class OutgoingStream implements Forward {
  readonly ssrc = randomInt(1, 0xffff_ffff);
  readonly rtxSsrc = randomInt(1, 0xffff_ffff);
  /** Counted for sender reports (RFC 3550 6.4.1). */
  packets = 0;
  octets = 0;
  readonly #send: (packet: Buffer) => void;
  #cache: PacketCache | null = null;
  #continuity = new Continuity(this.ssrc, 90_000);
  #source: IncomingSection | null = null;
  #askKeyFrame: (section: IncomingSection, layer: number) => void = () => undefined;
  #begun = false;
  #enabled = true;
  #wanted = 2;
  #temporal = 2;
  /** Layer that is sent now, -1 before the first key frame. */
  #layer = -1;

  /** @param send encrypts and sends; copies the packet */
  constructor(send: (packet: Buffer) => void) {
    this.#send = send;
  }

  /** From now on it is made of this m-line's packets; one m-line at a time. */
  connect(section: IncomingSection, askKeyFrame: (section: IncomingSection, layer: number) => void): void {
    this.close();
    this.#source = section;
    this.#askKeyFrame = askKeyFrame;
    this.#layer = -1;
    // Numbers go on where they were, whatever the stream is made of now: SRTP sends none twice (RFC 3711 3.3.2).
    if (this.#begun) this.#continuity.interrupt();
    else this.#continuity = new Continuity(this.ssrc, section.clockRate);
    this.#begun = true;
    if (section.section.kind === 'video') this.#cache ??= new PacketCache(cacheLimits);
    section.receivers = [...section.receivers, this];
    this.requestKeyFrame();
  }

  /**
   * Passes a packet on, if it is of the layer wanted.
   * @param packet rewritten in place; other receivers get it afterwards
   */
  pass(packet: Buffer, read: SourcePacket, from: IncomingStream, now: number): void {
    if (!this.#enabled) return;
    if (from.layer !== this.#layer && !this.#switchTo(packet, read, from)) return;
    if (read.isVp8 && read.vp8.temporalLayer > this.#temporal) {
      this.#continuity.leaveOut(read);
      return;
    }
    if (!this.#continuity.forward(read, packet, now)) return;
    this.packets++;
    this.octets += read.payloadEnd - read.payloadOffset;
    if (this.#cache !== null) this.#cache.store(packet, now);
    this.#send(packet);
  }

  /** Another layer begins with a key frame; sound and streams without layers begin at once. */
  #switchTo(packet: Buffer, read: SourcePacket, from: IncomingStream): boolean {
    const { layers, section } = from.section;
    if (section.simulcast === null) {
      this.#layer = from.layer;
      return true;
    }
    if (from.layer !== this.#target(layers)) return false;
    if (read.isVp8 && !isVp8KeyFrameStart(packet, read.payloadOffset, read.payloadEnd)) {
      this.#askKeyFrame(from.section, from.layer);
      return false;
    }
    this.#layer = from.layer;
    return true;
  }

  /** The highest layer not above the one wanted that is there. */
  #target(layers: IncomingSection['layers']): number {
    for (let layer = Math.min(this.#wanted, layers.length - 1); layer > 0; layer--) {
      if (layers[layer]?.receiving === true) return layer;
    }
    return 0;
  }

  /** Sends again what a NACK asks for (RFC 4585 6.2.1). */
  resend(number: number, now: number): void {
    const packet = this.#cache?.take(number, now, 20) ?? null;
    if (packet !== null) this.#send(packet);
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
  sendReport(at: { ntpSeconds: number; ntpFraction: number; rtpTimestamp: number }): void {
    if (this.packets > 0) this.#send(senderReport(reportBuffer, this, at));
  }

  setEnabled(enabled: boolean): void {
    if (enabled === this.#enabled) return;
    this.#enabled = enabled;
    this.#continuity.interrupt();
    if (enabled) this.requestKeyFrame();
  }

  setLayers({ substream, temporal }: { substream?: number; temporal?: number }): void {
    if (temporal !== undefined) this.#temporal = temporal;
    if (substream === undefined || substream === this.#wanted) return;
    this.#wanted = substream;
    if (this.#source === null) return;
    const target = this.#target(this.#source.layers);
    if (target !== this.#layer) this.#askKeyFrame(this.#source, target);
  }

  close(): void {
    const source = this.#source;
    if (source === null) return;
    this.#source = null;
    source.receivers = source.receivers.filter((one) => one !== this);
  }
}
