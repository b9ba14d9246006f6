import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request as plainRequest } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ErrorBody, ServerInfo, Session } from '@cardea/protocol';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import type { RunningServer } from '../server.ts';
import { testDatabases } from '../testing/testDatabases.ts';
import { TestPerson } from '../testing/testPerson.ts';
import { befriend, TestServers } from '../testing/testServer.ts';

const Failure = z.object({ error: ErrorBody });
const codeOf = async (response: Response): Promise<string> => Failure.parse(await response.json()).error.code;
const pixel = 'data:image/png;base64,iVBORw0KGgo=';

describe.each(testDatabases())('signing in on $name', (database) => {
  let servers: TestServers;
  let server: RunningServer;
  let count = 0;
  const fresh = (name: string): string => `${name} ${(count += 1)} of HTTP`;
  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    fetch(`http://127.0.0.1:${server.port}${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });

  beforeAll(async () => {
    servers = await TestServers.create(database);
    server = await servers.start();
  });
  afterEach(() => servers.closeDevices());
  afterAll(() => servers.close());

  it('gives a guest a cookie out of the reach of scripts and of other sites', async () => {
    const response = await post('/api/guests', { name: fresh('Ann') });
    expect(response.status).toBe(200);
    const cookie = response.headers.getSetCookie()[0] ?? '';
    expect(cookie).toMatch(/^cardea_session=[\w-]{43}; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Lax$/);
  });

  it('refuses a name that somebody has, however it is written', async () => {
    const name = fresh('Zoë');
    expect((await post('/api/guests', { name })).status).toBe(200);
    for (const same of [name, name.toUpperCase(), `  ${name} `, name.normalize('NFD')]) {
      const response = await post('/api/guests', { name: same });
      expect([response.status, await codeOf(response)]).toEqual([409, 'name_taken']);
    }
    const account = await post('/api/accounts', { name, password: 'long enough' });
    expect(await codeOf(account)).toBe('name_taken');
  });

  it('gives one name to one of many who want it at once', async () => {
    const name = fresh('Max');
    const answers = await Promise.all(Array.from({ length: 8 }, () => post('/api/guests', { name })));
    expect(answers.filter((answer) => answer.status === 200)).toHaveLength(1);
  });

  it('takes the right password, and tells a wrong one from an unknown name by nothing', async () => {
    const name = fresh('Ann');
    await TestPerson.enter(server.port, '/api/accounts', { name, password: 'correct horse' });
    const again = await TestPerson.enter(server.port, '/api/session', { name, password: 'correct horse' });
    expect(again.me).toMatchObject({ name, kind: 'account' });
    const wrong = await post('/api/session', { name, password: 'wrong' });
    const unknown = await post('/api/session', { name: fresh('Nobody'), password: 'wrong' });
    expect([wrong.status, unknown.status]).toEqual([401, 401]);
    expect(await wrong.text()).toBe(await unknown.text());
  });

  it('does not let a guest be taken over by their name', async () => {
    const name = fresh('Ann');
    await post('/api/guests', { name });
    for (const password of ['', 'x', 'null']) {
      const response = await post('/api/session', { name, password });
      expect([400, 401]).toContain(response.status);
    }
  });

  it('makes an account of a guest who sets a password: same person, new cookie', async () => {
    const guest = await TestPerson.guest(server.port, fresh('Ann'));
    const response = await guest.request('POST', '/api/me/password', { password: 'correct horse' });
    const { me } = Session.parse(await response.json());
    expect(me).toEqual({ ...guest.me, kind: 'account' });
    const old = Session.parse(await (await guest.request('GET', '/api/session')).json());
    expect(old.me).toBeNull();
    const back = await TestPerson.enter(server.port, '/api/session', {
      name: guest.me.name,
      password: 'correct horse',
    });
    expect(back.me.id).toBe(guest.me.id);
  });

  it('asks for the old password before a new one, and ends the other sessions and their sockets', async () => {
    const body = { name: fresh('Ann'), password: 'correct horse' };
    const here = await TestPerson.enter(server.port, '/api/accounts', body);
    const there = await TestPerson.enter(server.port, '/api/session', body);
    const elsewhere = servers.keep(await there.connect());
    for (const current of [undefined, 'wrong']) {
      const refused = await here.request('POST', '/api/me/password', {
        password: 'battery staple',
        ...(current !== undefined && { current }),
      });
      expect(await codeOf(refused)).toBe('wrong_credentials');
    }
    const changed = await here.request('POST', '/api/me/password', {
      password: 'battery staple',
      current: body.password,
    });
    expect(changed.status).toBe(200);
    await elsewhere.next('session:ended');
    expect(await elsewhere.ended()).toBe('io server disconnect');
    expect(Session.parse(await (await there.request('GET', '/api/session')).json()).me).toBeNull();
  });

  it('ends with signing out: the socket, the cookie, and the name of a guest is free again', async () => {
    const name = fresh('Ann');
    const guest = await TestPerson.guest(server.port, name);
    const device = servers.keep(await guest.connect());
    const response = await guest.request('DELETE', '/api/session');
    expect(await response.json()).toEqual({});
    await device.next('session:ended');
    await device.ended();
    const next = await TestPerson.guest(server.port, name);
    expect(next.me.id).not.toBe(guest.me.id);
  });

  it('tells contacts and own devices of a new name and picture, and serves the picture', async () => {
    const ann = await servers.device(server, 'Ann');
    const bob = await servers.device(server, 'Bob');
    await befriend(bob, ann);
    const name = fresh('Anna');
    const changed = await ann.person.request('PATCH', '/api/me', { name, avatar: pixel });
    const { me } = Session.parse(await changed.json());
    await ann.next('me:changed', (event) => event.me.avatarUrl === me?.avatarUrl);
    await bob.next('contacts:changed', ({ contact }) => contact.person.name === name);
    const picture = await fetch(`http://127.0.0.1:${server.port}${me?.avatarUrl ?? ''}`);
    expect(picture.headers.get('content-type')).toBe('image/png');
    expect(picture.headers.get('x-content-type-options')).toBe('nosniff');
    expect(Buffer.from(await picture.arrayBuffer()).toString('base64')).toBe('iVBORw0KGgo=');
    await ann.person.request('PATCH', '/api/me', { avatar: null });
    expect((await fetch(`http://127.0.0.1:${server.port}${me?.avatarUrl ?? ''}`)).status).toBe(404);
  });

  it('refuses what does not fit, always in the same form', async () => {
    const guest = await TestPerson.guest(server.port, fresh('Ann'));
    const cases: [Promise<Response>, number, string][] = [
      [post('/api/guests', { name: '' }), 400, 'invalid_request'],
      [post('/api/guests', { name: 'a\u202Eb' }), 400, 'invalid_request'],
      [post('/api/guests', { name: 'x', admin: true }), 400, 'invalid_request'],
      [post('/api/accounts', { name: 'x', password: 'short' }), 400, 'invalid_request'],
      [post('/api/accounts', { name: 'x', password: 'x'.repeat(200_000) }), 413, 'too_large'],
      [post('/api/nothing', {}), 404, 'not_found'],
      [guest.request('GET', '/api/avatars/unknown-picture'), 404, 'not_found'],
      [guest.request('GET', '/api/avatars/..%2F..%2Fetc'), 400, 'invalid_request'],
      [
        guest.request('PATCH', '/api/me', { avatar: 'data:image/svg+xml;base64,PHN2Zz4=' }),
        400,
        'invalid_request',
      ],
      [post('/api/me/password', { password: 'long enough' }), 401, 'not_signed_in'],
    ];
    for (const [response, status, code] of cases) {
      expect([(await response).status, await codeOf(await response)]).toEqual([status, code]);
    }
    const noJson = await fetch(`http://127.0.0.1:${server.port}/api/guests`, { method: 'POST', body: '{' });
    expect(await codeOf(noJson)).toBe('invalid_request');
  });
});

