import { sequenceDistance } from './bytes.ts';

export interface LossDetectionOptions {
  /** A missing packet is asked for when so many later ones have come, */
  reorderPackets: number;
  /** or when so many milliseconds have passed. */
  reorderTime: number;
  /** It is given up after being asked for so many times, */
  tries: number;
  /** or after so many milliseconds. */
  giveUp: number;
  /** More packets missing than this are not asked for: a key frame comes sooner. At most 32767. */
  most: number;
}

/** What suits video on ways of up to 300 ms: three packets is the reordering that TCP tolerates, too (RFC 5681 3.2). */
export const usualLossDetection: LossDetectionOptions = {
  reorderPackets: 3,
  reorderTime: 10,
  tries: 10,
  giveUp: 1_000,
  most: 256,
};

/** Milliseconds. Below this a second request would overtake the answer to the first one in the operating system's queues. */
const shortestRetry = 20;
/** Packets. One further back than this comes from a source that counts anew, if the next one follows it. */
const furthestBack = 1_000;

/**
 * Which sequence numbers of one stream to ask for again (RFC 4585 6.2.1). Times are milliseconds of a clock that never
 * goes back. Memory is taken at the beginning; a packet in its order costs a comparison.
 */
export class LossDetection {
  readonly #options: LossDetectionOptions;
  /** Missing ones, oldest first; the four arrays go together. */
  readonly #missing: Uint16Array;
  readonly #noticed: Float64Array;
  readonly #asked: Float64Array;
  readonly #tries: Uint8Array;
  #count = 0;
  #highest = -1;
  #needsKeyFrame = false;
  /** What would follow if the source counts anew; -1 for nothing. */
  #afterJump = -1;

  constructor(options: LossDetectionOptions = usualLossDetection) {
    this.#options = options;
    this.#missing = new Uint16Array(options.most);
    this.#noticed = new Float64Array(options.most);
    this.#asked = new Float64Array(options.most);
    this.#tries = new Uint8Array(options.most);
  }

  /** How many numbers are missing and not given up. */
  get missing(): number {
    return this.#count;
  }

  /**
   * Takes note of a packet, also of a retransmitted one by its original number.
   * @returns milliseconds since it was asked for the only time: a round trip; 0 if it was missing, but not asked for or more than
   *   once; -1 if it was not missing
   */
  receive(sequenceNumber: number, now: number): number {
    if (this.#highest < 0) {
      this.#highest = sequenceNumber;
      return -1;
    }
    const ahead = sequenceDistance(this.#highest, sequenceNumber);
    if (ahead < -furthestBack) this.#jumpBack(sequenceNumber);
    else if (ahead === 1) this.#highest = sequenceNumber;
    else if (ahead > 1) this.#notice(ahead - 1, sequenceNumber, now);
    else if (this.#count > 0) return this.#remove(sequenceNumber, now);
    return -1;
  }

  /** Whether this number is missing and not given up. */
  misses(sequenceNumber: number): boolean {
    return this.#find(sequenceNumber) >= 0;
  }

  /**
   * Which numbers to ask for now; they count as asked. Those out of tries or time are given up.
   * @param roundTrip milliseconds; as long and half as much again an answer may take
   * @param into holds the numbers after the call, oldest first; those that do not fit come next time
   * @returns how many
   */
  due(now: number, roundTrip: number, into: Uint16Array): number {
    const { reorderPackets, reorderTime, tries, giveUp } = this.#options;
    const retry = Math.max(shortestRetry, roundTrip * 1.5);
    let kept = 0;
    let found = 0;
    for (let i = 0; i < this.#count; i++) {
      const number = this.#missing[i] ?? 0;
      const waited = now - (this.#noticed[i] ?? 0);
      const times = this.#tries[i] ?? 0;
      const canAsk = times === 0 || now - (this.#asked[i] ?? 0) >= retry;
      if (waited >= giveUp || (times >= tries && canAsk)) {
        this.#needsKeyFrame = true;
        continue;
      }
      this.#move(i, kept);
      const sureLost = sequenceDistance(number, this.#highest) >= reorderPackets || waited >= reorderTime;
      if (sureLost && canAsk && found < into.length) {
        into[found] = number;
        found++;
        this.#asked[kept] = now;
        this.#tries[kept] = times + 1;
      }
      kept++;
    }
    this.#count = kept;
    return found;
  }

  /** Nothing before a key frame is of use any more: call with the number of its first packet. */
  keyFrame(sequenceNumber: number): void {
    let kept = 0;
    for (let i = 0; i < this.#count; i++) {
      if (sequenceDistance(this.#missing[i] ?? 0, sequenceNumber) > 0) continue;
      this.#move(i, kept);
      kept++;
    }
    this.#count = kept;
  }

  /** Whether something was given up, or too much lost to ask for it, since the last call, so that video needs a key frame. */
  takeKeyFrameRequest(): boolean {
    const needed = this.#needsKeyFrame;
    this.#needsKeyFrame = false;
    return needed;
  }

  /** What came before is of no use any more, and neither is what was missing. */
  restart(): void {
    this.#count = 0;
    this.#highest = -1;
    this.#needsKeyFrame = false;
  }

  #notice(gap: number, sequenceNumber: number, now: number): void {
    if (this.#count + gap > this.#options.most) {
      this.#count = 0;
      this.#needsKeyFrame = true;
    } else {
      for (let step = 1; step <= gap; step++) {
        this.#missing[this.#count] = this.#highest + step;
        this.#noticed[this.#count] = now;
        this.#tries[this.#count] = 0;
        this.#count++;
      }
    }
    this.#highest = sequenceNumber;
  }

  #jumpBack(sequenceNumber: number): void {
    if (sequenceNumber === this.#afterJump) {
      this.#count = 0;
      this.#highest = sequenceNumber;
    }
    this.#afterJump = (sequenceNumber + 1) & 0xffff;
  }

  #remove(sequenceNumber: number, now: number): number {
    const found = this.#find(sequenceNumber);
    if (found < 0) return -1;
    const answeredIn = this.#tries[found] === 1 ? now - (this.#asked[found] ?? now) : 0;
    for (let i = found + 1; i < this.#count; i++) this.#move(i, i - 1);
    this.#count--;
    return answeredIn;
  }

  #find(sequenceNumber: number): number {
    const found = this.#missing.indexOf(sequenceNumber);
    return found < this.#count ? found : -1;
  }

  #move(from: number, to: number): void {
    if (from === to) return;
    this.#missing[to] = this.#missing[from] ?? 0;
    this.#noticed[to] = this.#noticed[from] ?? 0;
    this.#asked[to] = this.#asked[from] ?? 0;
    this.#tries[to] = this.#tries[from] ?? 0;
  }
}
