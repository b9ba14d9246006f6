import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import type { MediaEngine } from '@cardea/media';
import { assemble, type GatewayOptions } from './assemble.ts';
import { HttpTransport } from './transports/http.ts';
import { WebSocketTransport } from './transports/webSocket.ts';

/** The Janus API on a server of somebody else's, who decides which requests are for it. */
export interface MountedGateway {
  /** Takes an HTTP request to its base path or below. */
  readonly request: (request: IncomingMessage, response: ServerResponse) => void;
  /** Takes an HTTP upgrade to its base path; one without the subprotocol `janus-protocol` is refused. */
  readonly upgrade: (request: IncomingMessage, socket: Duplex, head: Buffer) => void;
  /** Ends sessions, sockets and event handlers; the engine is its owner's to close. */
  close(): Promise<void>;
}

/** @param options those about ports and the admin API count for nothing here */
export function mountGateway(options: GatewayOptions, engine: MediaEngine): MountedGateway {
  const { api, closeSessions, events, httpOptions, socketOptions } = assemble(options, engine);
  const http = new HttpTransport(api, httpOptions(options.basePath ?? '/janus'), events);
  const webSockets = new WebSocketTransport(
    null,
    api,
    { subprotocol: 'janus-protocol', ...socketOptions },
    events,
  );
  return {
    request: http.listen,
    upgrade: (request, socket, head) => webSockets.upgrade(request, socket, head),
    close: async () => {
      closeSessions();
      webSockets.close();
      await events.close();
    },
  };
}
