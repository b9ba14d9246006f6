import { request } from 'node:https';
import { io } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningServer } from './server.ts';
import { TestPerson } from './testing/testPerson.ts';
import { TestServers } from './testing/testServer.ts';
import { prepareTls, type TlsMaterial } from './tls/tlsMaterial.ts';
import { testConfiguration } from './configuration/testConfiguration.ts';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

describe('HTTPS beside HTTP', () => {
  let servers: TestServers;
  let server: RunningServer;
  let tls: TlsMaterial;
  let folder: string;

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'cardea-tls-'));
    const material = await prepareTls(testConfiguration(folder, { httpsPort: 8443 }));
    if (material === null) throw new Error('no certificate');
    tls = material;
    servers = await TestServers.create();
    server = await servers.start({ httpsPort: 0 }, { tls });
  });
  afterAll(async () => {
    await servers.close();
    await rm(folder, { recursive: true });
  });

  const get = (path: string, method = 'GET', headers: Record<string, string> = {}) =>
    new Promise<{ status: number | undefined; headers: NodeJS.Dict<string | string[]>; body: string }>(
      (resolve, reject) => {
        const options = {
          host: 'localhost',
          port: server.httpsPort,
          path,
          method,
          headers,
          ca: tls.caCertificate ?? '',
        };
        request(options, (response) => {
          let body = '';
          response.on('data', (part: Buffer) => (body += part.toString()));
          response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, body }));
        })
          .on('error', reject)
          .end(method === 'POST' ? '{"name":"Secure"}' : undefined);
      },
    );

  it('serves the same, under a certificate of the own authority, which it hands out', async () => {
    expect((await get('/healthz')).status).toBe(200);
    const authority = await get('/ca.crt');
    expect(authority.headers['content-type']).toBe('application/x-x509-ca-cert');
    expect(authority.body).toBe(tls.caCertificate);
    expect(JSON.parse((await get('/api/server')).body)).toMatchObject({ localAuthority: true });
  });

  it('marks the cookie as secure there, and has signalling on both', async () => {
    const origin = `https://localhost:${server.httpsPort}`;
    const entered = await get('/api/guests', 'POST', { origin, 'content-type': 'application/json' });
    const cookie = entered.headers['set-cookie']?.[0] ?? '';
    expect(cookie).toContain('; Secure');
    const socket = io(origin, {
      path: '/signalling',
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
      ca: tls.caCertificate ?? '',
      extraHeaders: { origin, cookie: cookie.split(';')[0] ?? '' },
      auth: { device: 'device-over-tls', activity: 'active' },
    });
    await new Promise((resolve, reject) => {
      socket.once('welcome', resolve);
      socket.once('connect_error', reject);
    });
    socket.disconnect();
    const plain = await (await TestPerson.guest(server.port, 'Plain')).connect();
    plain.close();
  });

  it('refuses a port that is taken, and leaves nothing behind', async () => {
    await expect(servers.start({ port: server.port })).rejects.toMatchObject({ code: 'EADDRINUSE' });
    expect((await fetch(`http://127.0.0.1:${server.port}/healthz`)).status).toBe(200);
  });
});
