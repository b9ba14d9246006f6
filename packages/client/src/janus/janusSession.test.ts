import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { JanusError } from './janusError.ts';
import { JanusSession, type JanusSessionState } from './janusSession.ts';
import { ScriptedGateway } from './scriptedGateway.ts';

let gateway: ScriptedGateway;
let session: JanusSession;
let states: JanusSessionState[];
let warnings: unknown[];

beforeEach(() => {
  vi.useFakeTimers();
  gateway = new ScriptedGateway();
  states = [];
  warnings = [];
  session = new JanusSession({
    url: 'ws://gateway',
    token: () => 'secret',
    createSocket: gateway.createSocket,
    log: (level, _text, fields) => {
      if (level === 'warn') warnings.push(fields);
    },
  });
  session.state.add((state) => states.push(state));
});
afterEach(() => {
  session.close();
  vi.useRealTimers();
});

const settle = (milliseconds = 0): Promise<unknown> => vi.advanceTimersByTimeAsync(milliseconds);
const offer = { type: 'offer', sdp: 'v=0' } as const;

describe('a session', () => {
  it('connects with the subprotocol, asks for the time-outs, and is created; each request has the token', async () => {
    await session.open();
    expect(gateway.socket.protocol).toBe('janus-protocol');
    expect(gateway.requests.map(({ janus, token, session_id: id }) => [janus, token, id])).toEqual([
      ['info', 'secret', undefined],
      ['create', 'secret', undefined],
    ]);
    expect(session.id).toBe(7);
    expect(session.current).toEqual({ status: 'open' });
  });

  it('is kept alive at half the time-out of the server', async () => {
    await session.open();
    await settle(29_000);
    expect(gateway.asked('keepalive')).toHaveLength(0);
    await settle(32_000);
    expect(gateway.asked('keepalive')).toHaveLength(2);
  });

  it('rejects with the code and the text of Janus, and can be tried again', async () => {
    gateway.answers = { create: () => [{ janus: 'error', error: { code: 403, reason: 'Unauthorized' } }] };
    await expect(session.open()).rejects.toMatchObject({ source: 'core', code: 403 });
    gateway.answers = {};
    await session.open();
    expect(states.map(({ status }) => status)).toEqual(['opening', 'new', 'opening', 'open']);
  });

  it('rejects a request that is not answered in time', async () => {
    await session.open();
    gateway.answers = { attach: () => null };
    const outcome = session.attach('p').catch((error: unknown) => error);
    await settle(10_000);
    expect(await outcome).toMatchObject({ source: 'timeout' });
  });

  it('claims its session over a new line after the old one closed, and sends what waited', async () => {
    await session.open();
    gateway.reachable = false;
    gateway.socket.break();
    const attached = session.attach('janus.plugin.echotest');
    await settle(1_000);
    expect(session.current.status).toBe('reconnecting');
    gateway.reachable = true;
    await settle(2_000);
    expect(gateway.asked('claim')[0]).toMatchObject({ session_id: 7 });
    expect((await attached).id).toBe(101);
    expect(session.current).toEqual({ status: 'open' });
  });

  it('rejects what was under way when the line closed, as its answer may be lost', async () => {
    await session.open();
    gateway.answers = { attach: () => null };
    const attached = session.attach('p');
    gateway.socket.break();
    await expect(attached).rejects.toMatchObject({ source: 'disconnected' });
  });

  it('takes a line without an answer to the keepalive for lost', async () => {
    await session.open();
    gateway.answers = { keepalive: () => null };
    session.probe();
    await settle(2_100);
    expect(gateway.asked('claim')).toHaveLength(1);
    expect(gateway.sockets[0]?.closed).toBe(true);
  });

  it.each([
    ['the server does not know it any more', 'gone'],
    ['the server cannot be reached', 'unreachable'],
    ['the server says that it expired', 'timeout'],
  ] as const)('is lost when %s, and its handles with it', async (_when, reason) => {
    await session.open();
    const handle = await session.attach('p');
    let detached = 0;
    handle.detached.add(() => detached++);
    const gone = { janus: 'error', error: { code: 458, reason: 'No such session 7' } };
    gateway.answers = { claim: () => [gone] };
    gateway.reachable = reason !== 'unreachable';
    if (reason === 'timeout') gateway.socket.tell({ janus: 'timeout', session_id: 7 });
    else gateway.socket.break();
    await settle(40_000);
    expect(states.at(-1)).toEqual({ status: 'lost', reason });
    expect(detached).toBe(1);
    await expect(handle.message({})).rejects.toBeInstanceOf(JanusError);
    expect(vi.getTimerCount()).toBe(0);
  });

  it('tells the server when it is closed, and leaves no timer', async () => {
    await session.open();
    session.close();
    expect(gateway.requests.at(-1)).toMatchObject({ janus: 'destroy', session_id: 7 });
    expect(gateway.socket.closed).toBe(true);
    expect(vi.getTimerCount()).toBe(0);
    await expect(session.attach('p')).rejects.toMatchObject({ source: 'closed' });
  });

  it.each([
    '{broken',
    '[]',
    '{"janus":"nope"}',
    '{"janus":"webrtcup","sender":"text"}',
    '{"janus":"success","transaction":5}',
    `{"janus":"${'x'.repeat(1_100_000)}"}`,
  ])('reports what does not fit the schema and goes on: %.40s', async (text) => {
    await session.open();
    gateway.socket.tell(text);
    expect(warnings).toHaveLength(1);
    expect((await session.attach('p')).id).toBe(101);
  });
});

