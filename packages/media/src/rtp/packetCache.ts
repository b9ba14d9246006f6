import { sequenceNumber } from './rtpPacket.ts';

export interface PacketCacheOptions {
  /** At most so many packets; a power of two, at most 32768. */
  packets: number;
  /** At most so many bytes of packets. */
  bytes: number;
  /** Packets older than so many milliseconds are not given any more. */
  age: number;
  /**
   * It begins with the `part`-th part of its room (a power of two, 1 unless told), and takes twice as much whenever it holds less
   * than the last `cover` milliseconds.
   */
  part?: number;
  cover?: number;
}

/**
 * The last packets sent on one stream, for answering NACKs (RFC 4585 6.2.1). Memory is taken only while the bitrate grows.
 * Packets lie one behind the other in a ring of bytes, so small ones do not cost the room of large ones.
 */
export class PacketCache {
  readonly #most: { packets: number; bytes: number };
  readonly #age: number;
  readonly #cover: number;
  #bytes: Buffer;
  #slots: Slots;
  #written = 0;
  /** What begins before this was overwritten. */
  #valid = 0;
  /** Where in `#written`, and when, this round of the ring began. */
  #roundStart = 0;
  #roundBegan = -1;

  constructor({ packets, bytes, age, part = 1, cover = 0 }: PacketCacheOptions) {
    this.#most = { packets, bytes };
    this.#age = age;
    this.#cover = cover;
    this.#bytes = Buffer.alloc(bytes / part);
    this.#slots = new Slots(packets / part);
  }

  /** Bytes that it has taken for packets. */
  get size(): number {
    return this.#bytes.length;
  }

  /** Copies a packet under its sequence number; one larger than the whole ring is not kept. */
  store(packet: Uint8Array, now: number): void {
    const { length } = packet;
    if (length > this.#most.bytes) return;
    // A packet lies in one piece, so what is left at the end of a round stays empty.
    while (this.#written + length > this.#roundStart + this.#bytes.length) this.#endRound(now, length);
    if (this.#roundBegan < 0) this.#roundBegan = now;
    const number = sequenceNumber(packet);
    if (this.#slots.isNeeded(number, now - this.#cover) && this.#slots.count < this.#most.packets) {
      this.#slots = this.#slots.doubled();
    }
    this.#bytes.set(packet, this.#written % this.#bytes.length);
    this.#slots.set(number, length, now, this.#written);
    this.#written += length;
  }

  /**
   * A packet that a receiver asks for.
   * @param pause milliseconds before the same packet is given again: about a round trip, since a receiver asks again
   *   before the first answer can be there
   * @returns a view of the cache, to be used before the next `store`; null if it is not there, too old, or just given
   */
  take(number: number, now: number, pause = 0): Buffer | null {
    const { lengths, times, resent, starts } = this.#slots;
    const slot = this.#slots.find(number);
    if (slot < 0) return null;
    const start = starts[slot] ?? 0;
    if (start < this.#valid || start < this.#written - this.#bytes.length) return null;
    if (now - (times[slot] ?? 0) > this.#age) return null;
    if (now - (resent[slot] ?? 0) < pause) return null;
    resent[slot] = now;
    const place = start % this.#bytes.length;
    return this.#bytes.subarray(place, place + (lengths[slot] ?? 0));
  }

  /** Forgets all packets and keeps the memory. */
  clear(): void {
    this.#slots.lengths.fill(0);
  }

  /** Goes on at the beginning of the ring, or in new room behind it. */
  #endRound(now: number, length: number): void {
    const size = this.#bytes.length;
    this.#written = this.#roundStart + size;
    if (length > size || now - this.#roundBegan < this.#cover) this.#grow();
    this.#roundStart = this.#written - (this.#written % this.#bytes.length);
    // Grown by a half that lies behind what is kept, the round is still the same.
    if (this.#roundStart === this.#written) this.#roundBegan = now;
  }

  #grow(): void {
    const size = this.#bytes.length;
    if (size * 2 > this.#most.bytes) return;
    const larger = Buffer.alloc(size * 2);
    // At the end of a round all that is kept has its place in one half of the larger ring.
    this.#valid = Math.max(this.#valid, this.#written - size);
    larger.set(this.#bytes, (this.#written - size) % larger.length);
    this.#bytes = larger;
  }
}

/** What is known of each packet, found by its number. */
class Slots {
  readonly count: number;
  readonly lengths: Uint32Array;
  readonly times: Float64Array;
  readonly resent: Float64Array;
  /** Where each packet begins, counted in bytes over all rounds, so that overwritten ones are known by their number. */
  readonly starts: Float64Array;
  readonly #numbers: Uint16Array;
  readonly #mask: number;

  constructor(count: number) {
    this.count = count;
    this.#mask = count - 1;
    this.#numbers = new Uint16Array(count);
    this.lengths = new Uint32Array(count);
    this.times = new Float64Array(count);
    this.resent = new Float64Array(count);
    this.starts = new Float64Array(count);
  }

  /** -1 if it is not there. */
  find(number: number): number {
    const slot = number & this.#mask;
    return (this.lengths[slot] ?? 0) > 0 && this.#numbers[slot] === number ? slot : -1;
  }

  /** Whether another packet has the place of this one, and is not older than that. */
  isNeeded(number: number, since: number): boolean {
    const slot = number & this.#mask;
    return (this.lengths[slot] ?? 0) > 0 && this.#numbers[slot] !== number && (this.times[slot] ?? 0) > since;
  }

  set(number: number, length: number, now: number, start: number): void {
    const slot = number & this.#mask;
    this.#numbers[slot] = number;
    this.lengths[slot] = length;
    this.times[slot] = now;
    this.resent[slot] = -Infinity;
    this.starts[slot] = start;
  }

  /** Twice as many; what was apart stays apart. */
  doubled(): Slots {
    const larger = new Slots(this.count * 2);
    for (let slot = 0; slot < this.count; slot++) {
      const number = this.#numbers[slot] ?? 0;
      larger.set(number, this.lengths[slot] ?? 0, this.times[slot] ?? 0, this.starts[slot] ?? 0);
      larger.resent[number & larger.#mask] = this.resent[slot] ?? 0;
    }
    return larger;
  }
}
