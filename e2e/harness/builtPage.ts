import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, preview, type PreviewServer } from 'vite';
import { freePort } from './cardeaServer.ts';

const ownPages = fileURLToPath(new URL('../pages', import.meta.url));

/** A page of `e2e/pages` or another folder, built from the sources and served. */
export class BuiltPage {
  readonly url: string;
  readonly #server: PreviewServer;
  readonly #folder: string;

  private constructor(url: string, server: PreviewServer, folder: string) {
    this.url = url;
    this.#server = server;
    this.#folder = folder;
  }

  /** @param root folder of the page */
  static async open(name: string, root = ownPages): Promise<BuiltPage> {
    const folder = await mkdtemp(join(tmpdir(), 'cardea-pages-'));
    const options = { configFile: false, root, logLevel: 'error' } as const;
    await build({
      ...options,
      resolve: { conditions: ['source', 'module', 'browser', 'development|production'] },
      build: { outDir: folder, emptyOutDir: true, rollupOptions: { input: join(root, name) } },
    });
    const port = await freePort();
    const server = await preview({ ...options, build: { outDir: folder }, preview: { port } });
    return new BuiltPage(`${server.resolvedUrls?.local[0] ?? ''}${name}`, server, folder);
  }

  async close(): Promise<void> {
    await this.#server.close();
    await rm(this.#folder, { recursive: true, force: true });
  }
}
