import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { MediaEngine } from '@cardea/media';
import { AdminApi } from './admin/adminApi.ts';
import { Api } from './core/api.ts';
import { initialRuntimeSettings } from './core/runtimeSettings.ts';
import { serverInfo } from './core/serverInfo.ts';
import { Sessions, type Clock, type SessionChange } from './core/sessions.ts';
import type { Tokens } from './core/tokens.ts';
import { Events, eventSubtypes, type EventHandler } from './events/events.ts';
import { echoTest } from './plugins/echoTest/echoTest.ts';
import type { Plugin } from './plugins/plugin.ts';
import { videoCall } from './plugins/videoCall/videoCall.ts';
import { AdminHttpTransport } from './transports/adminHttp.ts';
import { HttpTransport } from './transports/http.ts';
import { WebSocketTransport } from './transports/webSocket.ts';

/** Everything has a default; times are milliseconds, and of ports 0 is any free one. */
export interface GatewayOptions {
  httpPort?: number;
  webSocketPort?: number;
  host?: string;
  /** Path of the HTTP API, one part. */
  basePath?: string;
  /** Pages of this origin may use HTTP; `*`: pages of any. */
  allowOrigin?: string;
  serverName?: string;
  apiSecret?: string | null;
  /** `null`: tokens are not asked for. */
  tokens?: Tokens | null;
  /** Without it there is no admin API. */
  admin?: AdminOptions | null;
  sessionTimeout?: number;
  reclaimTimeout?: number;
  candidatesTimeout?: number;
  /** Packets lost in one second from which on a link is told to be slow; 0: never. */
  slowLinkThreshold?: number;
  limits?: Partial<GatewayLimits>;
  plugins?: readonly Plugin[];
  /** Closed with the gateway. */
  eventHandlers?: readonly EventHandler[];
  clock?: Clock;
  /** Is told errors of plugins and of the engine that no client can be told; writes them to stderr unless given. */
  report?: (error: unknown) => void;
  /** Is told lines that an operator writes through the admin API; writes them to stdout unless given. */
  log?: (line: string) => void;
}

export interface AdminOptions {
  secret: string;
  httpPort?: number;
  webSocketPort?: number;
  host?: string;
  basePath?: string;
}

/** Janus has none of these limits. */
export interface GatewayLimits {
  /** Bytes of one message. */
  message: number;
  /** Of one WebSocket. */
  requestsPerSecond: number;
  sessionsPerConnection: number;
  sessions: number;
  /** Of one session. */
  handles: number;
}

export const defaultLimits: GatewayLimits = {
  message: 1024 * 1024,
  requestsPerSecond: 500,
  sessionsPerConnection: 1000,
  sessions: 10_000,
  handles: 1000,
};

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
  const { apiSecret = null, tokens = null, admin = null, host = '0.0.0.0', allowOrigin = '*' } = options;
  const { sessionTimeout = 60_000, reclaimTimeout = 0, candidatesTimeout = 45_000 } = options;
  const { serverName = 'Cardea', clock = systemClock, eventHandlers = [] } = options;
  const { report = (error) => console.error(error), log = (line) => console.log(line) } = options;
  const limits = { ...defaultLimits, ...options.limits };
  const given = options.plugins ?? [echoTest, videoCall()];
  const plugins = new Map(given.map((plugin) => [plugin.about.package, plugin]));
  const events = new Events(eventHandlers, serverName);
  const sessions = new Sessions(
    { session: sessionTimeout, reclaim: reclaimTimeout },
    { perClient: limits.sessionsPerConnection, total: limits.sessions },
    clock,
    tellSession(events),
  );
  const settings = initialRuntimeSettings(options.slowLinkThreshold);
  const info = () =>
    serverInfo(
      {
        serverName,
        accepting: sessions.accepting,
        sessionTimeout: sessions.timeouts.session,
        reclaimTimeout,
        candidatesTimeout,
        apiSecret: apiSecret !== null,
        tokens: tokens !== null,
      },
      given,
      eventHandlers,
    );
  const api = new Api(
    {
      authorization: { apiSecret, tokens },
      candidatesTimeout,
      maxHandles: limits.handles,
      report,
      serverInfo: info,
    },
    { plugins, engine, sessions, events, settings, clock },
  );

  const httpOptions = (base: string) => ({ base, maxBody: limits.message, allowOrigin });
  const socketOptions = { maxPayload: limits.message, requestsPerSecond: limits.requestsPerSecond };
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
    sessions.close();
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

/** What event handlers are told of sessions. */
function tellSession(events: Events): SessionChange {
  return (name, { id }, client) => {
    const transport = client === null ? {} : { transport: { transport: client.transport, id: client.id } };
    events.emit('session', { sessionId: id }, { name, ...(name === 'created' ? transport : {}) });
  };
}

const systemClock: Clock = {
  now: () => performance.now(),
  every: (milliseconds, work) => {
    const timer = setInterval(work, milliseconds);
    return () => clearInterval(timer);
  },
};

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
