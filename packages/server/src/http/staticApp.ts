import { existsSync } from 'node:fs';
import { CardeaError } from '@cardea/protocol';
import fastifyStatic from '@fastify/static';
import type { App } from './app.ts';

/**
 * The built app. Files under `assets/` have a hash in their names and are kept for ever; everything else is asked
 * for anew. Addresses of the app that are no files, such as `/room/NAME`, are answered with its page.
 */
export async function staticApp(app: App, webRoot: string): Promise<void> {
  const isBuilt = existsSync(webRoot);
  if (isBuilt) {
    await app.register(fastifyStatic, {
      root: webRoot,
      cacheControl: false,
      setHeaders: (response, path) => {
        const hashed = path.slice(webRoot.length).replaceAll('\\', '/').startsWith('/assets/');
        void response.header('cache-control', hashed ? 'public, max-age=31536000, immutable' : 'no-cache');
      },
    });
  }
  app.setNotFoundHandler(async (request, reply) => {
    if (!isBuilt || !isNavigation(request.method, request.url, request.headers.accept)) {
      throw new CardeaError('not_found');
    }
    return reply.sendFile('index.html');
  });
}

function isNavigation(method: string, url: string, accept: string | undefined): boolean {
  const path = url.split('?')[0] ?? '';
  if (/^\/(api|janus|signalling|assets|metrics|healthz)(\/|$)/.test(path)) return false;
  return (method === 'GET' || method === 'HEAD') && (accept ?? '').includes('text/html');
}
