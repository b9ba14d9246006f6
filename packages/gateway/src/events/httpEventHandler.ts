import { partAnswer } from '../admin/partAnswer.ts';
import type { JsonObject } from '../core/json.ts';
import type { EventHandler } from './events.ts';
import { EventQueue } from './eventQueue.ts';

export interface HttpEventHandlerOptions {
  url: string;
  mask: number;
  /** Several events in one request, as an array. */
  grouping: boolean;
  /** For basic authentication. */
  credentials: { user: string; password: string } | null;
  /** How often a request is repeated before its events are given up. */
  maxRetries: number;
  /** Before the first repetition, ms; doubled each time. */
  backoff: number;
  maxQueued: number;
  /** Is told what could not be delivered, and why. */
  report(error: Error): void;
  fetch?: typeof fetch;
}

/** Events of one request at most. */
const maxGroup = 100;
const requestTimeout = 10_000;

/** Posts events as JSON, in their order, one request at a time. */
export class HttpEventHandler implements EventHandler {
  readonly name = 'janus.eventhandler.sampleevh';
  readonly description = 'Event handler that posts events over HTTP.';
  readonly mask: number;
  readonly #options: HttpEventHandlerOptions;
  readonly #queue: EventQueue;
  readonly #closing = new AbortController();
  #sending: Promise<void> | null = null;

  constructor(options: HttpEventHandlerOptions) {
    this.mask = options.mask;
    this.#options = options;
    this.#queue = new EventQueue(options.maxQueued);
  }

  handle(event: JsonObject): void {
    if (this.#closing.signal.aborted) return;
    this.#queue.add(event);
    this.#sending ??= this.#send().finally(() => {
      this.#sending = null;
    });
  }

  query(request: JsonObject): JsonObject {
    return partAnswer(request, { status: () => ({ queued: this.#queue.length }) });
  }

  /** What waits is sent once more, without repetitions. */
  async close(): Promise<void> {
    this.#closing.abort();
    await this.#sending;
  }

  async #send(): Promise<void> {
    // Events of the same turn go together.
    await Promise.resolve();
    while (this.#queue.length > 0) {
      const events = this.#queue.take(this.#options.grouping ? maxGroup : 1);
      const lost = this.#queue.takeLost();
      if (lost > 0)
        this.#options.report(new Error(`${lost} events were lost, as too many waited for ${this.name}`));
      await this.#post(this.#options.grouping ? events : events[0], events.length);
    }
  }

  async #post(body: unknown, count: number): Promise<void> {
    const { maxRetries, backoff, report } = this.#options;
    for (let attempt = 0; ; attempt += 1) {
      try {
        await this.#request(JSON.stringify(body));
        return;
      } catch (error) {
        if (attempt >= maxRetries || this.#closing.signal.aborted) {
          report(new Error(`${count} events could not be posted`, { cause: error }));
          return;
        }
        await this.#pause(backoff * 2 ** attempt);
      }
    }
  }

  async #request(body: string): Promise<void> {
    const { url, credentials, fetch: request = fetch } = this.#options;
    const headers: Record<string, string> = { 'Content-Type': 'application/json' };
    if (credentials !== null) {
      const text = Buffer.from(`${credentials.user}:${credentials.password}`).toString('base64');
      headers['Authorization'] = `Basic ${text}`;
    }
    const signal = AbortSignal.timeout(requestTimeout);
    const response = await request(url, { method: 'POST', headers, body, signal, redirect: 'error' });
    await response.body?.cancel();
    if (!response.ok) throw new Error(`The server answered ${response.status}`);
  }

  /** Ends at once when the handler is closed. */
  #pause(milliseconds: number): Promise<void> {
    const { signal } = this.#closing;
    return new Promise((resolve) => {
      if (signal.aborted) return resolve();
      const done = () => {
        clearTimeout(timer);
        signal.removeEventListener('abort', done);
        resolve();
      };
      const timer = setTimeout(done, milliseconds);
      signal.addEventListener('abort', done);
      return undefined;
    });
  }
}
