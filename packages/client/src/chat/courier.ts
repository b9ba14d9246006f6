import { CardeaError, type ErrorBody, type Message } from '@cardea/protocol';
import { describe, type Log } from '../log.ts';
import type { Requests } from '../signalling/signalling.ts';
import type { Outbox, OutboxEntry } from './outbox.ts';

export interface CourierEvents {
  /** The server has it. */
  stored(message: Message): void;
  /** The server will never take it. */
  refused(entry: OutboxEntry, failure: ErrorBody): void;
}

/** Whether a message can go: a recording waits until its file is on the server. */
export type Readiness = { state: 'ready' } | { state: 'waits' } | { state: 'refused'; failure: ErrorBody };

/** Refusals that say "not now" and not "never". */
const temporary = new Set(['unavailable', 'server_error', 'rate_limited', 'not_signed_in']);

/** Pause after a failure of the server that is not a lost connection, milliseconds. */
const pauseAfterFailure = 3_000;

/**
 * Carries the outbox to the server, one message after the other in the order in which they were written. One that has
 * to wait for its file holds up none of those behind it.
 */
export class Courier {
  readonly #outbox: Outbox;
  readonly #requests: Requests;
  readonly #events: CourierEvents;
  readonly #readiness: (entry: OutboxEntry) => Readiness;
  readonly #log: Log;
  #running = false;
  #again = false;
  #timer: ReturnType<typeof setTimeout> | null = null;
  #closed = false;

  constructor(options: {
    outbox: Outbox;
    requests: Requests;
    events: CourierEvents;
    readiness?: (entry: OutboxEntry) => Readiness;
    log: Log;
  }) {
    this.#outbox = options.outbox;
    this.#requests = options.requests;
    this.#events = options.events;
    this.#readiness = options.readiness ?? (() => ({ state: 'ready' }));
    this.#log = options.log;
  }

  /** There is something to send, or a way to send it again. */
  wake(): void {
    if (this.#closed) return;
    if (this.#running) {
      this.#again = true;
      return;
    }
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#running = true;
    void this.#run().finally(() => {
      this.#running = false;
      if (!this.#again) return;
      this.#again = false;
      this.wake();
    });
  }

  close(): void {
    this.#closed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  async #run(): Promise<void> {
    for (const { id } of this.#outbox.entries()) {
      // Read again: another tab may have sent it meanwhile, or the data channel delivered it.
      const entry = this.#outbox.get(id);
      if (entry === undefined || entry.failure !== null) continue;
      const readiness = this.#readiness(entry);
      if (readiness.state === 'refused') this.#refuse(entry, readiness.failure);
      if (readiness.state !== 'ready') continue;
      if (this.#closed || !(await this.#carry(entry))) return;
    }
  }

  #refuse(entry: OutboxEntry, failure: ErrorBody): void {
    this.#outbox.put({ ...entry, failure });
    this.#events.refused(entry, failure);
  }

  /** @returns whether to go on with the next one */
  async #carry(entry: OutboxEntry): Promise<boolean> {
    try {
      const { message } = await this.#requests.request('chat:send', {
        id: entry.id,
        to: entry.to,
        body: entry.body,
        sentAt: entry.sentAt,
        delivered: entry.delivered,
      });
      if (this.#closed) return false;
      this.#outbox.remove(entry.id);
      this.#events.stored(message);
      return true;
    } catch (error) {
      const refusal =
        error instanceof CardeaError ? error : new CardeaError('server_error', { cause: error });
      if (this.#closed) return false;
      if (!temporary.has(refusal.code)) {
        this.#refuse(entry, refusal.toBody());
        return true;
      }
      this.#log('debug', 'message waits', { id: entry.id, reason: describe(error) });
      // A lost connection wakes the courier when it is back; anything else is tried again after a pause.
      this.#timer = setTimeout(() => this.wake(), (refusal.retryAfter ?? 0) * 1_000 || pauseAfterFailure);
      return false;
    }
  }
}
