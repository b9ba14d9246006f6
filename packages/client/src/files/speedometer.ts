/** Milliseconds over which the speed is the mean. */
const span = 3_000;

/** Speed of a transfer over the last seconds. */
export class Speedometer {
  readonly #samples: { at: number; bytes: number }[] = [];

  /**
   * @param bytes transferred in all
   * @param at milliseconds
   * @returns bytes a second
   */
  measure(bytes: number, at: number): number {
    this.#samples.push({ at, bytes });
    while (this.#samples.length > 2 && at - (this.#samples[0]?.at ?? at) > span) this.#samples.shift();
    const first = this.#samples[0];
    if (first === undefined || at === first.at) return 0;
    return Math.max(0, ((bytes - first.bytes) * 1_000) / (at - first.at));
  }
}
