import type { CallTimes } from '@cardea/protocol';
import { signallingPath } from '@cardea/protocol';
import { pino, type Logger } from 'pino';
import type { Configuration } from './configuration/configuration.ts';
import { newTokenSecret } from './gateway/gatewayAccess.ts';
import { openGateway } from './gateway/openGateway.ts';
import { createApp } from './http/app.ts';
import { Origins } from './http/origins.ts';
import { openLibrary } from './library/openLibrary.ts';
import { trustedProxies } from './limits/clientAddress.ts';
import { listen, type Addresses } from './listeners.ts';
import { openPresence } from './presence/openPresence.ts';
import { EndedSessions } from './people/endedSessions.ts';
import { SessionJanitor } from './people/sessionJanitor.ts';
import { createServices } from './services.ts';
import { Connections } from './signalling/connections.ts';
import { gate } from './signalling/gate.ts';
import { IceRenewal } from './signalling/iceRenewal.ts';
import { createSocketServer } from './signalling/socketServer.ts';
import { OtherServers } from './storage/otherServers.ts';
import { closeStorage, openStorage, pingStorage } from './storage/storage.ts';
import type { TlsMaterial } from './tls/tlsMaterial.ts';
import { version } from './version.ts';

export interface ServerOptions {
  /** For HTTPS on `httpsPort`; without it there is HTTP only. */
  tls?: TlsMaterial | null;
  log?: Logger;
  /** Other times than those of the configuration, milliseconds; tests cannot wait for whole seconds. */
  times?: Partial<CallTimes>;
  /** How long a device that left still counts as here, milliseconds. */
  linger?: number;
  /** Time between two sweeps of overdue calls, milliseconds. */
  sweepInterval?: number;
  /** Time between two looks for what other programs did to the database, milliseconds. */
  lookInterval?: number;
  /** Time between two cleanings of the library, milliseconds. */
  libraryInterval?: number;
}

export interface RunningServer extends Addresses {
  /** Takes up a renewed certificate, without touching connections that are open. */
  useCertificate(tls: TlsMaterial): void;
  /**
   * Stops in order: no new connections, sockets closed (clients try again by themselves), work under way finished,
   * then Redis and the database. Calls go on between the two ends.
   */
  close(): Promise<void>;
}

/**
 * The composition root: makes every part, connects them, listens.
 * @throws what keeps it from starting: a port in use, a database that is away
 */
export async function startServer(
  configuration: Configuration,
  options: ServerOptions = {},
): Promise<RunningServer> {
  let tls = options.tls ?? null;
  const log = options.log ?? pino({ level: configuration.logLevel });
  const now = Date.now;
  const trusted = trustedProxies(configuration.trustProxy);
  const origins = new Origins({ ...configuration, trusted });

  // What has been opened so far, to be closed the other way round, whether the start fails or the server stops.
  const closers: (() => Promise<void> | void)[] = [];
  const close = async (): Promise<void> => {
    for (const one of closers.splice(0).reverse()) await one();
  };
  try {
    const storage = await openStorage({
      ...configuration,
      program: 'server',
      onError: (error) => log.warn({ err: error }, 'an idle database connection broke'),
    });
    closers.push(() => closeStorage(storage));
    const presence = await openPresence(configuration.redisUrl, log);
    closers.push(() => presence.close());

    const io = createSocketServer(origins, presence.socketAdapter);
    // A gateway is on one server, and a browser's next request may go to another where there are several.
    const gatewaySecret = configuration.gateway && configuration.redisUrl === null ? newTokenSecret() : null;
    const { services, avatars, passwords, itemAnnouncer, sweeper } = createServices({
      configuration,
      options,
      storage,
      presence,
      io,
      gatewaySecret,
      log,
      now,
    });
    closers.push(() => services.background.settle());

    const library = await openLibrary(
      configuration,
      { ...services, storage, passwords, announcer: itemAnnouncer },
      options.libraryInterval ?? 60_000,
    );
    closers.push(() => library?.close());

    const gateway =
      gatewaySecret === null
        ? null
        : openGateway({
            ...{ configuration, secret: gatewaySecret, origins, trusted, log },
            limiter: services.limiter,
          });
    closers.push(() => gateway?.close());
    const { app, server } = await createApp({
      services,
      avatars,
      library,
      metrics: services.metrics,
      metricsToken: configuration.metricsToken,
      origins,
      gateway: (request, response) => gateway?.request(request, response) ?? false,
      trusted,
      registration: configuration.registration,
      serverInfo: () => ({
        name: 'cardea',
        version,
        registration: configuration.registration,
        lanUrls: tls?.lanUrls ?? [],
        localAuthority: tls !== null && tls.caCertificate !== null,
        library: library !== null,
      }),
      caCertificate: tls?.caCertificate ?? null,
      checkHealth: async () => {
        await pingStorage(storage);
        await presence.ping();
      },
      webRoot: configuration.webRoot,
      log,
    });
    closers.push(() => app.close());

    const connections = new Connections(services);
    io.attach(server, { path: signallingPath });
    if (gateway !== null) server.on('upgrade', (...upgrade) => gateway.upgrade(...upgrade));
    io.use(gate(services));
    io.on('connection', (socket) => connections.add(socket));
    closers.push(async () => {
      connections.close();
      services.rooms.close();
      await io.close();
    });

    presence.onLost((lost) => connections.lost(lost));
    await services.calls.presence.reconcile();
    await sweeper.sweep();
    sweeper.start(options.sweepInterval ?? 1_000);
    closers.push(() => sweeper.stop());

    const sessionsInUse = (): string[] =>
      [...io.of('/').sockets.values()].map((socket) => socket.data.session);
    const janitor = new SessionJanitor(
      services.sessions,
      services.accounts,
      services.background,
      sessionsInUse,
    );
    closers.push(() => janitor.stop());
    const lookInterval = options.lookInterval ?? 30_000;
    const endedSessions = new EndedSessions({ ...services, inUse: sessionsInUse }, lookInterval);
    closers.push(() => endedSessions.stop());
    if (configuration.redisUrl === null) {
      const others = new OtherServers({ storage, log, background: services.background }, lookInterval);
      closers.push(() => others.stop());
    }
    const renewal = new IceRenewal(
      services,
      io,
      configuration.turnSecret === null && gateway === null ? null : configuration.turnTtlSeconds,
    );
    closers.push(() => renewal.stop());

    const listeners = await listen(server, configuration, tls);
    closers.push(() => listeners.close());
    log.info({ urls: listeners.urls }, 'listening');
    return {
      ...listeners,
      useCertificate: (material) => {
        tls = material;
        listeners.useCertificate(material);
        log.info({ urls: material.lanUrls }, 'certificate changed');
      },
      close: async () => {
        log.info('stopping');
        await close();
        log.info('stopped');
      },
    };
  } catch (error) {
    await close();
    throw error;
  }
}
