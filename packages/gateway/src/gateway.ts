import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { MediaEngine } from '@cardea/media';
import { Api } from './core/api.ts';
import { serverInfo } from './core/serverInfo.ts';
import type { Clock } from './core/sessions.ts';
import { Events } from './events/events.ts';
import { echoTest } from './plugins/echoTest/echoTest.ts';
import type { Plugin } from './plugins/plugin.ts';
import { videoCall } from './plugins/videoCall/videoCall.ts';
import { HttpTransport } from './transports/http.ts';
import { WebSocketTransport } from './transports/webSocket.ts';

/** Everything has a default; times are milliseconds. */
export interface GatewayOptions {
  /** 0: any free one. */
  httpPort?: number;
  webSocketPort?: number;
  host?: string;
  /** Path of the HTTP API, one part. */
  basePath?: string;
  serverName?: string;
  apiSecret?: string | null;
  /** Tokens that may use the API, and the plugins each may attach to (`null`: all). */
  tokens?: ReadonlyMap<string, readonly string[] | null> | null;
  sessionTimeout?: number;
  reclaimTimeout?: number;
  candidatesTimeout?: number;
  /** Largest request, bytes. */
  maxRequest?: number;
  maxHandles?: number;
  plugins?: readonly Plugin[];
  clock?: Clock;
  /** Is told errors of plugins and of the engine that no client can be told; writes them to stderr unless given. */
  report?: (error: unknown) => void;
}

export interface Gateway {
  readonly httpPort: number;
  readonly webSocketPort: number;
  /** Ends sessions, sockets and servers; the engine is its owner's to close. */
  close(): Promise<void>;
}

/** Puts the parts together and opens the ports. */
export async function createGateway(options: GatewayOptions, engine: MediaEngine): Promise<Gateway> {
  const { apiSecret = null, tokens = null, maxRequest = 1024 * 1024, maxHandles = 1000 } = options;
  const {
    host = '0.0.0.0',
    sessionTimeout = 60_000,
    reclaimTimeout = 0,
    candidatesTimeout = 45_000,
  } = options;
  const plugins = options.plugins ?? [echoTest, videoCall()];
  const api = new Api(
    {
      authorization: { apiSecret, tokens },
      timeouts: { session: sessionTimeout, reclaim: reclaimTimeout, candidates: candidatesTimeout },
      maxHandles,
      report: options.report ?? ((error) => console.error(error)),
      serverInfo: serverInfo(
        {
          serverName: options.serverName ?? 'Cardea',
          sessionTimeout,
          reclaimTimeout,
          candidatesTimeout,
          apiSecret: apiSecret !== null,
          tokens: tokens !== null,
        },
        plugins,
      ),
    },
    plugins,
    engine,
    options.clock ?? systemClock,
    new Events([], options.serverName ?? 'Cardea'),
  );
  const http = createServer(new HttpTransport(api, options.basePath ?? '/janus', maxRequest).listen);
  const webSocketServer = createServer();
  const webSockets = new WebSocketTransport(webSocketServer, api, maxRequest);
  const close = async () => {
    api.close();
    webSockets.close();
    await Promise.all([stop(http), stop(webSocketServer)]);
  };
  try {
    const [httpPort, webSocketPort] = await Promise.all([
      start(http, options.httpPort ?? 8088, host),
      start(webSocketServer, options.webSocketPort ?? 8188, host),
    ]);
    return { httpPort, webSocketPort, close };
  } catch (error) {
    await close();
    throw error;
  }
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
