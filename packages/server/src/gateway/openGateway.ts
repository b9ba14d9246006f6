import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Duplex } from 'node:stream';
import { mountGateway, SignedTokens } from '@cardea/gateway';
import { createWorkerEngine } from '@cardea/media';
import { CardeaError } from '@cardea/protocol';
import type { Logger } from 'pino';
import type { Configuration } from '../configuration/configuration.ts';
import type { Origins } from '../http/origins.ts';
import { addressKey, clientAddress, type TrustedProxies } from '../limits/clientAddress.ts';
import { rateRules, type RateLimiter } from '../limits/rateLimiter.ts';
import { gatewayPath } from './gatewayAccess.ts';
import { lazyEngine } from './lazyEngine.ts';

export interface GatewayDependencies {
  configuration: Pick<Configuration, 'mediaWorkers' | 'mediaPorts' | 'stunUrls'>;
  /** Of the tokens that may use it. */
  secret: string;
  origins: Origins;
  trusted: TrustedProxies;
  limiter: RateLimiter;
  log: Logger;
}

/** The media gateway on the app's own origin. */
export interface OpenGateway {
  /** Takes a request, if it is one for the gateway. */
  request(request: IncomingMessage, response: ServerResponse): boolean;
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void;
  close(): Promise<void>;
}

/** A tab of the app has one session for a call and one for the check of its devices, each with one handle. */
const appLimits = { message: 256 * 1024, requestsPerSecond: 100, sessionsPerConnection: 4, handles: 8 };

export function openGateway(dependencies: GatewayDependencies): OpenGateway {
  const { configuration, secret, log } = dependencies;
  const { mediaPorts, mediaWorkers, stunUrls } = configuration;
  const engine = lazyEngine(() => {
    log.info({ workers: mediaWorkers }, 'media workers start');
    return createWorkerEngine({
      workers: mediaWorkers,
      iceServers: stunUrls,
      ...(mediaPorts !== null && { portRange: mediaPorts }),
    });
  });
  const gateway = mountGateway(
    {
      basePath: gatewayPath,
      tokens: new SignedTokens(secret),
      // A page that is reloaded or loses its network claims its session.
      reclaimTimeout: 15_000,
      limits: appLimits,
      report: (error) => log.warn({ err: error }, 'gateway'),
    },
    engine,
  );
  return {
    request: (request, response) => {
      if (!isForGateway(request)) return false;
      const refusal = refusalOf(request, dependencies);
      if (refusal === null) gateway.request(request, response);
      else response.writeHead(refusal).end();
      return true;
    },
    upgrade: (request, socket, head) => {
      if (!isForGateway(request)) return;
      const refusal = refusalOf(request, dependencies);
      if (refusal === null) gateway.upgrade(request, socket, head);
      else socket.end(`HTTP/1.1 ${refusal} \r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
    },
    close: async () => {
      await gateway.close();
      await engine.close();
    },
  };
}

function isForGateway({ url = '' }: IncomingMessage): boolean {
  return url === gatewayPath || url.startsWith(`${gatewayPath}/`) || url.startsWith(`${gatewayPath}?`);
}

/** The status with which a request is refused before anybody looks into it, or `null`. */
function refusalOf(
  request: IncomingMessage,
  { origins, trusted, limiter }: GatewayDependencies,
): 403 | 429 | null {
  if (!origins.allowsChange(request)) return 403;
  try {
    limiter.take(rateRules.gatewayPerAddress, addressKey(clientAddress(request, trusted)));
    return null;
  } catch (error) {
    if (error instanceof CardeaError) return 429;
    throw error;
  }
}
