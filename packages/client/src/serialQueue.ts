/**
 * Runs asynchronous steps strictly one after the other, in the order of adding.
 * A step that fails rejects its own promise and does not stop those behind it.
 */
export class SerialQueue {
  #tail: Promise<unknown> = Promise.resolve();

  add<T>(step: () => T | Promise<T>): Promise<T> {
    const result = this.#tail.then(step);
    this.#tail = result.catch(() => undefined);
    return result;
  }
}
