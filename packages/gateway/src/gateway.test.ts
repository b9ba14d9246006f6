import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { JsonObject } from './core/json.ts';
import type { Clock } from './core/sessions.ts';
import { StoredTokens } from './core/tokens.ts';
import type { GatewayOptions } from './assemble.ts';
import { createGateway, type Gateway } from './gateway.ts';
import { FakeEngine } from './testing/fakeEngine.ts';

const offer =
  'v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\nm=audio 9 UDP/TLS/RTP/SAVPF 111\r\na=mid:0\r\na=rtpmap:111 opus/48000/2\r\n';

let engine: FakeEngine;
let gateway: Gateway;
let clock: { time: number; check: () => void } & Clock;
const sockets: WebSocket[] = [];

async function start(options: GatewayOptions = {}): Promise<void> {
  gateway = await createGateway(
    { httpPort: 0, webSocketPort: 0, host: '127.0.0.1', clock, ...options },
    engine,
  );
}

beforeEach(() => {
  engine = new FakeEngine();
  clock = {
    time: 0,
    check: () => {},
    now: () => clock.time,
    every: (_milliseconds, work) => {
      clock.check = work;
      return () => {};
    },
  };
});

afterEach(async () => {
  for (const socket of sockets.splice(0)) socket.terminate();
  await gateway.close();
});

async function connect() {
  const socket = new WebSocket(`ws://127.0.0.1:${gateway.webSocketPort}`, 'janus-protocol');
  sockets.push(socket);
  const arrived: JsonObject[] = [];
  const waiting: ((message: JsonObject) => void)[] = [];
  socket.on('message', (data: Buffer) => {
    const message = JSON.parse(data.toString()) as JsonObject;
    const next = waiting.shift();
    if (next === undefined) arrived.push(message);
    else next(message);
  });
  await new Promise((resolve) => socket.once('open', resolve));
  const receive = () =>
    new Promise<JsonObject>((resolve) => {
      const message = arrived.shift();
      if (message === undefined) waiting.push(resolve);
      else resolve(message);
    });
  const ask = (request: JsonObject) => {
    socket.send(JSON.stringify({ transaction: 't', ...request }));
    return receive();
  };
  return { socket, receive, ask };
}

async function attached() {
  const client = await connect();
  await client.ask({ janus: 'create', id: 7 });
  const answer = await client.ask({ janus: 'attach', session_id: 7, plugin: 'janus.plugin.echotest' });
  const handle = (answer['data'] as { id: number }).id;
  return { ...client, ids: { session_id: 7, handle_id: handle } };
}

describe('sessions', () => {
  it('end with a timeout event when nothing was asked for 60 s, and not before', async () => {
    await start();
    const { ask, receive } = await connect();
    await ask({ janus: 'create', id: 7 });
    clock.time = 59_999;
    clock.check();
    expect(await ask({ janus: 'keepalive', session_id: 7 })).toMatchObject({ janus: 'ack' });
    clock.time = 59_999 + 60_000;
    clock.check();
    expect(await receive()).toEqual({ janus: 'timeout', session_id: 7 });
    expect(await ask({ janus: 'keepalive', session_id: 7 })).toMatchObject({ error: { code: 458 } });
  });

  it('die with their socket', async () => {
    await start();
    const first = await connect();
    await first.ask({ janus: 'create', id: 7 });
    first.socket.close();
    await new Promise((resolve) => first.socket.once('close', resolve));
    const second = await connect();
    await expect
      .poll(async () => (await second.ask({ janus: 'claim', session_id: 7 }))['error'])
      .toMatchObject({ code: 458 });
  });

  it('wait for a claim when there is time for one, and then tell their events to who claimed', async () => {
    await start({ reclaimTimeout: 10_000 });
    const first = await attached();
    first.socket.terminate();
    const second = await connect();
    expect(await second.ask({ janus: 'claim', session_id: 7 })).toMatchObject({ janus: 'success' });
    expect(await second.ask({ janus: 'detach', ...first.ids })).toMatchObject({ janus: 'success' });
    expect(await second.receive()).toMatchObject({ janus: 'detached', sender: first.ids.handle_id });
  });
});

