import { gzipSync } from 'node:zlib';
import { CardeaServer } from '@cardea/e2e/harness/cardeaServer';
import { ChromiumBrowser } from '@cardea/e2e/harness/chromium';
import type { Figure } from './harness/report.ts';

/** JavaScript that a browser fetches until the first screen stands, gzipped. */
export async function benchAppSize(): Promise<Figure[]> {
  const server = await CardeaServer.start();
  const browser = await ChromiumBrowser.launch();
  try {
    const visitor = await browser.visitor();
    const scripts: Promise<Buffer>[] = [];
    visitor.page.on('response', (response) => {
      if (response.request().resourceType() === 'script') scripts.push(response.body());
    });
    await visitor.page.goto(server.url, { waitUntil: 'networkidle' });
    const bytes = (await Promise.all(scripts)).reduce((sum, body) => sum + gzipSync(body).byteLength, 0);
    return [
      {
        name: 'JavaScript of the first screen, gzipped',
        value: bytes / 1000,
        unit: 'kB',
        aim: 170,
        samples: scripts.length,
      },
    ];
  } finally {
    await browser.close();
    await server.close();
  }
}
