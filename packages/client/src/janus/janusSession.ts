import { Listeners } from '../listeners.ts';
import { describe, type Log } from '../log.ts';
import { JanusError } from './janusError.ts';
import { JanusHandle } from './janusHandle.ts';
import { Line, type CreateJanusWebSocket } from './line.ts';
import type { ServerMessage } from './messages.ts';
import { Transactions } from './transactions.ts';

/** Times are milliseconds. */
export interface JanusSessionOptions {
  /** Of the WebSocket, for example `ws://localhost:8188`. */
  url: string;
  /** Asked for each request, so that a renewed one counts at once. */
  token?: () => string;
  apiSecret?: string;
  /** The browser's own WebSocket by default. */
  createSocket?: CreateJanusWebSocket;
  /** 10,000. */
  requestTimeout?: number;
  /** How long a lost line is tried again; by default as long as the server keeps the session, and 10,000 at least. */
  patience?: number;
  log?: Log;
}

export type LostReason =
  /** The server says that the session has expired. */
  | 'timeout'
  /** The line is back, and the server does not know the session any more. */
  | 'gone'
  /** The line did not come back in time. */
  | 'unreachable';

export type JanusSessionState =
  { status: 'new' | 'opening' | 'open' | 'reconnecting' | 'closed' } | { status: 'lost'; reason: LostReason };

type Take<T> = (message: ServerMessage) => T | undefined;

/** Milliseconds. */
const firstPause = 250;
const longestPause = 4_000;
const leastPatience = 10_000;
const probeTimeout = 1_000;
/** Where the server's sessions do not expire, to see that the line is alive. */
const defaultKeepalive = 30_000;
const mostQueued = 100;
const unknownSession = 458;

/**
 * A session at a server of the Janus API, over a WebSocket that is replaced when it is lost (`claim`). Requests made
 * meanwhile wait for the line, within their time-out; those whose answer may have been lost reject.
 *
 * Closing: whoever made it closes it; it closes its line, and its handles are gone with it. After `lost` it is over
 * too, and another has to be made.
 */
export class JanusSession {
  readonly state = new Listeners<JanusSessionState>();
  readonly #options: JanusSessionOptions;
  readonly #log: Log;
  readonly #timeout: number;
  readonly #transactions = new Transactions();
  readonly #handles = new Map<number, JanusHandle>();
  readonly #closing = new AbortController();
  #queue: { transaction: string; request: object }[] = [];
  #status: JanusSessionState = { status: 'new' };
  #line: Line | null = null;
  #id = 0;
  #keepalive: ReturnType<typeof setInterval> | null = null;
  #patience: number;

  constructor(options: JanusSessionOptions) {
    this.#options = options;
    this.#log = options.log ?? (() => undefined);
    this.#timeout = options.requestTimeout ?? 10_000;
    this.#patience = options.patience ?? leastPatience;
  }

  get current(): JanusSessionState {
    return this.#status;
  }

  /** The number the server knows it by, 0 before `open`. */
  get id(): number {
    return this.#id;
  }

