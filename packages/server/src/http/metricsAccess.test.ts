import { IncomingMessage, request as plainRequest } from 'node:http';
import { Socket } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningServer } from '../server.ts';
import { TestServers } from '../testing/testServer.ts';
import { isFromThisMachine } from './metricsAccess.ts';

function requestFrom(remoteAddress: string | undefined, host: string | undefined): IncomingMessage {
  const socket = new Socket();
  Object.defineProperty(socket, 'remoteAddress', { value: remoteAddress });
  return Object.assign(new IncomingMessage(socket), { headers: host === undefined ? {} : { host } });
}

it.each([
  ['127.0.0.1', 'localhost:8080', true],
  ['::1', '[::1]:8080', true],
  ['::ffff:127.0.0.1', '127.0.0.1:8080', true],
  ['192.168.1.20', 'localhost:8080', false],
  ['::ffff:192.168.1.20', '127.0.0.1:8080', false],
  ['127.0.0.1', '192.168.1.20:8080', false],
  ['127.0.0.1', 'localhost.evil.example', false],
  ['127.0.0.1', '127.0.0.1.evil.example', false],
  ['127.0.0.1', undefined, false],
  ['127.0.0.1', 'not a host', false],
  [undefined, 'localhost', false],
])('a request from %s for %s is from this machine: %s', (from, host, expected) => {
  expect(isFromThisMachine(requestFrom(from, host))).toBe(expected);
});

describe('the server', () => {
  let servers: TestServers;
  let server: RunningServer;
  beforeAll(async () => {
    servers = await TestServers.create();
    server = await servers.start();
  });
  afterAll(() => servers.close());

  it('keeps its numbers from everybody but programs of this machine', async () => {
    const metricsStatus = (headers: Record<string, string>) =>
      new Promise<number | undefined>((resolve, reject) => {
        plainRequest({ host: '127.0.0.1', port: server.port, path: '/metrics', headers }, (response) => {
          response.resume();
          resolve(response.statusCode);
        })
          .on('error', reject)
          .end();
      });
    for (const host of ['localhost:8080', '127.0.0.1', '[::1]:8080'])
      expect(await metricsStatus({ host })).toBe(200);
    expect(await metricsStatus({ host: 'calls.example' })).toBe(403);
    for (const header of ['x-forwarded-for', 'forwarded', 'via']) {
      expect(await metricsStatus({ host: 'localhost', [header]: '127.0.0.1' })).toBe(403);
    }
    expect(await metricsStatus({ host: 'localhost', authorization: 'Bearer whatever' })).toBe(200);
  });

  it('gives its numbers to whoever knows METRICS_TOKEN where there is one, and to nobody else', async () => {
    const token = 'a-token-of-the-test';
    const guarded = await servers.start({ metricsToken: token });
    const status = async (headers: Record<string, string>) =>
      (await fetch(`http://127.0.0.1:${guarded.port}/metrics`, { headers })).status;
    expect(await status({ authorization: `Bearer ${token}`, 'x-forwarded-for': '192.0.2.1' })).toBe(200);
    expect(await status({})).toBe(403);
    for (const wrong of [`Bearer ${token}s`, 'Bearer', `Basic ${token}`, token]) {
      expect(await status({ authorization: wrong })).toBe(403);
    }
  });
});