describe('a handle', () => {
  it('gives the answer that comes at once, and the one that comes as an event before or after its ack', async () => {
    await session.open();
    const handle = await session.attach('p');
    const plugindata = { plugin: 'p', data: { result: 'ok' } };
    const event = { janus: 'event', sender: handle.id, plugindata, jsep: { type: 'answer', sdp: 'v=0' } };
    for (const answer of [
      [{ janus: 'success', sender: handle.id, plugindata }],
      [{ janus: 'ack' }, event],
      [event, { janus: 'ack' }],
    ]) {
      gateway.answers = { message: () => answer };
      expect((await handle.message({ request: 'x' })).data).toEqual({ result: 'ok' });
    }
  });

  it('rejects with the code of the plugin when that refuses', async () => {
    await session.open();
    const handle = await session.attach('p');
    const data = { videocall: 'event', error_code: 478, error: "Username 'x' doesn't exist" };
    gateway.answers = {
      message: () => [{ janus: 'event', sender: handle.id, plugindata: { plugin: 'p', data } }],
    };
    await expect(handle.message({})).rejects.toMatchObject({ source: 'plugin', code: 478 });
  });

  it('holds candidates until the description they belong to is sent', async () => {
    await session.open();
    const handle = await session.attach('p');
    handle.trickle({ candidate: 'candidate:1', sdpMid: '0', sdpMLineIndex: 0 });
    expect(gateway.asked('trickle')).toEqual([]);
    gateway.answers = { message: () => null };
    const sent = handle.message({}, offer).catch(() => undefined);
    handle.trickle(null);
    expect(gateway.requests.slice(-3).map(({ janus, candidate }) => [janus, candidate])).toEqual([
      ['message', undefined],
      ['trickle', { candidate: 'candidate:1', sdpMid: '0', sdpMLineIndex: 0 }],
      ['trickle', { completed: true }],
    ]);
    await settle(10_000);
    await sent;
  });

  it('tells its own events and no others', async () => {
    await session.open();
    const [one, other] = [await session.attach('p'), await session.attach('p')];
    const told: unknown[] = [];
    for (const handle of [one, other]) {
      handle.webrtcUp.add(() => told.push([handle.id, 'up']));
      handle.hungUp.add((reason) => told.push([handle.id, reason]));
      handle.slowLink.add(({ lost }) => told.push([handle.id, lost]));
      handle.media.add(({ receiving }) => told.push([handle.id, receiving]));
    }
    const sender = other.id;
    gateway.socket.tell({ janus: 'webrtcup', sender });
    gateway.socket.tell({ janus: 'media', sender, type: 'audio', mid: '0', receiving: true });
    gateway.socket.tell({ janus: 'slowlink', sender, media: 'video', mid: '1', uplink: true, lost: 9 });
    gateway.socket.tell({ janus: 'hangup', sender, reason: 'ICE failed' });
    gateway.socket.tell({ janus: 'webrtcup', sender: 5 });
    expect(told).toEqual([
      [sender, 'up'],
      [sender, true],
      [sender, 9],
      [sender, 'ICE failed'],
    ]);
    await other.detach();
    gateway.socket.tell({ janus: 'webrtcup', sender });
    expect(told).toHaveLength(4);
  });
});
