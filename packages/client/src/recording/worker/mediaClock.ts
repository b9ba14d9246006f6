/** How late sound may come, milliseconds, before silence takes its place. */
const tolerance = 120;
/**
 * For so long, milliseconds, sound that is ahead of the clock at all is cut: its first blocks came late, in the burst of a
 * beginning, and what is before them has been taken for longer than it was.
 */
const settling = 2_000;
/** What is ahead by less is left then, milliseconds. */
const slack = 10;
/** How far the two clocks may go apart, milliseconds, before silence or a cut brings them together. */
const drift = 40;
/** How far back the comparison of the two clocks looks, milliseconds. */
const memory = 5_000;

/**
 * One time for sound and pictures. Sound counts its own samples, pictures are stamped when they are drawn, and the two
 * clocks drift apart: 50 millionths are 180 ms in an hour, and a busy machine loses some milliseconds of sound now and
 * then. So pictures take their time from the sound: the smallest delay with which blocks have come lately tells what
 * time it is in samples. And so that a recording is as long as it was, the sound is not let go far from the clock.
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
    const ahead = end - (moment - this.#start);
    const best = this.#ahead();
    const mostAhead = end < settling ? slack : drift;
    let correction = 0;
    if (this.#samples === 0) {
      // It comes when the sound has been opened, some time after the beginning.
      correction = Math.max(0, this.#inSamples(-ahead));
    } else if (best - ahead > tolerance) {
      correction = this.#inSamples(best - ahead);
    } else if (ahead > mostAhead) {
      correction = -Math.min(count, this.#inSamples(ahead));
      this.#shift(correction);
    } else if (best < -drift) {
      correction = this.#inSamples(-best);
      this.#shift(correction);
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

  #inSamples(milliseconds: number): number {
    return Math.round((milliseconds / 1000) * this.#rate);
  }

  /** All samples so far have their place so much later. */
  #shift(samples: number): void {
    for (const delay of this.#delays) delay.ahead += (samples / this.#rate) * 1000;
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
