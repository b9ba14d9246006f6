import { limits, type PersonId, type TimelineEntry } from '@cardea/protocol';
import type { ClientCall } from '../api.ts';

/** Most entries of one recording's timeline; what happens afterwards is in the picture all the same. */
const most = 500;

type Watched = Pick<ClientCall, 'local' | 'remote' | 'person' | 'path'>;

/** What happened in a call while it was recorded, for whoever looks for a moment. */
export class Timeline {
  readonly entries: TimelineEntry[] = [];
  readonly #me: PersonId;
  readonly #begin: number;
  #last: Watched;

  /** @param begin milliseconds, of the same clock as `at` in {@link note} */
  constructor(me: PersonId, begin: number, call: Watched) {
    this.#me = me;
    this.#begin = begin;
    this.#last = call;
  }

  note(call: Watched, at: number): void {
    const before = this.#last;
    this.#last = call;
    const add = (event: TimelineEntry['event'], person: PersonId | null): void => {
      const when = Math.min(Math.max(0, Math.round(at - this.#begin)), limits.itemDuration);
      if (this.entries.length < most) this.entries.push({ at: when, event, person });
    };
    for (const what of ['camera', 'microphone', 'screen'] as const) {
      if (before.local[what].on !== call.local[what].on) {
        add(`${what}-${call.local[what].on ? 'on' : 'off'}`, this.#me);
      }
      if (before.remote[what] !== call.remote[what]) {
        add(`${what}-${call.remote[what] ? 'on' : 'off'}`, call.person.id);
      }
    }
    if (before.path.inUse !== call.path.inUse) add('path', null);
  }
}
