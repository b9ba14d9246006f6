/** Milliseconds between two looks. */
const interval = 100;
/** Milliseconds for which the event loop must have had no pause. A shorter time is one burst, or one thing that took long. */
const leastBusy = 500;
/** Milliseconds by which a packet is late: more than a key frame takes that a browser sends bit by bit. */
const leastLateness = 300;
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
 * counted and has no bound; but the event loop never waits while there is any, and packets that have waited are late by their own
 * timestamps. Each of the two alone deceives: a loop that keeps up may be busy for seconds where others use the processors too, and a slow
 * network makes packets late as well.
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
  /** Packets since the last look. */
  #packets = 0;
  #latePackets = 0;

  constructor({ ended, now = () => performance.now(), idle = idleOfLoop }: OverloadOptions) {
    this.#options = { ended, now, idle };
    this.#looked = now();
    this.#waited = this.#looked;
    this.#idleBefore = idle();
    this.#timer = setInterval(() => this.#look(), interval);
    this.#timer.unref();
  }

  /** Takes down a packet, dropped or not. @param lateness of it, milliseconds */
  note(lateness: number): void {
    this.#packets++;
    if (lateness >= leastLateness) this.#latePackets++;
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
    // Most of them: one sender with strange timestamps decides nothing.
    const areLate = this.#latePackets * 2 > this.#packets;
    this.#packets = 0;
    this.#latePackets = 0;
    const wasLate = this.isLate;
    this.isLate = areLate && time - this.#waited >= leastBusy;
    if (wasLate && !this.isLate) ended();
  }
}

function idleOfLoop(): number {
  return performance.eventLoopUtilization().idle;
}
