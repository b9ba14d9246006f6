import { createServer, type Server } from 'node:http';
import { randomUUID } from 'node:crypto';
import { CardeaError } from '@cardea/protocol';
import cookie from '@fastify/cookie';
import fastify, { LogController, type FastifyBaseLogger } from 'fastify';
import { validatorCompiler, type ZodTypeProvider } from 'fastify-type-provider-zod';
import { addressKey } from '../limits/clientAddress.ts';
import { rateRules } from '../limits/rateLimiter.ts';
import { errorAnswers } from './errorAnswers.ts';
import type { HttpDependencies } from './httpDependencies.ts';
import { profileRoutes } from './profileRoutes.ts';
import { securityHeaders } from './securityHeaders.ts';
import { serverRoutes } from './serverRoutes.ts';
import { sessionRoutes } from './sessionRoutes.ts';
import { staticApp } from './staticApp.ts';

/** Largest body, bytes; the largest thing sent is an avatar of 64,000 characters. */
const bodyLimit = 128 * 1024;

/** The HTTP side: routes and what guards them, and the one Node server behind all listeners. */
export async function createApp(dependencies: HttpDependencies) {
  const { origins, trusted, services, metrics, log, gateway } = dependencies;
  let server: Server | null = null;
  const app = fastify({
    serverFactory: (handler) =>
      (server = createServer(serverLimits, (request, response) => {
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
    if (request.url.startsWith('/api/')) {
      services.limiter.take(rateRules.httpPerAddress, addressKey(request.ip));
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
  await staticApp(app, dependencies.webRoot);
  await app.ready();
  if (server === null) throw new Error('Fastify did not make its server.');
  return { app, server: server as Server };
}

export type App = Awaited<ReturnType<typeof createApp>>['app'];

const safeMethods = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Against clients that send a byte now and then: all headers in 15 s, a whole request in 30 s. Milliseconds. */
export const serverLimits = {
  headersTimeout: 15_000,
  requestTimeout: 30_000,
  keepAliveTimeout: 10_000,
  connectionsCheckingInterval: 5_000,
  maxHeaderSize: 16 * 1024,
} as const;
