import { sequenceDistance } from '../rtp/bytes.ts';
import { mostStatuses, type Arrivals } from '../rtcp/transportFeedback.ts';

/** Milliseconds between two feedbacks: often enough for probes, and about a tenth of a percent of what is reported on. */
const interval = 100;
/** Numbers remembered; a power of two. A second of 20 Mbit/s. */
const memory = 2_048;

/**
 * Collects when packets with transport-wide numbers arrive, and hands them over ten times a second while there are any, so that the
 * sender can estimate its bandwidth (draft-holmer-rmcat-transport-wide-cc-extensions-01).
 */
export class ArrivalReports implements Arrivals {
  readonly #report: (arrivals: Arrivals) => void;
  readonly #times = new Float64Array(memory).fill(-1);
  /** First and last number to report; what lies between them has come or is missing. */
  #first = -1;
  #last = -1;
  #timer: NodeJS.Timeout | null = null;
  baseSequenceNumber = 0;
  count = 0;

  /** @param report called synchronously; the arrivals are valid during the call */
  constructor(report: (arrivals: Arrivals) => void) {
    this.#report = report;
  }

  /** @param now milliseconds of a steady clock */
  note(number: number, now: number): void {
    if (this.#last < 0) this.#restart(number);
    const ahead = sequenceDistance(this.#last, number);
    if (ahead > memory / 2 || ahead <= -memory / 2) this.#restart(number);
    else if (ahead > 0) {
      for (let step = 1; step <= ahead; step++) this.#times[(this.#last + step) & (memory - 1)] = -1;
      this.#last = number;
    } else if (sequenceDistance(number, this.#first) > 0) this.#first = number;
    this.#times[number & (memory - 1)] = now;
    // A full report must not wait, or the ring would overtake it.
    if (this.#timer === null) this.#timer = setTimeout(this.#flush, interval);
    else if (sequenceDistance(this.#first, this.#last) >= memory / 4) this.#flush();
  }

  time(index: number): number {
    return this.#times[(this.baseSequenceNumber + index) & (memory - 1)] ?? -1;
  }

  close(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }

  #restart(number: number): void {
    this.#first = number;
    this.#last = number;
    this.#times.fill(-1);
  }

  readonly #flush = (): void => {
    this.close();
    let left = sequenceDistance(this.#first, this.#last) + 1;
    let base = this.#first;
    while (left > 0) {
      this.baseSequenceNumber = base;
      this.count = Math.min(left, mostStatuses);
      this.#report(this);
      base = (base + this.count) & 0xffff;
      left -= this.count;
    }
    this.#first = (this.#last + 1) & 0xffff;
  };
}
