import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { freePort } from './freePort.mjs';
import { startService } from './service.mjs';

/**
 * A relay on loopback, for development. Loopback peers are allowed, which nothing public may do.
 * @returns {Promise<{ url: string, secret: string, stop: () => Promise<void> }>}
 */
export async function startCoturn() {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'cardea-coturn-'));
  const port = await freePort();
  const secret = randomBytes(24).toString('base64url');
  const service = await startService(
    'turnserver',
    [
      '-n',
      ...['--listening-ip', '127.0.0.1', '--relay-ip', '127.0.0.1', '--listening-port', String(port)],
      ...['--use-auth-secret', '--static-auth-secret', secret, '--realm', 'cardea.localhost'],
      ...['--no-tls', '--no-dtls', '--no-cli', '--allow-loopback-peers', '--cli-password', secret],
      ...['--log-file', 'stdout', '--pidfile', path.join(folder, 'pid'), '--userdb', path.join(folder, 'db')],
    ],
    { ready: 'IO method' },
  );
  return {
    url: `turn:127.0.0.1:${port}`,
    secret,
    async stop() {
      await service.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
