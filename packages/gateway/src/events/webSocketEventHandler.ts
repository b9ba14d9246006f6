import { WebSocket } from 'ws';
import { partAnswer } from '../admin/partAnswer.ts';
import type { JsonObject } from '../core/json.ts';
import type { EventHandler } from './events.ts';
import { EventQueue } from './eventQueue.ts';

export interface WebSocketEventHandlerOptions {
  url: string;
  mask: number;
  grouping: boolean;
  /** `null`: none is offered. */
  subprotocol: string | null;
  /** Before a lost connection is tried again the first time, ms; doubled each time up to a minute. */
  backoff: number;
  maxQueued: number;
  report(error: Error): void;
}

const maxGroup = 100;
const longestBackoff = 60_000;
/** Events wait in the queue, where they are counted, when the other end is slow, bytes. */
const maxBuffered = 1024 * 1024;
const closeTimeout = 1000;

/** Sends events as JSON over one WebSocket, which is opened again when it was lost. */
export class WebSocketEventHandler implements EventHandler {
  readonly name = 'janus.eventhandler.wsevh';
  readonly description = 'Event handler that sends events over WebSocket.';
  readonly mask: number;
  readonly #options: WebSocketEventHandlerOptions;
  readonly #queue: EventQueue;
  #socket: WebSocket | null = null;
  #failures = 0;
  #timer: NodeJS.Timeout | null = null;
  #closed = false;

  constructor(options: WebSocketEventHandlerOptions) {
    this.mask = options.mask;
    this.#options = options;
    this.#queue = new EventQueue(options.maxQueued);
    this.#connect();
  }

  handle(event: JsonObject): void {
    if (this.#closed) return;
    this.#queue.add(event);
    this.#flush();
  }

  query(request: JsonObject): JsonObject {
    const connected = this.#socket?.readyState === WebSocket.OPEN;
    return partAnswer(request, { status: () => ({ queued: this.#queue.length, connected }) });
  }

  async close(): Promise<void> {
    this.#flush();
    this.#closed = true;
    if (this.#timer !== null) clearTimeout(this.#timer);
    const socket = this.#socket;
    if (socket === null || socket.readyState !== WebSocket.OPEN) {
      socket?.terminate();
      return;
    }
    await new Promise<void>((resolve) => {
      const timer = setTimeout(() => socket.terminate(), closeTimeout);
      socket.once('close', () => {
        clearTimeout(timer);
        resolve();
      });
      socket.close();
    });
  }

  #connect(): void {
    const { url, subprotocol, report } = this.#options;
    const socket = new WebSocket(url, subprotocol === null ? [] : [subprotocol]);
    this.#socket = socket;
    socket.on('open', () => {
      this.#failures = 0;
      this.#flush();
    });
    socket.on('error', (error) => {
      if (this.#failures === 0)
        report(new Error('Events wait: their server cannot be reached', { cause: error }));
    });
    socket.on('close', () => {
      this.#socket = null;
      if (this.#closed) return;
      const wait = Math.min(longestBackoff, this.#options.backoff * 2 ** Math.min(this.#failures, 20));
      this.#failures += 1;
      this.#timer = setTimeout(() => this.#connect(), wait);
      this.#timer.unref();
    });
  }

  #flush(): void {
    const socket = this.#socket;
    const { grouping, report } = this.#options;
    if (socket === null) return;
    while (socket.readyState === WebSocket.OPEN && this.#queue.length > 0) {
      if (socket.bufferedAmount > maxBuffered) return;
      const lost = this.#queue.takeLost();
      if (lost > 0) report(new Error(`${lost} events were lost, as too many waited for ${this.name}`));
      const events = this.#queue.take(grouping ? maxGroup : 1);
      socket.send(JSON.stringify(grouping ? events : events[0]), () => this.#flush());
    }
  }
}
