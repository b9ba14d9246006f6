import type { CallId, HistoryEntry, Person } from '@cardea/protocol';
import { createStore } from 'zustand/vanilla';
import type { HistoryApi, HistoryState } from '../api.ts';
import type { Signalling } from '../signalling/signalling.ts';

/** Finished calls, newest first, and how many missed ones have not been looked at. */
export class History implements HistoryApi {
  readonly store = createStore<HistoryState>(() => ({ entries: [], more: false, loaded: false, missed: 0 }));
  readonly #signalling: Pick<Signalling, 'request'>;
  readonly #learn: (people: readonly Person[]) => void;
  readonly #stopListening: (() => void)[];

  /** @param learn takes the people of the entries, whom the app shows by name */
  constructor(signalling: Pick<Signalling, 'request' | 'on'>, learn: (people: readonly Person[]) => void) {
    this.#signalling = signalling;
    this.#learn = learn;
    this.#stopListening = [
      signalling.on('welcome', ({ missedCalls }) => {
        this.store.setState({ missed: missedCalls });
        // What happened while the line was down is on the first page.
        if (this.store.getState().loaded) void this.#page(undefined).catch(() => undefined);
      }),
      signalling.on('history:added', ({ entry }) => this.#put([entry])),
      signalling.on('history:missed', ({ count }) => this.#setMissed(count)),
    ];
  }

  async load(): Promise<void> {
    const { loaded, entries } = this.store.getState();
    await this.#page(loaded ? entries.at(-1)?.startedAt : undefined);
  }

  async markSeen(): Promise<void> {
    if (this.store.getState().missed === 0) return;
    await this.#signalling.request('history:seen', {});
    this.#setMissed(0);
  }

  async remove(call: CallId): Promise<void> {
    await this.#signalling.request('history:remove', { call });
    this.store.setState(({ entries }) => ({ entries: entries.filter(({ callId }) => callId !== call) }));
  }

  /** Nobody is signed in any more. */
  reset(): void {
    this.store.setState(this.store.getInitialState(), true);
  }

  close(): void {
    for (const stop of this.#stopListening) stop();
  }

  async #page(before: number | undefined): Promise<void> {
    const page = await this.#signalling.request('history:list', before === undefined ? {} : { before });
    this.#learn(page.people);
    this.#put(page.entries);
    // A first page asked for again says nothing of what comes after the pages that are here already.
    this.store.setState(({ loaded, more }) => ({
      loaded: true,
      more: before === undefined && loaded ? more : page.more,
    }));
  }

  #put(news: readonly HistoryEntry[]): void {
    const byCall = new Map(this.store.getState().entries.map((entry) => [entry.callId, entry]));
    for (const entry of news) byCall.set(entry.callId, entry);
    this.store.setState({
      entries: [...byCall.values()].toSorted((one, other) => other.startedAt - one.startedAt),
    });
  }

  #setMissed(missed: number): void {
    this.store.setState(({ entries }) => ({
      missed,
      entries:
        missed > 0
          ? entries
          : entries.map((entry) => (entry.missedUnseen ? { ...entry, missedUnseen: false } : entry)),
    }));
  }
}
