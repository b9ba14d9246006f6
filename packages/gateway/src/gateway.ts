import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { MediaEngine } from '@cardea/media';
import { AdminApi } from './admin/adminApi.ts';
import { assemble, type AdminOptions, type GatewayOptions } from './assemble.ts';
import { eventSubtypes } from './events/events.ts';
import { AdminHttpTransport } from './transports/adminHttp.ts';
import { HttpTransport } from './transports/http.ts';
import { WebSocketTransport } from './transports/webSocket.ts';

export interface Gateway {
  readonly httpPort: number;
  readonly webSocketPort: number;
  /** `null` when there is no admin API. */
  readonly admin: { readonly httpPort: number; readonly webSocketPort: number } | null;
  /** Ends sessions, sockets, servers and event handlers; the engine is its owner's to close. */
  close(): Promise<void>;
}

/** Puts the parts together and opens the ports. */
export async function createGateway(options: GatewayOptions, engine: MediaEngine): Promise<Gateway> {
  const { admin = null, host = '0.0.0.0', tokens = null, candidatesTimeout = 45_000 } = options;
  const { log = (line) => console.log(line) } = options;
  const parts = assemble(options, engine);
  const { api, sessions, events, settings, plugins, info, clock } = parts;
  const { httpOptions, socketOptions, closeSessions } = parts;
  const http = createServer(new HttpTransport(api, httpOptions(options.basePath ?? '/janus'), events).listen);
  const webSocketServer = createServer();
  const webSockets = new WebSocketTransport(
    webSocketServer,
    api,
    { subprotocol: 'janus-protocol', ...socketOptions },
    events,
  );
  const adminApi = new AdminApi({
    secret: admin?.secret ?? '',
    sessions,
    settings,
    tokens,
    plugins,
    transports: new Map([
      ['janus.transport.http', null],
      ['janus.transport.websockets', () => webSockets.connections],
    ]),
    events,
    candidatesTimeout,
    serverInfo: info,
    now: () => clock.now() * 1000,
    log,
  });
  const adminHttp = createServer(
    new AdminHttpTransport(adminApi, httpOptions(admin?.basePath ?? '/admin')).listen,
  );
  const adminSocketServer = createServer();
  const adminSockets = new WebSocketTransport(
    adminSocketServer,
    adminApi,
    { subprotocol: 'janus-admin-protocol', ...socketOptions },
    events,
  );
  const close = async () => {
    closeSessions();
    webSockets.close();
    adminSockets.close();
    await Promise.all([http, webSocketServer, adminHttp, adminSocketServer].map(stop));
    events.emit('core', {}, { status: 'shutdown', signum: 0 }, eventSubtypes.core.shutdown);
    await events.close();
  };
  try {
    const [httpPort, webSocketPort] = await Promise.all([
      start(http, options.httpPort ?? 8088, host),
      start(webSocketServer, options.webSocketPort ?? 8188, host),
    ]);
    const adminPorts = admin === null ? null : await startAdmin(adminHttp, adminSocketServer, admin, host);
    events.emit('core', {}, { status: 'started', info: info() }, eventSubtypes.core.startup);
    return { httpPort, webSocketPort, admin: adminPorts, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function startAdmin(
  http: Server,
  webSocket: Server,
  { httpPort: wantedHttp = 7088, webSocketPort: wantedWebSocket = 7188, host }: AdminOptions,
  commonHost: string,
): Promise<{ httpPort: number; webSocketPort: number }> {
  const [httpPort, webSocketPort] = await Promise.all([
    start(http, wantedHttp, host ?? commonHost),
    start(webSocket, wantedWebSocket, host ?? commonHost),
  ]);
  return { httpPort, webSocketPort };
}

/** @returns the port */
function start(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => resolve((server.address() as AddressInfo).port));
  });
}

function stop(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
