import { deadlineOf, type Call } from '@cardea/protocol';

/** The server ends calls in time; this end does it by itself only when nothing was heard for so much longer, ms. */
const slack = 5_000;

/** Wakes the call some time after its deadline, so that none rings or connects for ever when the server is away. */
export class CallDeadline {
  readonly #serverNow: () => number;
  readonly #passed: () => void;
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(serverNow: () => number, passed: () => void) {
    this.#serverNow = serverNow;
    this.#passed = passed;
  }

  watch(call: Call): void {
    this.stop();
    const at = deadlineOf(call.state);
    if (at === null) return;
    this.#timer = setTimeout(this.#passed, Math.max(0, at - this.#serverNow()) + slack);
  }

  stop(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
