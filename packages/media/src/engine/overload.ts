/** Milliseconds between two looks. */
const interval = 100;
/** Milliseconds for which one thing may hold up the event loop. */
const longestStall = 300;
/**
 * Milliseconds for which it may be busy. Where others use the processors too, a loop that keeps up may still never pause for a second; and
 * what it falls behind in this time is a fraction of it.
 */
const longestBusy = 3_000;
/** Share of its time that a loop with nothing left to do waits for more, at least. */
const leastIdle = 0.02;

export interface OverloadOptions {
  /** It is on time again. */
  ended(): void;
  /** Milliseconds of a steady clock, and those in which the event loop has waited. */
  now?(): number;
  idle?(): number;
}

/**
 * Whether this process gets more packets than it can pass on. What waits between the library's threads and JavaScript cannot be
 * counted and has no bound, but the event loop never waits while there is any. So it is late when it has not waited for three seconds, or was
 * held up by one thing for a third of one.
 */
export class Overload {
  /** Read for each packet. */
  isLate = false;
  readonly #options: Required<OverloadOptions>;
  readonly #timer: ReturnType<typeof setInterval>;
  #looked: number;
  #idleBefore: number;
  /** When the loop was last seen to wait. */
  #waited: number;

  constructor({ ended, now = () => performance.now(), idle = idleOfLoop }: OverloadOptions) {
    this.#options = { ended, now, idle };
    this.#looked = now();
    this.#waited = this.#looked;
    this.#idleBefore = idle();
    this.#timer = setInterval(() => this.#look(), interval);
    this.#timer.unref();
  }

  close(): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    const { now, idle, ended } = this.#options;
    const [time, idled] = [now(), idle()];
    const passed = time - this.#looked;
    if (idled - this.#idleBefore >= passed * leastIdle) this.#waited = time;
    this.#looked = time;
    this.#idleBefore = idled;
    const wasLate = this.isLate;
    this.isLate = passed - interval >= longestStall || time - this.#waited >= longestBusy;
    if (wasLate && !this.isLate) ended();
  }
}

function idleOfLoop(): number {
  return performance.eventLoopUtilization().idle;
}
