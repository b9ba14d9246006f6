import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, preview } from 'vite';
import { freePort } from './cardeaServer.ts';

export interface Pages {
  /** Address of the page, on localhost, where devices may be opened. */
  url(page: string): string;
  close(): Promise<void>;
}

/** Builds pages of `e2e/pages` from the sources and serves them. @param names of their `.html` files */
export async function servePages(...names: string[]): Promise<Pages> {
  const folder = await mkdtemp(join(tmpdir(), 'cardea-pages-'));
  const root = fileURLToPath(new URL('../pages', import.meta.url));
  const options = { configFile: false, root, logLevel: 'error' } as const;
  const input = names.map((name) => join(root, `${name}.html`));
  await build({
    ...options,
    resolve: { conditions: ['source', 'module', 'browser', 'development|production'] },
    build: { outDir: folder, emptyOutDir: true, rollupOptions: { input } },
  });
  const server = await preview({
    ...options,
    build: { outDir: folder },
    preview: { port: await freePort() },
  });
  return {
    url: (page) => `${server.resolvedUrls?.local[0] ?? ''}${page}.html`,
    close: async () => {
      await server.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}
