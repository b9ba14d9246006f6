import type { Logger } from 'pino';

/**
 * Work that nobody waits for: what follows from a change that is already kept. A failure is logged, and closing
 * waits for what is under way.
 */
export class BackgroundWork {
  readonly #log: Logger;
  readonly #running = new Set<Promise<void>>();

  constructor(log: Logger) {
    this.#log = log;
  }

  /** @param what for the log, if it fails */
  run(what: string, work: () => Promise<unknown>): void {
    const promise = this.#finish(what, work);
    this.#running.add(promise);
    void promise.then(() => this.#running.delete(promise));
  }

  /** Until everything that has begun, and what follows from it, is done. */
  async settle(): Promise<void> {
    while (this.#running.size > 0) await Promise.all(this.#running);
  }

  async #finish(what: string, work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (error) {
      this.#log.error({ err: error, work: what }, 'background work failed');
    }
  }
}