describe('authorization', () => {
  it('asks for the secret everywhere but in ping and info', async () => {
    await start({ apiSecret: 'secret' });
    const { ask } = await connect();
    expect(await ask({ janus: 'ping' })).toMatchObject({ janus: 'pong' });
    expect(await ask({ janus: 'info' })).toMatchObject({ janus: 'server_info', api_secret: true });
    expect(await ask({ janus: 'create', apisecret: 'secre' })).toMatchObject({ error: { code: 403 } });
    expect(await ask({ janus: 'create', apisecret: 'secret' })).toMatchObject({ janus: 'success' });
  });

  it('lets a token attach only to its plugins', async () => {
    const tokens = new StoredTokens();
    tokens.add('guest', ['janus.plugin.other']);
    await start({ tokens });
    const { ask } = await connect();
    await ask({ janus: 'create', id: 7, token: 'guest' });
    const attach = { janus: 'attach', session_id: 7, plugin: 'janus.plugin.echotest' };
    expect(await ask({ ...attach, token: 'guest' })).toMatchObject({ error: { code: 405 } });
    expect(await ask({ ...attach, token: 'nobody' })).toMatchObject({ error: { code: 403 } });
  });
});

describe('Echo Test', () => {
  it('answers an offer, forwards every m-line to itself, and is done when the connection closes', async () => {
    await start();
    const { ask, receive, ids } = await attached();
    const jsep = { type: 'offer', sdp: offer };
    expect(await ask({ janus: 'trickle', ...ids, candidate: { sdpMid: '0', candidate: 'x' } })).toMatchObject(
      {
        janus: 'ack',
      },
    );
    expect(await ask({ janus: 'message', ...ids, body: { audio: false }, jsep })).toMatchObject({
      janus: 'ack',
      hint: "I'm taking my time!",
    });
    const answer = await receive();
    expect(answer).toMatchObject({ janus: 'event', transaction: 't', jsep: { type: 'answer' } });
    const [connection] = engine.connections;
    expect(connection?.calls).toEqual([
      ['addCandidate', { sdpMid: '0', candidate: 'x' }],
      ['forward', '0', '0'],
      ['setEnabled', '0', false],
      ['limitBitrate', 10_000_000],
    ]);
    connection?.events.up();
    expect(await receive()).toEqual({ janus: 'webrtcup', session_id: 7, sender: ids.handle_id });
    connection?.events.data({ label: 'l', protocol: 'p', content: 'hello' });
    expect(connection?.calls.at(-1)).toEqual([
      'sendData',
      { label: 'l', protocol: 'p', content: 'Janus EchoTest here! You wrote: hello' },
    ]);
    expect(await ask({ janus: 'hangup', ...ids })).toMatchObject({ janus: 'success' });
    expect(await receive()).toMatchObject({ janus: 'hangup', reason: 'Janus API' });
    expect(await receive()).toMatchObject({ plugindata: { data: { echotest: 'event', result: 'done' } } });
  });

  it('keeps nothing of an offer that was refused', async () => {
    await start();
    const { ask, ids } = await attached();
    const jsep = { type: 'offer', sdp: `${offer}a=refuse\r\n` };
    expect(await ask({ janus: 'message', ...ids, body: {}, jsep })).toMatchObject({ error: { code: 469 } });
    const answer = { type: 'answer', sdp: offer };
    expect(await ask({ janus: 'message', ...ids, body: {}, jsep: answer })).toMatchObject({
      error: { code: 469, reason: 'Unexpected ANSWER (did we offer?)' },
    });
  });
});

describe('HTTP', () => {
  it('tells events to a long poll, in an array when several are allowed', async () => {
    await start();
    const base = `http://127.0.0.1:${gateway.httpPort}/janus`;
    const post = async (path: string, request: JsonObject) => {
      const body = JSON.stringify({ transaction: 't', ...request });
      return (await fetch(base + path, { method: 'POST', body })).json() as Promise<JsonObject>;
    };
    await post('', { janus: 'create', id: 7 });
    const { data } = await post('/7', { janus: 'attach', plugin: 'janus.plugin.echotest' });
    const { id } = data as { id: number };
    const poll = fetch(`${base}/7?maxev=10`);
    expect(await post(`/7/${id}`, { janus: 'message', body: { audio: true } })).toMatchObject({
      janus: 'ack',
    });
    expect(await (await poll).json()).toMatchObject([{ janus: 'event', transaction: 't', sender: id }]);
    expect((await fetch(`${base}/8`)).status).toBe(404);
  });
});
