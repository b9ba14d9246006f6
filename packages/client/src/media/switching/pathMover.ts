import type { PathKind } from '@cardea/protocol';
import { nextPathMove, pathOf, type PathAction, type PathMove, type PathMoveEvent } from './pathMove.ts';

export interface PathMoverOptions {
  do(action: PathAction): void;
  /** Another state, after its actions are done. */
  changed(before: PathMove): void;
}

/** Milliseconds. A path that is not there by then is given up; meanwhile the call has the old one. */
const deadline = 20_000;

/** Runs the moves of one call between its paths: one event after the other, with a deadline for each move. */
export class PathMover {
  readonly #options: PathMoverOptions;
  readonly #waiting: PathMoveEvent[] = [];
  #move: PathMove = { state: 'settled', number: 0 };
  #timer: ReturnType<typeof setTimeout> | null = null;

  constructor(options: PathMoverOptions) {
    this.#options = options;
  }

  get move(): PathMove {
    return this.#move;
  }

  get movingTo(): PathKind | null {
    return this.#move.state === 'moving' ? pathOf(this.#move) : null;
  }

  /** Whether this path is in use, or being made or left. */
  has(path: PathKind): boolean {
    return this.#move.state === 'moving' || pathOf(this.#move) === path;
  }

  /** Events that an action brings about are taken after it. */
  take(event: PathMoveEvent): void {
    this.#waiting.push(event);
    if (this.#waiting.length > 1) return;
    for (let next = this.#waiting[0]; next !== undefined; next = this.#waiting[0]) {
      this.#apply(next);
      this.#waiting.shift();
    }
  }

  /** Back to the beginning, without a word. */
  reset(): void {
    this.#stopTimer();
    this.#move = { state: 'settled', number: 0 };
  }

  #apply(event: PathMoveEvent): void {
    const before = this.#move;
    const { move, actions } = nextPathMove(before, event);
    this.#move = move;
    for (const action of actions) this.#options.do(action);
    if (before === move) return;
    if (move.state === 'settled') this.#stopTimer();
    else if (before.state === 'settled') {
      this.#timer = setTimeout(() => this.take({ type: 'failed' }), deadline);
    }
    this.#options.changed(before);
  }

  #stopTimer(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
  }
}
