import type { CallStatistics } from './callStatistics.ts';
import { readStatistics, type Report } from './readStatistics.ts';

type Listener = (history: readonly CallStatistics[]) => void;

/** Looks once a second, milliseconds. */
const interval = 1_000;
/** A minute. */
const mostKept = 60;

/** Measures one call for as long as somebody looks; what was measured stays for whoever looks next. */
export class StatisticsWatch {
  readonly #read: () => Promise<Report | null>;
  readonly #listeners = new Set<Listener>();
  #history: readonly CallStatistics[] = [];
  #before: Report | null = null;
  #timer: ReturnType<typeof setInterval> | null = null;
  #reading = false;

  constructor(read: () => Promise<Report | null>) {
    this.#read = read;
  }

  /** @param listener gets the last minute, oldest first, now and after each measurement @returns stops it */
  watch(listener: Listener): () => void {
    this.#listeners.add(listener);
    listener(this.#history);
    if (this.#timer === null) {
      this.#timer = setInterval(() => void this.#look(), interval);
      void this.#look();
    }
    return () => {
      this.#listeners.delete(listener);
      if (this.#listeners.size === 0) this.close();
    };
  }

  close(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
    this.#listeners.clear();
    // A rate over the time that nobody looked would be no rate of now.
    this.#before = null;
  }

  async #look(): Promise<void> {
    if (this.#reading) return;
    this.#reading = true;
    try {
      const report = await this.#read();
      if (report === null || this.#timer === null) return;
      const first = this.#before === null;
      const measured = readStatistics(this.#before, report, Date.now());
      this.#before = report;
      // The first look has nothing to compare with.
      if (first) return;
      this.#history = [...this.#history, measured].slice(-mostKept);
      for (const listener of this.#listeners) listener(this.#history);
    } finally {
      this.#reading = false;
    }
  }
}
