import { createServer, type Server } from 'node:http';
import { randomUUID } from 'node:crypto';
import { CardeaError, uploadsPath } from '@cardea/protocol';
import cookie from '@fastify/cookie';
import fastify, { LogController, type FastifyBaseLogger } from 'fastify';
import { validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import { addressKey } from '../limits/clientAddress.ts';
import { rateRules, type RateRule } from '../limits/rateLimiter.ts';
import { errorAnswers } from './errorAnswers.ts';
import type { HttpDependencies } from './httpDependencies.ts';
import { libraryRoutes } from './libraryRoutes.ts';
import { profileRoutes } from './profileRoutes.ts';
import { securityHeaders } from './securityHeaders.ts';
import { serverRoutes } from './serverRoutes.ts';
import { sessionRoutes } from './sessionRoutes.ts';
import { shareRoutes } from './shareRoutes.ts';
import { endIfSlow } from './slowRequests.ts';
import { staticApp } from './staticApp.ts';
import { uploadRoutes } from './uploadRoutes.ts';

/** Largest body, bytes; the largest thing sent is an item's description with its small picture. Uploads are streams. */
const bodyLimit = 128 * 1024;

/** The HTTP side: routes and what guards them, and the one Node server behind all listeners. */
export async function createApp(dependencies: HttpDependencies) {
  const { origins, trusted, services, metrics, log, gateway, library } = dependencies;
  let server: Server | null = null;
  const app = fastify({
    serverFactory: (handler) =>
      (server = createServer(serverLimits, (request, response) => {
        endIfSlow(request, response);
        if (!gateway(request, response)) handler(request, response);
      })),
    loggerInstance: log as FastifyBaseLogger,
    // Requests are counted and timed in the metrics; a line for each would bury what matters.
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit,
    trustProxy: (address: string) => trusted(address),
    genReqId: () => randomUUID(),
  }).withTypeProvider<ZodTypeProvider>();
  app.setValidatorCompiler(validatorCompiler);
  app.setErrorHandler(errorAnswers(log));
  app.addHook('onRequest', async (request) => {
    if (!safeMethods.has(request.method) && !origins.allowsChange(request.raw)) {
      throw new CardeaError('forbidden_origin');
    }
    // By the route, since an address can be written in many ways; what leads nowhere has none of its own.
    const route = request.routeOptions.url ?? '';
    if (route.startsWith('/api/') || request.url.startsWith('/api/')) {
      services.limiter.take(rateRuleOf(route), addressKey(request.ip));
    }
  });
  app.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'unknown';
    metrics.httpSeconds.observe({ route, status: String(reply.statusCode) }, reply.elapsedTime / 1000);
  });
  await app.register(cookie);
  await securityHeaders(app);
  sessionRoutes(app, dependencies);
  profileRoutes(app, dependencies);
  serverRoutes(app, dependencies);
  if (library !== null) {
    libraryRoutes(app, dependencies, library);
    shareRoutes(app, dependencies, library);
    await uploadRoutes(app, dependencies, library);
  }
  await staticApp(app, dependencies.webRoot);
  await app.ready();
  if (server === null) throw new Error('Fastify did not make its server.');
  return { app, server: server as Server };
}

export type App = Awaited<ReturnType<typeof createApp>>['app'];

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/** A file comes in many pieces and goes out in many ranges, and a page of the library has a hundred pictures. */
function rateRuleOf(route: string): RateRule {
  if (route.startsWith(uploadsPath)) return rateRules.uploadsPerAddress;
  return /^\/api\/(library|shares)\/[^/]+\/(content|thumbnail)$/.test(route)
    ? rateRules.filesPerAddress
    : rateRules.httpPerAddress;
}

/**
 * Against clients that send a byte now and then: all headers in 15 s. How long the rest may take is in
 * `slowRequests.ts`. Milliseconds.
 */
export const serverLimits = {
  headersTimeout: 15_000,
  requestTimeout: 0,
  keepAliveTimeout: 10_000,
  connectionsCheckingInterval: 5_000,
  maxHeaderSize: 16 * 1024,
} as const;
