import type { JsonObject } from '../core/json.ts';

/** Events that wait to be sent; when it is full the oldest are lost, and counted. */
export class EventQueue {
  readonly #most: number;
  readonly #events: JsonObject[] = [];
  #lost = 0;

  constructor(most: number) {
    this.#most = most;
  }

  get length(): number {
    return this.#events.length;
  }

  add(event: JsonObject): void {
    this.#events.push(event);
    if (this.#events.length <= this.#most) return;
    this.#events.shift();
    this.#lost += 1;
  }

  /** The oldest ones, which are no longer in it. */
  take(most: number): JsonObject[] {
    return this.#events.splice(0, most);
  }

  /** How many were lost since it was asked last. */
  takeLost(): number {
    const lost = this.#lost;
    this.#lost = 0;
    return lost;
  }
}
