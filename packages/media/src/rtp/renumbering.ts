/**
 * Maps a source's running numbers of a few bits to the numbers of what is sent on. What is left out on purpose closes
 * up; what is lost keeps its place, so that it can still come; what comes late gets the number it would have had.
 */
export class Renumbering {
  readonly #bits: number;
  readonly #mask: number;
  readonly #slots: number;
  /** By source number: sent number minus source number, for the latest numbers. */
  readonly #shifts: Uint16Array;
  readonly #leftOut: Uint8Array;
  /** How many numbers up to the highest the rings know. */
  #known = 0;
  #highest = 0;
  #shift = 0;

  /**
   * @param bits of a number, 7 to 16
   * @param memory how far behind the newest a late number may be; a power of two, at most half of all numbers
   */
  constructor(bits: number, memory: number) {
    this.#bits = bits;
    this.#mask = (1 << bits) - 1;
    this.#slots = memory - 1;
    this.#shifts = new Uint16Array(memory);
    this.#leftOut = new Uint8Array(memory);
  }

  get bits(): number {
    return this.#bits;
  }

  /** The highest number given away or kept for a lost packet. */
  get last(): number {
    return (this.#highest + this.#shift) & this.#mask;
  }

  /** The source's number `from` will become `to`; nothing before it has a place. */
  start(from: number, to: number): void {
    this.#highest = (from - 1) & this.#mask;
    this.#shift = (to - from) & this.#mask;
    this.#known = 0;
  }

  /** How far a number is ahead of the newest one, over the shorter way round. */
  ahead(number: number): number {
    const unused = 32 - this.#bits;
    return ((number - this.#highest) << unused) >> unused;
  }

  /** Whether `place` would give this number a place. */
  has(number: number): boolean {
    const ahead = this.ahead(number);
    if (ahead > 0) return true;
    return -ahead < this.#known && this.#leftOut[number & this.#slots] === 0;
  }

  /** The number to send; -1 if it has none: left out before, older than the start, or too old to be remembered. */
  place(number: number): number {
    const ahead = this.ahead(number);
    if (ahead > 0) this.#advance(ahead);
    else if (!this.has(number)) return -1;
    return (number + (this.#shifts[number & this.#slots] ?? 0)) & this.#mask;
  }

  /** Closes up over a number. One that comes late leaves a hole: the numbers after it are given away already. */
  leaveOut(number: number): void {
    const ahead = this.ahead(number);
    if (ahead <= 0) return;
    this.#advance(ahead);
    this.#leftOut[number & this.#slots] = 1;
    this.#shift = (this.#shift - 1) & this.#mask;
  }

  #advance(ahead: number): void {
    for (let step = Math.max(1, ahead - this.#slots); step <= ahead; step++) {
      const slot = (this.#highest + step) & this.#slots;
      this.#shifts[slot] = this.#shift;
      this.#leftOut[slot] = 0;
    }
    this.#known = Math.min(this.#slots + 1, this.#known + ahead);
    this.#highest = (this.#highest + ahead) & this.#mask;
  }
}