describe('the HTTP side', () => {
  let servers: TestServers;
  let server: RunningServer;
  let webRoot: string;
  let origin: string;

  beforeAll(async () => {
    webRoot = await mkdtemp(join(tmpdir(), 'cardea-web-'));
    await mkdir(join(webRoot, 'assets'));
    await writeFile(join(webRoot, 'index.html'), '<!doctype html><title>Cardea</title>');
    await writeFile(join(webRoot, 'assets', 'app-1234.js'), 'export {};');
    servers = await TestServers.create();
    server = await servers.start({ webRoot, allowedOrigins: ['https://intranet.example'] });
    origin = `http://127.0.0.1:${server.port}`;
  });
  afterAll(async () => {
    await servers.close();
    await rm(webRoot, { recursive: true });
  });

  it.each([
    'http://evil.example',
    'null',
    'http://127.0.0.1.evil.example',
    'http://127.0.0.1',
    'https://intranet.example.evil',
  ])('changes nothing for a page of %s', async (foreign) => {
    const response = await fetch(`${origin}/api/guests`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin: foreign },
      body: JSON.stringify({ name: 'Mallory' }),
    });
    expect([response.status, await codeOf(response)]).toEqual([403, 'forbidden_origin']);
  });

  it('works for pages of its own origin and of those allowed', async () => {
    for (const own of [origin, 'https://intranet.example']) {
      const response = await fetch(`${origin}/api/session`, { method: 'DELETE', headers: { origin: own } });
      expect(response.status).toBe(200);
    }
  });

  it('believes no X-Forwarded header unless told to', async () => {
    const forged = {
      origin: 'http://evil.example',
      'x-forwarded-host': 'evil.example',
      'x-forwarded-proto': 'http',
    };
    const response = await fetch(`${origin}/api/session`, { method: 'DELETE', headers: forged });
    expect(response.status).toBe(403);
    const trusting = await servers.start({ trustProxy: 'loopback' });
    const trusted = await fetch(`http://127.0.0.1:${trusting.port}/api/session`, {
      method: 'DELETE',
      headers: {
        ...forged,
        origin: 'https://calls.example',
        'x-forwarded-host': 'calls.example',
        'x-forwarded-proto': 'https',
      },
    });
    expect(trusted.status).toBe(200);
  });

  it('serves the app with a strict policy, its page for every address of it, and hashed files for ever', async () => {
    const page = await fetch(`${origin}/room/kitchen`, { headers: { accept: 'text/html' } });
    expect(await page.text()).toContain('<title>Cardea</title>');
    expect(page.headers.get('cache-control')).toBe('no-cache');
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'self'");
    expect(policy).not.toMatch(/unsafe|\*/);
    expect(page.headers.get('strict-transport-security')).toBeNull();
    expect(page.headers.get('cross-origin-opener-policy')).toBe('same-origin');
    expect(page.headers.get('permissions-policy')).toContain('camera=(self)');
    const shared = await fetch(`${origin}/s/${'x'.repeat(43)}`, { headers: { accept: 'text/html' } });
    expect(await shared.text()).toContain('<title>Cardea</title>');
    const asset = await fetch(`${origin}/assets/app-1234.js`);
    expect(asset.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    for (const path of ['/assets/gone.js', '/api/unknown', '/unknown.png']) {
      expect(await codeOf(await fetch(origin + path))).toBe('not_found');
    }
    expect((await fetch(`${origin}/api/unknown`, { headers: { accept: 'text/html' } })).status).toBe(404);
  });

  it('does not leave the folder of the app', async () => {
    for (const path of ['/../server.ts', '/..%2f..%2fetc/passwd', '/assets/..%5c..%5cindex.html', '/%00']) {
      const status = await new Promise<number | undefined>((resolve, reject) => {
        plainRequest({ host: '127.0.0.1', port: server.port, path }, (response) => {
          response.resume();
          resolve(response.statusCode);
        })
          .on('error', reject)
          .end();
      });
      expect([400, 403, 404]).toContain(status);
    }
  });

  it('says how it is', async () => {
    expect(await (await fetch(`${origin}/healthz`)).json()).toEqual({ status: 'ok' });
    const info = ServerInfo.parse(await (await fetch(`${origin}/api/server`)).json());
    expect(info).toMatchObject({
      name: 'cardea',
      registration: 'open',
      lanUrls: [],
      localAuthority: false,
      library: true,
    });
    const metrics = await (await fetch(`${origin}/metrics`)).text();
    for (const name of [
      'cardea_sockets',
      'cardea_calls',
      'cardea_rings_total',
      'cardea_messages_total',
      'cardea_library_bytes',
      'cardea_uploads_total',
    ]) {
      expect(metrics).toContain(`# TYPE ${name}`);
    }
    expect((await fetch(`${origin}/ca.crt`)).status).toBe(404);
  });

  it('counts requests however their address is written', async () => {
    const strict = await servers.start({ rateLimitFactor: 0.01 });
    const ask = async (path: string) => (await fetch(`http://127.0.0.1:${strict.port}${path}`)).status;
    expect([await ask('/%61pi/session'), await ask('/api/session'), await ask('/ap%69/session')]).toEqual([
      200, 200, 200,
    ]);
    expect([await ask('/%61pi/session'), await ask('/api/session'), await ask('/api/nothing')]).toEqual([
      429, 429, 429,
    ]);
  });

  it('holds back whoever guesses passwords, by address and by name', async () => {
    // Two tries in place of ten.
    const strict = await servers.start({ rateLimitFactor: 0.2, trustProxy: 'loopback' });
    const guess = (name: string, address: string) =>
      fetch(`http://127.0.0.1:${strict.port}/api/session`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'x-forwarded-for': address },
        body: JSON.stringify({ name, password: 'guess' }),
      });
    const statuses = async (tries: Promise<Response>[]) =>
      (await Promise.all(tries)).map((one) => one.status);
    const oneAddress = await statuses(Array.from({ length: 4 }, (_, at) => guess(`name ${at}`, '192.0.2.1')));
    expect(oneAddress.filter((status) => status === 429)).toHaveLength(2);
    const oneName = await statuses(Array.from({ length: 4 }, (_, at) => guess('victim', `198.51.100.${at}`)));
    expect(oneName.filter((status) => status === 429)).toHaveLength(2);
    const refused = await guess('victim', '203.0.113.1');
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(60);
  });

  it('lets nobody in by themselves where registration is closed, and no accounts where it is for guests', async () => {
    const closed = await servers.start({ registration: 'closed' });
    const guests = await servers.start({ registration: 'guests' });
    const enter = async (at: RunningServer, path: string) =>
      codeOf(
        await fetch(`http://127.0.0.1:${at.port}${path}`, {
          method: 'POST',
          headers: { 'content-type': 'application/json' },
          body: JSON.stringify({
            name: 'Somebody',
            ...(path === '/api/accounts' && { password: 'long enough' }),
          }),
        }),
      );
    expect(await enter(closed, '/api/guests')).toBe('registration_closed');
    expect(await enter(closed, '/api/accounts')).toBe('registration_closed');
    expect(await enter(guests, '/api/accounts')).toBe('registration_closed');
    const guest = await TestPerson.guest(guests.port, 'Visitor');
    const upgrade = await guest.request('POST', '/api/me/password', { password: 'long enough' });
    expect(await codeOf(upgrade)).toBe('registration_closed');
  });
});
