import {
  CardeaError,
  ErrorBody,
  signallingPath,
  socketEvents,
  type EventOf,
  type Handshake,
  type RequestOf,
  type ResponseOf,
  type SocketEventName,
  type SocketRequestName,
} from '@cardea/protocol';
import type { io as Io, Socket } from 'socket.io-client';
import type { ServerState } from '../api.ts';
import { Listeners } from '../listeners.ts';
import { describe, type Log } from '../log.ts';
import { readAcknowledgement } from './acknowledgement.ts';
import type { Signalling } from './signalling.ts';

/** Times in milliseconds. */
const requestTimeout = 10_000;
const probeTimeout = 1_500;
const firstDelay = 300;
const longestDelay = 5_000;

/**
 * The socket.io connection. Reconnects by itself, with jitter so that thousands of clients do not come back in the
 * same instant after the server restarts, and never waits more than five seconds.
 */
export class SocketSignalling implements Signalling {
  readonly #baseUrl: string;
  readonly #log: Log;
  readonly #events = new Listeners<{ name: SocketEventName; event: unknown }>();
  readonly #connections = new Listeners<ServerState['connection']>();
  readonly #refusals = new Listeners<void>();
  #socket: Socket | null = null;
  /** Names the `open` whose code is being fetched, so that a `close` in between counts. */
  #opening: symbol | null = null;
  #connection: ServerState['connection'] = 'idle';
  #retry: ReturnType<typeof setTimeout> | null = null;

  constructor(options: { baseUrl: string; log: Log }) {
    this.#baseUrl = options.baseUrl;
    this.#log = options.log;
  }

  get connection(): ServerState['connection'] {
    return this.#connection;
  }

  open(handshake: () => Handshake): void {
    this.close();
    const opening = Symbol('opening');
    this.#opening = opening;
    this.#setConnection('connecting');
    void this.#load(opening, handshake);
  }

  /** The socket's code is fetched only now: who is not signed in needs none. */
  async #load(opening: symbol, handshake: () => Handshake): Promise<void> {
    try {
      const { io } = await import('socket.io-client');
      if (this.#opening === opening) this.#connect(io, handshake);
    } catch (error) {
      if (this.#opening !== opening) return;
      this.#log('warn', 'the code of the socket cannot be fetched', { reason: describe(error) });
      this.#setConnection('offline');
      this.#retry = setTimeout(() => {
        if (this.#opening === opening) this.open(handshake);
      }, longestDelay);
    }
  }

  #connect(io: typeof Io, handshake: () => Handshake): void {
    const socket = io(this.#baseUrl, {
      path: signallingPath,
      auth: (give) => give(handshake()),
      transports: ['websocket', 'polling'],
      tryAllTransports: true,
      withCredentials: true,
      reconnectionDelay: firstDelay,
      reconnectionDelayMax: longestDelay,
      randomizationFactor: 0.5,
      timeout: 5_000,
      // Two Cardea objects in one page are two devices, so they must not share an engine connection.
      forceNew: true,
    });
    this.#socket = socket;
    socket.on('connect_error', (error) => this.#failed(socket, error));
    socket.on('disconnect', (reason) => {
      this.#log('info', 'signalling lost', { reason });
      this.#setConnection('offline');
      // socket.io takes a disconnection by the server as final; for a server that restarts it is not.
      if (reason === 'io server disconnect') this.#retryLater(socket);
    });
    for (const name of Object.keys(socketEvents) as SocketEventName[]) {
      socket.on(name, (raw: unknown) => this.#receive(name, raw));
    }
  }

  close(): void {
    this.#opening = null;
    if (this.#retry !== null) clearTimeout(this.#retry);
    this.#retry = null;
    const socket = this.#socket;
    this.#socket = null;
    socket?.off();
    socket?.disconnect();
    this.#setConnection('idle');
  }

  reconnect(): void {
    if (this.#socket === null || this.#socket.connected) return;
    this.#begin(this.#socket);
  }

  probe(): void {
    const socket = this.#socket;
    if (socket === null) return;
    if (!socket.connected) {
      this.reconnect();
      return;
    }
    // Any request that changes nothing does: a half-open TCP connection shows by its silence.
    socket.timeout(probeTimeout).emit('ice:get', {}, (silence: Error | null) => {
      if (silence === null || this.#socket !== socket || !socket.connected) return;
      this.#log('info', 'signalling does not answer, connecting anew');
      this.#begin(socket);
    });
  }

  request<N extends SocketRequestName>(name: N, request: RequestOf<N>): Promise<ResponseOf<N>> {
    const socket = this.#socket;
    // Not left to socket.io's buffer: whoever asks decides what is worth asking again later.
    if (socket === null || !socket.connected) return Promise.reject(new CardeaError('unavailable'));
    return new Promise((resolve, reject) => {
      socket.timeout(requestTimeout).emit(name, request, (error: Error | null, answer: unknown) => {
        if (error !== null) {
          reject(new CardeaError('unavailable', { cause: error }));
          return;
        }
        try {
          resolve(readAcknowledgement(name, answer));
        } catch (refusal) {
          reject(refusal instanceof Error ? refusal : new CardeaError('server_error', { cause: refusal }));
        }
      });
    });
  }

  on<N extends SocketEventName>(name: N, listener: (event: EventOf<N>) => void): () => void {
    return this.#events.add((entry) => {
      if (entry.name === name) listener(entry.event as EventOf<N>);
    });
  }

  onConnection(listener: (connection: ServerState['connection']) => void): () => void {
    return this.#connections.add(listener);
  }

  onRefused(listener: () => void): () => void {
    return this.#refusals.add(listener);
  }

  #receive(name: SocketEventName, raw: unknown): void {
    const event = socketEvents[name].safeParse(raw);
    if (!event.success) {
      this.#log('warn', 'event from the server does not fit its schema', {
        name,
        reason: event.error.message,
      });
      return;
    }
    // Online means that the welcome is here, so that whoever hears it can already ask and be answered; its
    // listeners are told before those of the event, which begin to send what they kept.
    if (name === 'welcome') this.#setConnection('online');
    this.#events.emit({ name, event: event.data });
  }

  #failed(socket: Socket, error: Error & { data?: unknown }): void {
    const body = ErrorBody.safeParse(error.data);
    this.#setConnection('offline');
    if (body.success && body.data.code === 'not_signed_in') {
      this.#refusals.emit();
      return;
    }
    this.#log('debug', 'signalling cannot connect', {
      reason: body.success ? body.data.code : error.message,
    });
    // `active` says that socket.io goes on by itself; it does not after a refusal by the server.
    if (!socket.active) this.#retryLater(socket, body.success ? body.data.retryAfter : undefined);
  }

  #retryLater(socket: Socket, seconds?: number): void {
    if (this.#retry !== null) clearTimeout(this.#retry);
    const delay = Math.min(longestDelay, (seconds ?? 1) * 1_000 * (0.5 + Math.random()));
    this.#retry = setTimeout(() => {
      this.#retry = null;
      if (this.#socket === socket && !socket.connected) this.#begin(socket);
    }, delay);
  }

  #begin(socket: Socket): void {
    // Disconnecting first takes socket.io out of its waiting; the listeners stay.
    socket.disconnect();
    this.#setConnection('connecting');
    socket.connect();
  }

  #setConnection(connection: ServerState['connection']): void {
    if (this.#connection === connection) return;
    this.#connection = connection;
    this.#connections.emit(connection);
  }
}
