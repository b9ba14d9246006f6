import { CardeaError, type ServerInfo } from '@cardea/protocol';
import type { App } from './app.ts';
import type { HttpDependencies } from './httpDependencies.ts';

/** What the server says of itself, to the app and to its operator. */
export function serverRoutes(app: App, dependencies: HttpDependencies): void {
  const { serverInfo, checkHealth, metrics, caCertificate, log } = dependencies;

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

  // Numbers only, nothing about anybody; whoever minds closes the path at the proxy.
  app.get('/metrics', async (_request, reply) =>
    reply.type(metrics.registry.contentType).send(await metrics.registry.metrics()),
  );

  app.get('/ca.crt', async (_request, reply) => {
    if (caCertificate === null) throw new CardeaError('not_found');
    return reply
      .type('application/x-x509-ca-cert')
      .header('content-disposition', 'attachment; filename="cardea-ca.crt"')
      .send(caCertificate);
  });
}
