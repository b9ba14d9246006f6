import { randomUUID } from 'node:crypto';
import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Client } from '../core/client.ts';
import { errorCodes } from '../core/errors.ts';
import { parseSequence } from '../core/json.ts';
import type { Events } from '../events/events.ts';
import { RateLimit } from './rateLimit.ts';
import type { RequestHandler } from './requestHandler.ts';

/** A socket whose client does not read is closed when this much waits for it, bytes. */
const maxBuffered = 4 * 1024 * 1024;

export interface WebSocketOptions {
  subprotocol: 'janus-protocol' | 'janus-admin-protocol';
  /** Largest message, bytes; a socket that sends a larger one is closed. */
  maxPayload: number;
  /** A socket that sends more is read more slowly. */
  requestsPerSecond: number;
}

/** Carries an API over WebSocket. Its sockets are closed by `close`. */
export class WebSocketTransport {
  readonly #server: WebSocketServer;
  readonly #api: RequestHandler;
  readonly #options: WebSocketOptions;
  readonly #events: Events;

  /** @param server gives its sockets, and refuses plain HTTP from now on; `null`: sockets come by `upgrade` */
  constructor(server: Server | null, api: RequestHandler, options: WebSocketOptions, events: Events) {
    this.#api = api;
    this.#options = options;
    this.#events = events;
    const { subprotocol, maxPayload } = options;
    this.#server = new WebSocketServer({
      noServer: true,
      maxPayload,
      perMessageDeflate: false,
      handleProtocols: (offered) => (offered.has(subprotocol) ? subprotocol : false),
      verifyClient: ({ req }: { req: IncomingMessage }) =>
        (req.headers['sec-websocket-protocol'] ?? '').split(',').some((name) => name.trim() === subprotocol),
    });
    server?.on('upgrade', (request, socket, head) => this.upgrade(request, socket, head));
    server?.on('request', (_request, response) => response.writeHead(403).end());
    this.#server.on('connection', (socket, request) => this.#serve(socket, request));
  }

  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    this.#server.handleUpgrade(request, socket, head, (opened) => {
      this.#server.emit('connection', opened, request);
    });
  }

  get connections(): number {
    return this.#server.clients.size;
  }

  close(): void {
    for (const socket of this.#server.clients) socket.terminate();
    this.#server.close();
  }

  #serve(socket: WebSocket, { socket: { remoteAddress: ip, remotePort: port } }: IncomingMessage): void {
    const send = (message: object) => {
      if (socket.bufferedAmount > maxBuffered) socket.terminate();
      else if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message));
    };
    const client = new SocketClient(send);
    const limit = new RateLimit(this.#options.requestsPerSecond);
    this.#tell(client, { event: 'connected', ip, port });
    socket.on('message', (data: Buffer) => {
      const requests = readMessage(data, send);
      const wait = limit.take(Math.max(1, requests.length));
      if (wait > 0) {
        socket.pause();
        setTimeout(() => socket.resume(), wait).unref();
      }
      for (const request of requests) this.#api.handle(client, request, send);
    });
    // A frame that breaks the protocol: `ws` closes the socket itself, and `close` follows.
    socket.on('error', () => {});
    socket.on('close', () => {
      this.#tell(client, { event: 'disconnected' });
      this.#api.clientGone(client);
    });
  }

  #tell({ transport, id }: Client, data: object): void {
    if (!this.#events.wants('transport')) return;
    const isAdmin = this.#options.subprotocol === 'janus-admin-protocol';
    this.#events.emit('transport', {}, { transport, id, data: { ...data, admin_api: isAdmin } });
  }
}

class SocketClient implements Client {
  readonly transport = 'janus.transport.websockets';
  readonly id = randomUUID();
  readonly #send: (message: object) => void;
  #sessions = 0;

  constructor(send: (message: object) => void) {
    this.#send = send;
  }

  get sessions(): number {
    return this.#sessions;
  }

  deliver(_sessionId: number, event: object): void {
    this.#send(event);
  }

  gained(): void {
    this.#sessions += 1;
  }

  lost(): void {
    this.#sessions -= 1;
  }
}

/** One message may hold several requests; when one is broken none is done, and an error without ids is the answer. */
function readMessage(data: Buffer, send: (message: object) => void): unknown[] {
  const refuse = (why: string): unknown[] => {
    const reason = `Invalid Janus API request - ${why}`;
    send({ janus: 'error', error: { code: errorCodes.invalidJson, reason } });
    return [];
  };
  try {
    const values = parseSequence(data.toString());
    const scalar = values.some((value) => typeof value !== 'object' || value === null);
    return scalar ? refuse('an object is expected') : values;
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
}
