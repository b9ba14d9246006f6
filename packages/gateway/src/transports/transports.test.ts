import { afterEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { GatewayOptions } from '../assemble.ts';
import { createGateway, type Gateway } from '../gateway.ts';
import { FakeEngine } from '../testing/fakeEngine.ts';

let gateway: Gateway;

async function start(options: GatewayOptions = {}): Promise<string> {
  gateway = await createGateway(
    { httpPort: 0, webSocketPort: 0, host: '127.0.0.1', ...options },
    new FakeEngine(),
  );
  return `http://127.0.0.1:${gateway.httpPort}`;
}

afterEach(() => gateway.close());

const post = (url: string, body: object | string) =>
  fetch(url, { method: 'POST', body: typeof body === 'string' ? body : JSON.stringify(body) });

/** Sends one text, and gives so many messages that come. */
async function overSocket(text: string, count: number): Promise<unknown[]> {
  const socket = new WebSocket(`ws://127.0.0.1:${gateway.webSocketPort}`, 'janus-protocol');
  const got: unknown[] = [];
  const done = new Promise<void>((resolve, reject) => {
    socket.once('error', reject);
    socket.on('message', (data: Buffer) => {
      got.push(JSON.parse(data.toString()));
      if (got.length === count) resolve();
    });
  });
  await new Promise((resolve) => socket.once('open', resolve));
  socket.send(text);
  await done;
  socket.terminate();
  return got;
}

const create = (id: number) => JSON.stringify({ janus: 'create', transaction: `t${id}`, id });

describe('HTTP', () => {
  it('lets pages of any origin in, or of one, with its cookies', async () => {
    const open = await start();
    expect((await fetch(`${open}/janus/info`)).headers.get('access-control-allow-origin')).toBe('*');
    await gateway.close();
    const base = await start({ allowOrigin: 'https://calls.example' });
    const { headers } = await fetch(`${base}/janus/info`, { method: 'OPTIONS' });
    expect(headers.get('access-control-allow-origin')).toBe('https://calls.example');
    expect(headers.get('access-control-allow-credentials')).toBe('true');
    expect(headers.get('vary')).toBe('Origin');
  });

  it('answers ping, and has its path where it was put', async () => {
    const base = await start({ basePath: '/gate' });
    expect(await (await fetch(`${base}/gate/ping`)).json()).toMatchObject({ janus: 'pong' });
    expect((await fetch(`${base}/janus/ping`)).status).toBe(404);
  });

  it('refuses a request that is too long, and goes on', async () => {
    const base = await start({ limits: { message: 1000 } });
    const long = await post(`${base}/janus`, 'x'.repeat(1001)).catch(() => null);
    expect(long === null || long.status === 413).toBe(true);
    expect(await (await post(`${base}/janus`, create(1))).json()).toMatchObject({ janus: 'success' });
  });

  it('asks a long poll for its secret, and answers two at once for one session', async () => {
    const base = await start({ apiSecret: 'secret' });
    await post(`${base}/janus`, { janus: 'create', transaction: 't', id: 1, apisecret: 'secret' });
    expect((await fetch(`${base}/janus/1`)).status).toBe(403);
    const first = fetch(`${base}/janus/1?apisecret=secret&maxev=5`);
    await new Promise((resolve) => setTimeout(resolve, 50));
    const second = new AbortController();
    const other = fetch(`${base}/janus/1?apisecret=secret`, { signal: second.signal }).catch(() => null);
    expect(await (await first).json()).toEqual([{ janus: 'keepalive' }]);
    second.abort();
    await other;
  });

  it('has no admin API unless there is a secret for it', async () => {
    await start();
    expect(gateway.admin).toBeNull();
    await gateway.close();
    await start({ admin: { secret: 's', httpPort: 0, webSocketPort: 0, basePath: '/boss' } });
    const url = `http://127.0.0.1:${gateway.admin?.httpPort}/boss`;
    expect(await (await post(url, { janus: 'list_sessions', transaction: 't' })).json()).toMatchObject({
      error: { code: 403 },
    });
    const request = { janus: 'list_sessions', transaction: 't', admin_secret: 's' };
    expect(await (await post(url, request)).json()).toMatchObject({ janus: 'success', sessions: [] });
  });
});

describe('WebSocket', () => {
  it('takes several requests in one message, all or none', async () => {
    await start();
    const both = await overSocket(`${create(1)}\n ${create(2)}`, 2);
    expect(both).toMatchObject([{ transaction: 't1' }, { transaction: 't2' }]);
    expect(await overSocket(`${create(1)}{broken`, 1)).toMatchObject([{ error: { code: 454 } }]);
    expect(await overSocket(create(1), 1)).toMatchObject([{ janus: 'success' }]);
  });

  it('refuses more sessions than one connection may have, and counts those that end', async () => {
    await start({ limits: { sessionsPerConnection: 1 } });
    const destroy = JSON.stringify({ janus: 'destroy', transaction: 'd', session_id: 1 });
    expect(await overSocket(create(1) + create(2) + destroy + create(3), 4)).toMatchObject([
      { janus: 'success' },
      { error: { code: 472 } },
      { janus: 'success' },
      { janus: 'success' },
    ]);
  });

  it('answers all requests of one that sends too fast, later', async () => {
    await start({ limits: { requestsPerSecond: 20 } });
    const ping = '{"janus":"ping","transaction":"t"}';
    expect(await overSocket(ping.repeat(25), 25)).toHaveLength(25);
  });

  it('refuses more handles than one session may have', async () => {
    await start({ limits: { handles: 1 } });
    const attach = JSON.stringify({
      janus: 'attach',
      transaction: 'a',
      session_id: 1,
      plugin: 'janus.plugin.echotest',
    });
    expect(await overSocket(create(1) + attach + attach, 3)).toMatchObject([
      { janus: 'success' },
      { janus: 'success' },
      { error: { code: 461 } },
    ]);
  });
});
