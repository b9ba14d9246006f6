import { limits, socketRequests, type SocketRequestName } from '@cardea/protocol';
import { io } from 'socket.io-client';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { RunningServer } from '../server.ts';
import { ring, talk, TestServers } from '../testing/testServer.ts';

let servers: TestServers;
let server: RunningServer;

beforeAll(async () => {
  servers = await TestServers.create();
  server = await servers.start();
});
afterEach(() => servers.closeDevices());
afterAll(() => servers.close());

const deep = (levels: number): unknown => JSON.parse('['.repeat(levels) + ']'.repeat(levels));
const corpus: [string, unknown][] = [
  ['nothing', null],
  ['a number', 1],
  ['text', 'text'],
  ['a list', [1, 2]],
  ['an unknown key', { unknown: 1 }],
  ['a prototype key', JSON.parse('{"__proto__":{"admin":true},"constructor":{"prototype":{}}}')],
  ['wrong types', { call: 1, person: {}, room: [], ids: 'x', text: 5, kind: null, to: true, before: '0' }],
  ['deep nesting', { person: deep(2_000) }],
  ['long text', { person: 'x'.repeat(100_000), call: 'x'.repeat(1_000), room: 'x'.repeat(1_000) }],
  ['an id with a path', { person: '../../etc/passwd', call: 'a/b/c/d/e/f/g', room: '../x' }],
];

describe('input that no client of ours sends', () => {
  it.each(Object.keys(socketRequests) as SocketRequestName[])(
    '%s answers it with a typed error and stays as it was',
    async (name) => {
      const ann = await servers.device(server, 'Ann');
      const takesNothing = socketRequests[name].request.safeParse({}).success;
      for (const [what, request] of corpus) {
        expect([what, await ann.codeOf(name, request)]).toEqual([what, 'invalid_request']);
      }
      if (!takesNothing) expect(await ann.codeOf(name, {})).toBe('invalid_request');
      expect(ann.socket.connected).toBe(true);
    },
  );

  it('in any form and number ends no connection and reaches nobody', async () => {
    const ann = await servers.device(server, 'Ann');
    const raw = ann.socket as unknown as { emit(...all: unknown[]): void };
    for (const name of ['call:ring', 'no-such-thing', '__proto__', 'constructor', 'toString', '']) {
      raw.emit(name);
      raw.emit(name, null);
      raw.emit(name, {}, {}, {});
      raw.emit(name, () => undefined);
      if (!Object.hasOwn(socketRequests, name)) expect(await ann.codeOf(name, {})).toBe('invalid_request');
    }
    expect((await ann.tryTo('ice:get', {})).ok).toBe(true);
  });

  it('is refused in every wrong state of a call, and the call stays as it was', async () => {
    const ann = await servers.device(server, 'Ann');
    const bob = await servers.device(server, 'Bob');
    const { call } = await ring(ann, bob);
    expect(await ann.codeOf('call:kind', { call: call.id, kind: 'audio' })).toBe('wrong_call_state');
    const bobAgain = servers.keep(await bob.person.connect({ device: bob.id }));
    expect(bobAgain.welcome?.calls).toMatchObject([{ call }]);
    await ann.ask('call:hangup', { call: call.id });
    for (const name of ['call:ringing', 'call:accept']) {
      expect(await bobAgain.codeOf(name, { call: call.id })).toBe('call_over');
    }
    expect(await ann.codeOf('call:connected', { call: call.id })).toBe('call_over');
    expect(await ann.codeOf('call:hangup', { call: call.id })).toBe('ok');
  });

  it('with a text beyond 8,000 characters is told so in its own words', async () => {
    const ann = await servers.device(server, 'Ann');
    const bob = await servers.device(server, 'Bob');
    const send = {
      id: 'message-0001',
      to: bob.person.me.id,
      body: { type: 'text', text: 'x'.repeat(limits.messageLength + 1) },
      sentAt: 1,
      delivered: false,
    };
    expect(await ann.codeOf('chat:send', send)).toBe('message_too_long');
  });

  it('in a frame beyond the limit closes that socket and touches no other', async () => {
    const ann = await servers.device(server, 'Ann');
    const bob = await servers.device(server, 'Bob');
    (ann.socket as unknown as { emit(...all: unknown[]): void }).emit(
      'chat:send',
      'x'.repeat(limits.frameBytes),
    );
    expect(await ann.ended()).toMatch(/transport/);
    await bob.ask('ice:get', {});
  });

  it('cannot make a stranger part of a call', async () => {
    const ann = await servers.device(server, 'Ann');
    const bob = await servers.device(server, 'Bob');
    const eve = await servers.device(server, 'Eve');
    const call = await talk(ann, bob);
    const verbs: [string, object][] = [
      ['call:ringing', { call }],
      ['call:accept', { call }],
      ['call:hangup', { call }],
      ['call:connected', { call }],
      ['call:failed', { call }],
      ['call:kind', { call, kind: 'audio' }],
      ['call:signal', { call, to: ann.id, signal: { type: 'restart', from: 'session-0001' } }],
    ];
    for (const [name, request] of verbs) expect(await eve.codeOf(name, request)).toBe('call_not_found');
    expect(await eve.codeOf('history:remove', { call })).toBe('ok');
    const bobAgain = servers.keep(await bob.person.connect({ device: bob.id }));
    expect(bobAgain.welcome?.calls).toMatchObject([{ call: { id: call, state: { phase: 'connected' } } }]);
  });
});

