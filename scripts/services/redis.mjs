import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { freePort } from './freePort.mjs';
import { startService } from './service.mjs';

/**
 * A Redis of one's own that keeps nothing on disk.
 * @returns {Promise<{ url: string, stop: () => Promise<void> }>}
 */
export async function startRedis() {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'cardea-redis-'));
  const port = await freePort();
  const service = await startService(
    'redis-server',
    ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no', '--dir', folder],
    { ready: 'Ready to accept connections' },
  );
  return {
    url: `redis://127.0.0.1:${port}`,
    async stop() {
      await service.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
