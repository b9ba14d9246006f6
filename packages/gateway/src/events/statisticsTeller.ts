import type { Handle } from '../core/handle.ts';
import type { Clock, Sessions } from '../core/sessions.ts';
import type { Events } from './events.ts';

interface StatisticsTellerOptions {
  /** Milliseconds; 0: never. */
  period: number;
  clock: Clock;
  report(error: unknown): void;
}

/** Has the event handlers told how the media of every handle fares, again and again, while any of them wants to know. */
export class StatisticsTeller {
  /** Handles whose engine has not answered yet: a slow one is not asked again meanwhile. */
  readonly #asked = new Set<Handle>();
  readonly #stop: () => void;

  constructor(sessions: Sessions, events: Events, { period, clock, report }: StatisticsTellerOptions) {
    const isIdle = period === 0 || !events.wants('media');
    this.#stop = isIdle ? () => undefined : clock.every(period, () => this.#tell(sessions, report));
  }

  close(): void {
    this.#stop();
  }

  #tell(sessions: Sessions, report: (error: unknown) => void): void {
    for (const id of sessions.ids()) {
      for (const handle of sessions.find(id)?.handles.values() ?? []) {
        if (this.#asked.has(handle) || handle.connection() === null) continue;
        this.#asked.add(handle);
        handle
          .tellStatistics()
          .catch(report)
          .finally(() => this.#asked.delete(handle));
      }
    }
  }
}
