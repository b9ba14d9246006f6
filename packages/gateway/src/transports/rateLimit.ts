/** Lets a number of requests pass in each second, and as many at once when there were none before. */
export class RateLimit {
  readonly #perSecond: number;
  /** Milliseconds. */
  readonly #now: () => number;
  #left: number;
  #at: number;

  constructor(perSecond: number, now: () => number = () => performance.now()) {
    this.#perSecond = perSecond;
    this.#now = now;
    this.#left = perSecond;
    this.#at = now();
  }

  /** Counts requests that have been taken. @returns for how many milliseconds no more should be */
  take(count: number): number {
    const now = this.#now();
    const gained = ((now - this.#at) / 1000) * this.#perSecond;
    this.#left = Math.min(this.#perSecond, this.#left + gained) - count;
    this.#at = now;
    return this.#left >= 0 ? 0 : Math.ceil((-this.#left / this.#perSecond) * 1000);
  }
}
