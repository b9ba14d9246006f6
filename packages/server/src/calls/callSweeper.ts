import { CardeaError } from '@cardea/protocol';
import type { CallDependencies } from './callDependencies.ts';
import type { CallPresence } from './callPresence.ts';
import type { CallRecords } from './callRecords.ts';
import { noteContact, overdueCalls } from './callStore.ts';

const portion = 500;

/**
 * Looks for calls whose time is over, once a second on every node; compare-and-swap makes each end once. After a
 * start the first sweep settles everything that became due while no server was there.
 */
export class CallSweeper {
  readonly #on: CallDependencies;
  readonly #records: CallRecords;
  readonly #presence: CallPresence;
  #timer: NodeJS.Timeout | null = null;
  #sweeping = false;
  #sweeps = 0;

  /** A tenth and a thirtieth of sweeps do more. */
  static readonly contactEvery = 10;
  static readonly reconcileEvery = 30;

  constructor(dependencies: CallDependencies, records: CallRecords, presence: CallPresence) {
    this.#on = dependencies;
    this.#records = records;
    this.#presence = presence;
  }

  /** @param interval milliseconds between sweeps */
  start(interval: number): void {
    this.#timer = setInterval(() => {
      // A slow database must not collect sweeps.
      if (!this.#sweeping) this.#on.background.run('sweep calls', () => this.#regularSweep());
    }, interval);
  }

  stop(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
  }

  /** Ends or moves every call that is overdue now. */
  async sweep(): Promise<void> {
    const { storage, now } = this.#on;
    for (;;) {
      const at = now();
      const overdue = await overdueCalls(storage.db, at, portion);
      for (const id of overdue) await this.#tick(id, at);
      if (overdue.length < portion) return;
    }
  }

  async #regularSweep(): Promise<void> {
    this.#sweeping = true;
    try {
      this.#sweeps += 1;
      if (this.#sweeps % CallSweeper.reconcileEvery === 0) await this.#presence.reconcile();
      if (this.#sweeps % CallSweeper.contactEvery === 0) {
        await noteContact(this.#on.storage.db, this.#on.now());
      }
      await this.sweep();
    } finally {
      this.#sweeping = false;
    }
  }

  async #tick(id: Parameters<CallRecords['apply']>[0], at: number): Promise<void> {
    try {
      await this.#records.apply(id, { type: 'tick', at });
    } catch (error) {
      // Refusals cannot happen for a tick; what can is another node's faster write, again and again.
      if (!(error instanceof CardeaError)) throw error;
      this.#on.log.warn({ call: id, code: error.code }, 'an overdue call was not settled');
    }
  }
}
