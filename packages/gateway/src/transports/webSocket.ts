import type { IncomingMessage, Server } from 'node:http';
import { WebSocketServer, type WebSocket } from 'ws';
import type { Api } from '../core/api.ts';
import type { Client } from '../core/client.ts';
import { errorCodes } from '../core/errors.ts';
import { parseSequence } from '../core/json.ts';

const subprotocol = 'janus-protocol';

/** A socket whose client does not read is closed when this much waits for it, bytes. */
const maxBuffered = 4 * 1024 * 1024;

/** Carries the API over WebSocket on a server that refuses plain HTTP. Its sockets are closed by `close`. */
export class WebSocketTransport {
  readonly #server: WebSocketServer;
  readonly #api: Api;

  /** @param maxPayload largest message, bytes; a socket that sends a larger one is closed */
  constructor(server: Server, api: Api, maxPayload: number) {
    this.#api = api;
    this.#server = new WebSocketServer({
      server,
      maxPayload,
      perMessageDeflate: false,
      handleProtocols: (offered) => (offered.has(subprotocol) ? subprotocol : false),
      verifyClient: ({ req }: { req: IncomingMessage }) =>
        (req.headers['sec-websocket-protocol'] ?? '').split(',').some((name) => name.trim() === subprotocol),
    });
    server.on('request', (_request, response) => response.writeHead(403).end());
    this.#server.on('connection', (socket) => this.#serve(socket));
  }

  close(): void {
    for (const socket of this.#server.clients) socket.terminate();
    this.#server.close();
  }

  #serve(socket: WebSocket): void {
    const send = (message: object) => {
      if (socket.bufferedAmount > maxBuffered) socket.terminate();
      else if (socket.readyState === socket.OPEN) socket.send(JSON.stringify(message));
    };
    const client: Client = { deliver: (_id, event) => send(event), gained: () => {}, lost: () => {} };
    socket.on('message', (data: Buffer) => {
      for (const request of readMessage(data, send)) this.#api.handle(client, request, send);
    });
    // A frame that breaks the protocol: `ws` closes the socket itself, and `close` follows.
    socket.on('error', () => {});
    socket.on('close', () => this.#api.clientGone(client));
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
