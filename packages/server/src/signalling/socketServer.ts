import { limits } from '@cardea/protocol';
import { Server, type ServerOptions } from 'socket.io';
import type { Origins } from '../http/origins.ts';
import type { AppSocketServer } from './socket.ts';

/** The socket.io server, not attached to anything yet. `adapter` joins several nodes. */
export function createSocketServer(
  origins: Origins,
  adapter: ServerOptions['adapter'] | null,
): AppSocketServer {
  return new Server({
    serveClient: false,
    transports: ['websocket', 'polling'],
    // Compression of what an attacker and a secret share tells the secret, and costs memory for each socket.
    perMessageDeflate: false,
    httpCompression: false,
    maxHttpBufferSize: limits.frameBytes,
    // A vanished device is noticed within 25 s.
    pingInterval: 15_000,
    pingTimeout: 10_000,
    connectTimeout: 15_000,
    upgradeTimeout: 10_000,
    allowRequest: (request, callback) => {
      // socket.io turns a refusal into 403.
      callback(null, origins.allowsSignalling(request));
    },
    ...(adapter !== null && { adapter }),
  });
}