  /**
   * Connects and creates the session. May be tried again after it failed.
   * @throws JanusError
   */
  async open(): Promise<void> {
    if (this.#status.status !== 'new') throw new JanusError('closed', `session is ${this.#status.status}`);
    this.#set({ status: 'opening' });
    try {
      const line = await this.#connect();
      const times = await this.#exchange(line, 'info', {}, (message) =>
        message.janus === 'server_info' ? message : undefined,
      );
      this.#id = await this.#exchange(line, 'create', {}, idOf);
      const reclaim = times['reclaim-session-timeout'] * 1000;
      this.#patience = this.#options.patience ?? Math.max(reclaim, leastPatience);
      const half = (times['session-timeout'] * 1000) / 2;
      this.#keepalive = setInterval(() => void this.#stayAlive(this.#timeout), half || defaultKeepalive);
    } catch (error) {
      this.#drop();
      if (!this.#isOver()) this.#set({ status: 'new' });
      throw error;
    }
    if (this.#line === null)
      throw new JanusError('disconnected', 'the line closed while the session was made');
    this.#set({ status: 'open' });
  }

  /** @throws JanusError */
  async attach(plugin: string, options: { opaqueId?: string } = {}): Promise<JanusHandle> {
    const fields = { plugin, ...(options.opaqueId !== undefined && { opaque_id: options.opaqueId }) };
    return this.request('attach', fields, (message) => {
      const id = idOf(message);
      if (id === undefined) return undefined;
      // Made before the next message is read, which may be about it already.
      const handle = new JanusHandle(id, plugin, {
        request: (verb, more, take) => this.request(verb, more, take),
        forget: (one) => this.#handles.delete(one),
        log: this.#log,
      });
      this.#handles.set(id, handle);
      return handle;
    });
  }

  /**
   * A request inside the session.
   * @param take gives the result when the message is the answer; throws to refuse it
   * @throws JanusError
   */
  request<T>(verb: string, fields: Readonly<Record<string, unknown>>, take: Take<T>): Promise<T> {
    const { status } = this.#status;
    if (status === 'open' && this.#line !== null) return this.#exchange(this.#line, verb, fields, take);
    if (status !== 'reconnecting') return Promise.reject(new JanusError('closed', `session is ${status}`));
    if (this.#queue.length >= mostQueued) {
      return Promise.reject(new JanusError('disconnected', 'too many requests wait for the line'));
    }
    const { transaction, result } = this.#transactions.add(verb, this.#timeout, take);
    this.#queue.push({ transaction, request: this.#envelope(verb, transaction, fields) });
    return result;
  }

  /** Asks whether the line is alive, and begins anew if not: after a change of network. */
  probe(): void {
    void this.#stayAlive(probeTimeout);
  }

  /** Ends the session at the server too, if the line is there. */
  close(): void {
    if (this.#isOver()) return;
    this.#line?.send(this.#envelope('destroy', 'destroy', {}));
    this.#end({ status: 'closed' });
  }

  async #connect(): Promise<Line> {
    const { url, createSocket = (...where) => new WebSocket(...where) } = this.#options;
    let line: Line | null = null;
    line = await Line.open(
      url,
      createSocket,
      this.#timeout,
      {
        message: (message) => this.#receive(message),
        closed: () => {
          if (line !== null && line === this.#line) this.#lose();
        },
      },
      this.#log,
    );
    if (this.#isOver()) {
      line.close();
      throw new JanusError('closed', 'the session was closed meanwhile');
    }
    this.#line = line;
    return line;
  }

  #exchange<T>(
    line: Line,
    verb: string,
    fields: Readonly<Record<string, unknown>>,
    take: Take<T>,
    timeout: number = this.#timeout,
  ): Promise<T> {
    const { transaction, result } = this.#transactions.add(verb, timeout, take);
    if (this.#transactions.has(transaction)) line.send(this.#envelope(verb, transaction, fields));
    return result;
  }

  #envelope(verb: string, transaction: string, fields: Readonly<Record<string, unknown>>): object {
    const { token, apiSecret } = this.#options;
    return {
      janus: verb,
      transaction,
      ...(this.#id !== 0 && { session_id: this.#id }),
      ...(token !== undefined && { token: token() }),
      ...(apiSecret !== undefined && { apisecret: apiSecret }),
      ...fields,
    };
  }

  #receive(message: ServerMessage): void {
    if (this.#transactions.receive(message)) return;
    if (message.janus === 'timeout') {
      if (message.session_id === this.#id) this.#end({ status: 'lost', reason: 'timeout' });
      return;
    }
    const handle =
      'sender' in message && message.sender !== undefined ? this.#handles.get(message.sender) : null;
    if (handle && 'sender' in message && message.janus !== 'success') handle.receive(message);
    else this.#log('debug', 'message of the gateway for nobody', { janus: message.janus });
  }

  async #stayAlive(timeout: number): Promise<void> {
    const line = this.#line;
    if (line === null || this.#status.status !== 'open') return;
    try {
      await this.#exchange(line, 'keepalive', {}, (message) => message.janus, timeout);
    } catch (error) {
      if (error instanceof JanusError && error.code === unknownSession) {
        this.#end({ status: 'lost', reason: 'gone' });
      } else if (line === this.#line) this.#lose();
    }
  }

  /** The line is gone, or silent. */
  #lose(): void {
    this.#drop();
    if (this.#status.status === 'open') void this.#reconnect();
  }

  #drop(): void {
    const line = this.#line;
    this.#line = null;
    line?.close();
    const waiting = new Set(this.#queue.map(({ transaction }) => transaction));
    this.#transactions.failAll(new JanusError('disconnected', 'the line to the gateway was lost'), waiting);
  }

  async #reconnect(): Promise<void> {
    this.#set({ status: 'reconnecting' });
    const until = Date.now() + this.#patience;
    for (let pause = firstPause; !this.#isOver(); pause = Math.min(longestPause, pause * 2)) {
      if (await this.#claim()) return;
      if (this.#isOver()) return;
      if (Date.now() >= until) {
        this.#end({ status: 'lost', reason: 'unreachable' });
        return;
      }
      // Not all at once after the server was away.
      await sleep(pause * (0.75 + Math.random() / 2), this.#closing.signal);
    }
  }

  /** @returns whether the session goes on over a new line */
  async #claim(): Promise<boolean> {
    try {
      const line = await this.#connect();
      await this.#exchange(line, 'claim', {}, (message) => (message.janus === 'success' ? true : undefined));
      if (this.#isOver() || line !== this.#line) return false;
      this.#set({ status: 'open' });
      for (const { transaction, request } of this.#queue.splice(0)) {
        if (this.#transactions.has(transaction)) line.send(request);
      }
      return true;
    } catch (error) {
      this.#drop();
      this.#log('debug', 'session not claimed yet', { reason: describe(error) });
      if (error instanceof JanusError && error.code === unknownSession) {
        this.#end({ status: 'lost', reason: 'gone' });
      }
      return false;
    }
  }

  #end(state: JanusSessionState): void {
    if (this.#isOver()) return;
    this.#closing.abort();
    if (this.#keepalive !== null) clearInterval(this.#keepalive);
    const line = this.#line;
    this.#line = null;
    line?.close();
    this.#queue = [];
    this.#transactions.failAll(new JanusError('closed', `session is ${state.status}`));
    // State first: who hears of a detached handle can see why.
    this.#status = state;
    for (const handle of [...this.#handles.values()]) handle.end();
    this.#log('info', 'gateway session', state);
    this.state.emit(state);
    this.state.clear();
  }

  #isOver(): boolean {
    return this.#status.status === 'lost' || this.#status.status === 'closed';
  }

  #set(state: JanusSessionState): void {
    this.#status = state;
    this.#log('info', 'gateway session', state);
    this.state.emit(state);
  }
}

function idOf(message: ServerMessage): number | undefined {
  return message.janus === 'success' ? message.data?.id : undefined;
}

/** Ends early when the signal does. */
function sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
