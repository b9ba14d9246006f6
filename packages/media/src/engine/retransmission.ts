import { randomInt } from 'node:crypto';
import { PacketCache } from '../rtp/packetCache.ts';
import { writeRtx } from '../rtp/rtx.ts';
import type { HeaderMapping, Outlet } from './headerMapping.ts';

/**
 * What is kept for answering NACKs: half a second of video at least, a second and a half of good one at most, and half a second of
 * sound. Most streams need a fraction of the room, so video begins with 24 kB.
 */
const limits = {
  video: { packets: 1_024, bytes: 768 * 1_024, age: 1_500, part: 32, cover: 500 },
  audio: { packets: 64, bytes: 16 * 1_024, age: 500 },
};
/** Milliseconds before a packet is sent once more. */
const shortestPause = 20;
/** Packets a second, for one stream: a receiver that asks for more has lost a way, not packets. */
const mostInSecond = 500;

/** The transport copies what it sends, so one serves all. */
const buffer = Buffer.alloc(2_048);

/** Keeps what one stream has sent, and sends it again when the receiver asks (RFC 4585 6.2.1). */
export class Retransmission {
  readonly #cache: PacketCache;
  readonly #ssrc: number;
  /** Milliseconds for which packets are kept. */
  readonly age: number;
  /** SRTP takes no index twice (RFC 3711 3.3.2), so a stream of retransmissions counts on for ever. */
  #sequenceNumber = randomInt(0, 0x8000);
  #secondBegan = 0;
  #inSecond = 0;
  /** Packets sent again. */
  packets = 0;

  /** @param ssrc of the stream of retransmissions */
  constructor(ssrc: number, kind: 'audio' | 'video') {
    this.#cache = new PacketCache(limits[kind]);
    this.#ssrc = ssrc;
    this.age = limits[kind].age;
  }

  store(packet: Buffer, now: number): void {
    this.#cache.store(packet, now);
  }

  /**
   * As RTX (RFC 4588) if the receiver has negotiated it, else as it was sent.
   * @param pause milliseconds after which the same packet may be sent again
   */
  resend(number: number, now: number, pause: number, mapping: HeaderMapping, outlet: Outlet): void {
    if (now - this.#secondBegan >= 1_000) {
      this.#secondBegan = now;
      this.#inSecond = 0;
    }
    if (this.#inSecond >= mostInSecond) return;
    const packet = this.#cache.take(number, now, Math.max(shortestPause, pause));
    if (packet === null) return;
    this.#inSecond++;
    this.packets++;
    const sent = this.#asRtx(packet, mapping.rtxType(packet)) ?? packet;
    mapping.renewTransportNumber(sent, outlet, now);
    outlet.send(sent);
  }

  #asRtx(packet: Buffer, type: number): Buffer | null {
    if (type < 0) return null;
    const length = writeRtx(packet, buffer, this.#ssrc, type, this.#sequenceNumber);
    if (length === 0) return null;
    this.#sequenceNumber = (this.#sequenceNumber + 1) & 0xffff;
    return buffer.subarray(0, length);
  }
}