describe('a connection', () => {
  const connect = (headers: Record<string, string>, transports: string[], auth: object = {}) =>
    new Promise<string>((resolve) => {
      const socket = io(`http://127.0.0.1:${server.port}`, {
        path: '/signalling',
        transports,
        forceNew: true,
        reconnection: false,
        extraHeaders: headers,
        auth,
      });
      const end = (answer: string): void => {
        socket.disconnect();
        resolve(answer);
      };
      socket.on('connect', () => end('connected'));
      socket.on('connect_error', (error: Error & { data?: { code?: string } }) =>
        end(error.data?.code ?? error.message),
      );
    });
  const auth = { device: 'device-of-test', activity: 'active' };

  it.each([
    ['another host', 'http://evil.example'],
    ['none, as sandboxed pages have', 'null'],
    ['a name that begins like ours', 'http://127.0.0.1.evil.example'],
    ['our host on another port', 'http://127.0.0.1:1'],
    ['our host by another scheme', 'https://127.0.0.1'],
  ])('from a page whose origin is %s is refused with 403, cookie or not', async (_what, origin) => {
    const { person } = await servers.device(server, 'Ann');
    for (const transport of ['websocket', 'polling']) {
      expect(await connect({ origin, cookie: person.cookie }, [transport], auth)).toMatch(/error/);
      const response = await fetch(`http://127.0.0.1:${server.port}/signalling/?EIO=4&transport=polling`, {
        headers: { origin, cookie: person.cookie },
      });
      expect(response.status).toBe(403);
    }
  });

  it('with a cookie but without an origin is no browser page of ours', async () => {
    const { person } = await servers.device(server, 'Ann');
    expect(await connect({ cookie: person.cookie }, ['websocket'], auth)).toMatch(/error/);
  });

  it('without a session, with a wrong one, or without a proper greeting is told why', async () => {
    const { person } = await servers.device(server, 'Ann');
    const { origin, cookie } = person;
    expect(await connect({ origin }, ['websocket'], auth)).toBe('not_signed_in');
    const wrong = `cardea_session=${'A'.repeat(43)}`;
    expect(await connect({ origin, cookie: wrong }, ['websocket'], auth)).toBe('not_signed_in');
    for (const greeting of [
      {},
      { device: 'x' },
      { ...auth, admin: true },
      { ...auth, device: 'a/b/c/d/e/f' },
    ]) {
      expect(await connect({ origin, cookie }, ['websocket'], greeting)).toBe('invalid_request');
    }
    expect(await connect({ origin, cookie }, ['polling'], auth)).toBe('connected');
  });
});

describe('rates', () => {
  it('hold back whoever rings, writes or asks too much, with the seconds to wait', async () => {
    const strict = await servers.start({ rateLimitFactor: 1 });
    const ann = await servers.device(strict, 'Ann');
    const bob = await servers.device(strict, 'Bob');
    const codes: string[] = [];
    for (let count = 0; count < 25; count += 1) {
      codes.push(
        await ann.codeOf('call:ring', {
          call: `call-number-${count}`,
          person: bob.person.me.id,
          kind: 'audio',
          offer: null,
        }),
      );
    }
    expect(codes.filter((code) => code === 'rate_limited')).toHaveLength(5);
    const answer = await ann.tryTo('call:ring', {
      call: 'call-number-x',
      person: bob.person.me.id,
      kind: 'audio',
      offer: null,
    });
    expect(answer).toMatchObject({ ok: false, error: { code: 'rate_limited', retryAfter: 3 } });
    expect(await bob.codeOf('ice:get', {})).toBe('ok');
  });
});
