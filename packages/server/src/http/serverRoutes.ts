import { CardeaError, type ServerInfo } from '@cardea/protocol';
import { hasToken, isFromThisMachine } from './metricsAccess.ts';
import type { App } from './app.ts';
import type { HttpDependencies } from './httpDependencies.ts';

/** What the server says of itself, to the app and to its operator. */
export function serverRoutes(app: App, dependencies: HttpDependencies): void {
  const { serverInfo, checkHealth, metrics, metricsToken, caCertificate, log } = dependencies;

  app.get('/api/server', async (): Promise<ServerInfo> => serverInfo());

  app.get('/healthz', async (_request, reply) => {
    try {
      await checkHealth();
    } catch (error) {
      log.warn({ err: error }, 'not healthy');
      throw new CardeaError('unavailable', { cause: error });
    }
    return reply.header('cache-control', 'no-store').send({ status: 'ok' });
  });

  app.get('/metrics', async (request, reply) => {
    const allowed =
      metricsToken === null ? isFromThisMachine(request.raw) : hasToken(request.raw, metricsToken);
    if (!allowed) {
      const details =
        metricsToken === null
          ? 'Metrics are for the machine itself. METRICS_TOKEN opens them to whoever knows it.'
          : 'Metrics need METRICS_TOKEN as a bearer token.';
      throw new CardeaError('not_allowed', { details });
    }
    return reply.type(metrics.registry.contentType).send(await metrics.registry.metrics());
  });

  app.get('/ca.crt', async (_request, reply) => {
    if (caCertificate === null) throw new CardeaError('not_found');
    return reply
      .type('application/x-x509-ca-cert')
      .header('content-disposition', 'attachment; filename="cardea-ca.crt"')
      .send(caCertificate);
  });
}
