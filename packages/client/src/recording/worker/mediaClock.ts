/** Where sound may be apart from the clock, milliseconds, before silence or a cut puts it right. */
const tolerance = 120;
/**
 * For so long, milliseconds, sound that is ahead of the clock is cut: its first blocks came late, in the burst of a beginning, and what is
 * before them has been taken for longer than it was. Later, being ahead is drift.
 */
const settling = 2_000;
/** What is ahead by less is left, milliseconds. */
const slack = 10;
/** How far back the comparison of the two clocks looks, milliseconds. */
const memory = 5_000;

/**
 * One time for sound and pictures. Sound counts its own samples, pictures are stamped when they are drawn, and the two
 * clocks drift apart: 50 millionths are 180 ms in an hour. So pictures take their time from the sound: the smallest
 * delay with which blocks have come lately tells what time it is in samples.
 */
export class MediaClock {
  readonly #start: number;
  readonly #rate: number;
  #samples = 0;
  #delays: { at: number; ahead: number }[] = [];

  /**
   * @param start when the recording begins, milliseconds of the clock that blocks are stamped with
   * @param rate samples a second
   */
  constructor(start: number, rate: number) {
    this.#start = start;
    this.#rate = rate;
  }

  /** Samples written so far: where the next block begins. */
  get samples(): number {
    return this.#samples;
  }

  /** Milliseconds of recording at a moment of the clock. */
  at(moment: number): number {
    return Math.max(0, moment - this.#start + this.#ahead());
  }

  /**
   * A block of sound is about to be written.
   * @param count its samples
   * @param moment when its last sample was taken
   * @returns how many samples of silence go before it, or, negative, how many of its samples to leave out
   */
  block(count: number, moment: number): number {
    const end = ((this.#samples + count) / this.#rate) * 1000;
    const missing = this.at(moment) - end;
    let correction = 0;
    // The first block comes when the sound has been opened, some time after the beginning.
    if (missing > tolerance || this.#samples === 0) {
      correction = Math.max(0, Math.round((missing / 1000) * this.#rate));
    } else if (missing < -tolerance) {
      correction = -Math.min(count, Math.round((-missing / 1000) * this.#rate));
    } else if (end < settling && end - (moment - this.#start) > slack) {
      const ahead = end - (moment - this.#start);
      correction = -Math.min(count, Math.round((ahead / 1000) * this.#rate));
      this.#delays = [];
    }
    this.#samples += count + correction;
    this.#remember(moment, (this.#samples / this.#rate) * 1000 - (moment - this.#start));
    return correction;
  }

  /**
   * Sound has stopped coming: the context sleeps, or has lost its device.
   * @param moment now
   * @param behind milliseconds the sound may be behind
   * @returns samples of silence to write, so that the file goes on
   */
  silence(moment: number, behind: number): number {
    const lag = this.at(moment) - (this.#samples / this.#rate) * 1000 - behind;
    if (lag <= behind) return 0;
    const count = Math.round((lag / 1000) * this.#rate);
    this.#samples += count;
    return count;
  }

  #remember(at: number, ahead: number): void {
    this.#delays.push({ at, ahead });
    while ((this.#delays[0]?.at ?? at) < at - memory) this.#delays.shift();
  }

  /** How far the sound is ahead of the clock, at best; negative when its device is the slower one. */
  #ahead(): number {
    let best = -Infinity;
    for (const { ahead } of this.#delays) best = Math.max(best, ahead);
    return best === -Infinity ? 0 : best;
  }
}
