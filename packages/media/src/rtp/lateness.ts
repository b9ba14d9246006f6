/** Milliseconds after which the quickest packet so far is forgotten, at the latest after twice as many: clocks of two machines drift apart. */
const memory = 10_000;
/** Milliseconds by which timestamps may jump and still be taken for the same clock. */
const longestJump = 10_000;

/**
 * How much later than its quickest packets those of a stream come, by their timestamps. Who reads it cannot tell a queue in the network from
 * one in this process by one stream alone.
 */
export class Lateness {
  readonly #unitsPerMillisecond: number;
  #timestamp = 0;
  /** Time of the sender's clock since the first packet, milliseconds. */
  #sent = 0;
  #leastBefore = Infinity;
  #least = Infinity;
  #until = -Infinity;

  /** @param clockRate of the timestamps, in Hz */
  constructor(clockRate: number) {
    this.#unitsPerMillisecond = clockRate / 1_000;
  }

  /**
   * @param timestamp of the packet, 32 bits
   * @param now milliseconds of a steady clock
   * @returns milliseconds, 0 for the quickest
   */
  measure(timestamp: number, now: number): number {
    const step = ((timestamp - this.#timestamp) | 0) / this.#unitsPerMillisecond;
    this.#timestamp = timestamp;
    this.#sent += step;
    if (now >= this.#until) {
      this.#leastBefore = now < this.#until + memory ? this.#least : Infinity;
      this.#least = Infinity;
      this.#until = now + memory;
    }
    if (step > longestJump || step < -longestJump) {
      this.#leastBefore = Infinity;
      this.#least = Infinity;
    }
    const transit = now - this.#sent;
    if (transit < this.#least) this.#least = transit;
    return transit - Math.min(this.#least, this.#leastBefore);
  }
}
