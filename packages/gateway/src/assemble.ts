import type { MediaEngine } from '@cardea/media';
import { Api } from './core/api.ts';
import { Recordings } from './core/recordings.ts';
import { initialRuntimeSettings } from './core/runtimeSettings.ts';
import { serverInfo } from './core/serverInfo.ts';
import { Sessions, type Clock, type SessionChange } from './core/sessions.ts';
import type { Tokens } from './core/tokens.ts';
import { Events, type EventHandler } from './events/events.ts';
import { StatisticsTeller } from './events/statisticsTeller.ts';
import { echoTest } from './plugins/echoTest/echoTest.ts';
import type { Plugin } from './plugins/plugin.ts';
import { videoCall } from './plugins/videoCall/videoCall.ts';

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
  /** How often event handlers are told how media fares, ms; 0: never. */
  statisticsPeriod?: number;
  /** Folder in which plugins record; `null`: they do not. */
  recordings?: string | null;
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
  /** Bytes of one recorded file. */
  recording: number;
}

export const defaultLimits: GatewayLimits = {
  message: 1024 * 1024,
  requestsPerSecond: 500,
  sessionsPerConnection: 1000,
  sessions: 10_000,
  handles: 1000,
  recording: 4 * 1024 ** 3,
};

/** The Janus API and what it needs, without a way to reach it. */
export function assemble(options: GatewayOptions, engine: MediaEngine) {
  const { apiSecret = null, tokens = null, allowOrigin = '*', recordings = null } = options;
  const { sessionTimeout = 60_000, reclaimTimeout = 0, candidatesTimeout = 45_000 } = options;
  const { serverName = 'Cardea', clock = systemClock, eventHandlers = [] } = options;
  const { report = (error) => console.error(error) } = options;
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
  const { statisticsPeriod = 1_000 } = options;
  const telling = new StatisticsTeller(sessions, events, { period: statisticsPeriod, clock, report });
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
      recordings: recordings === null ? null : new Recordings(recordings, limits.recording),
      maxHandles: limits.handles,
      report,
      serverInfo: info,
    },
    { plugins, engine, sessions, events, settings, clock },
  );
  return {
    closeSessions: () => {
      telling.close();
      sessions.close();
    },
    ...{ api, sessions, events, settings, plugins, info, clock },
    httpOptions: (base: string) => ({ base, maxBody: limits.message, allowOrigin, report }),
    socketOptions: { maxPayload: limits.message, requestsPerSecond: limits.requestsPerSecond },
  };
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
