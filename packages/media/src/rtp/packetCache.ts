import { sequenceNumber } from './rtpPacket.ts';

export interface PacketCacheOptions {
  /** At most so many packets; a power of two, at most 32768. */
  packets: number;
  /** At most so many bytes of packets. */
  bytes: number;
  /** Packets older than so many milliseconds are not given any more. */
  age: number;
}

/**
 * The last packets sent on one stream, for answering NACKs (RFC 4585 6.2.1). All memory is taken at the beginning.
 * Packets lie one behind the other in a ring of bytes, so small ones do not cost the room of large ones.
 */
export class PacketCache {
  readonly #bytes: Buffer;
  readonly #age: number;
  readonly #mask: number;
  readonly #sequenceNumbers: Uint16Array;
  readonly #lengths: Uint32Array;
  readonly #times: Float64Array;
  readonly #resent: Float64Array;
  /** Where each packet begins, counted in bytes over all rounds, so that overwritten ones are known by their number. */
  readonly #starts: Float64Array;
  #written = 0;

  constructor({ packets, bytes, age }: PacketCacheOptions) {
    this.#bytes = Buffer.alloc(bytes);
    this.#age = age;
    this.#mask = packets - 1;
    this.#sequenceNumbers = new Uint16Array(packets);
    this.#lengths = new Uint32Array(packets);
    this.#times = new Float64Array(packets);
    this.#resent = new Float64Array(packets);
    this.#starts = new Float64Array(packets);
  }

  /** Copies a packet under its sequence number; one larger than the whole ring is not kept. */
  store(packet: Uint8Array, now: number): void {
    const capacity = this.#bytes.length;
    const length = packet.length;
    if (length > capacity) return;
    const place = this.#written % capacity;
    // A packet lies in one piece, so what is left at the end of a round stays empty.
    if (place + length > capacity) this.#written += capacity - place;
    const number = sequenceNumber(packet);
    const slot = number & this.#mask;
    this.#bytes.set(packet, this.#written % capacity);
    this.#sequenceNumbers[slot] = number;
    this.#lengths[slot] = length;
    this.#times[slot] = now;
    this.#resent[slot] = -Infinity;
    this.#starts[slot] = this.#written;
    this.#written += length;
  }

  /**
   * A packet that a receiver asks for.
   * @param pause milliseconds before the same packet is given again: about a round trip, since a receiver asks again
   *   before the first answer can be there
   * @returns a view of the cache, to be used before the next `store`; null if it is not there, too old, or just given
   */
  take(number: number, now: number, pause = 0): Buffer | null {
    const slot = number & this.#mask;
    const length = this.#lengths[slot] ?? 0;
    if (length === 0 || this.#sequenceNumbers[slot] !== number) return null;
    const start = this.#starts[slot] ?? 0;
    if (start < this.#written - this.#bytes.length) return null;
    if (now - (this.#times[slot] ?? 0) > this.#age) return null;
    if (now - (this.#resent[slot] ?? 0) < pause) return null;
    this.#resent[slot] = now;
    const place = start % this.#bytes.length;
    return this.#bytes.subarray(place, place + length);
  }

  /** Forgets all packets and keeps the memory. */
  clear(): void {
    this.#lengths.fill(0);
  }
}
