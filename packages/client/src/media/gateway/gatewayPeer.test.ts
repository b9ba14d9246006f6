import { GatewayName, newId, PeerSessionId } from '@cardea/protocol';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ScriptedGateway } from '../../janus/scriptedGateway.ts';
import { ScriptedConnection, ScriptedStream } from '../connection/scriptedConnection.ts';
import type { PeerRole } from '../mediaPath.ts';
import { GatewayPeer, type GatewaySignal } from './gatewayPeer.ts';

let gateway: ScriptedGateway;
let connections: ScriptedConnection[];
let said: GatewaySignal[];
let links: string[];
let restorings: number;
let origin: string;
let peer: GatewayPeer;

interface Body {
  request: string;
  username?: string;
}

/** What the plugin was asked, in order. */
const asked = (): Body[] => gateway.asked('message').map(({ body }) => body as Body);
const lastName = (): GatewayName | undefined => said.at(-1)?.name;
const settle = (milliseconds = 0): Promise<unknown> => vi.advanceTimersByTimeAsync(milliseconds);

function start(role: PeerRole): void {
  peer = new GatewayPeer({
    role,
    access: () => ({ url: 'ws://gateway', token: 't' }),
    configuration: () => ({}),
    createConnection: () => {
      const connection = new ScriptedConnection();
      connection.origin = origin;
      connections.push(connection);
      return connection.asBrowsers();
    },
    createSocket: gateway.createSocket,
    tracks: new Map(),
    bitrateLimits: new Map(),
    events: {
      signal: (signal) => said.push(signal),
      remoteTracks: () => undefined,
      link: (link) => links.push(link),
      lost: () => undefined,
      channel: () => undefined,
      message: () => undefined,
      fileChannel: () => undefined,
    },
    restoring: () => restorings++,
    log: () => undefined,
  });
  peer.start();
}

function hear(name: GatewayName): void {
  peer.receive({ type: 'gateway', from: newId(PeerSessionId), name });
}

function push(result: object, jsep?: object): void {
  const sender = Number(gateway.asked('message').at(-1)?.['handle_id']);
  const plugindata = { plugin: 'janus.plugin.videocall', data: { videocall: 'event', result } };
  gateway.socket.tell({ janus: 'event', session_id: 7, sender, plugindata, ...(jsep && { jsep }) });
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('MediaStream', ScriptedStream);
  gateway = new ScriptedGateway();
  connections = [];
  said = [];
  links = [];
  restorings = 0;
  origin = '';
  const results: Record<string, object> = {
    register: { event: 'registered', username: 'x' },
    call: { event: 'calling' },
    accept: { event: 'accepted' },
    set: { event: 'set' },
    hangup: { event: 'hangup', username: 'x', reason: 'Explicit hangup' },
  };
  gateway.answers = {
    message: ({ body, handle_id: sender }) => {
      const data = { videocall: 'event', result: results[(body as Body).request] };
      return [
        { janus: 'ack' },
        { janus: 'event', sender, plugindata: { plugin: 'janus.plugin.videocall', data } },
      ];
    },
  };
});
afterEach(() => {
  peer.close();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const theirs = newId(GatewayName);

/** As offerer, until the first call at the gateway is up. */
async function call(): Promise<void> {
  start('offerer');
  await settle();
  hear(theirs);
  await settle();
  push({ event: 'accepted', username: theirs }, { type: 'answer', sdp: 'answer' });
  await settle();
  connections[0]?.become('connected');
}

describe('the offerer', () => {
  it('tells its name, and calls the one it is told', async () => {
    start('offerer');
    await settle();
    expect(said).toHaveLength(1);
    expect(asked()).toEqual([{ request: 'register', username: lastName() }]);
    hear(theirs);
    await settle();
    expect(asked().at(-1)).toEqual({ request: 'call', username: theirs });
    push({ event: 'accepted', username: theirs }, { type: 'answer', sdp: 'answer' });
    await settle();
    connections[0]?.become('connected');
    expect(links.at(-1)).toBe('connected');
  });

  it('declines any call', async () => {
    start('offerer');
    await settle();
    push({ event: 'incomingcall', username: theirs }, { type: 'offer', sdp: 'offer' });
    await settle();
    expect(asked().at(-1)).toEqual({ request: 'hangup' });
    expect(connections[0]?.remoteDescription).toBeNull();
  });

  it('restarts ICE by an update, and makes a new call under a new name when that does not help', async () => {
    await call();
    const before = lastName();
    connections[0]?.become('failed');
    await settle(10);
    expect(asked().at(-1)).toEqual({ request: 'set' });
    await settle(6_000);
    expect(connections).toHaveLength(2);
    expect(lastName()).not.toBe(before);
    // The other end's name has had its call: a new one has to come.
    expect(asked().at(-1)?.request).toBe('register');
  });

  it('sends an offer again that went down with the line, and begins anew when nothing comes of a restart', async () => {
    await call();
    const answers = { ...gateway.answers };
    gateway.answers = {};
    peer.wakeUp('network');
    connections[0]?.become('connecting');
    await settle(10);
    const sets = () => asked().filter(({ request }) => request === 'set').length;
    expect(sets()).toBe(1);
    gateway.answers = answers;
    gateway.socket.break();
    await settle(1_500);
    expect(sets()).toBe(2);
    expect(connections).toHaveLength(1);
    await settle(5_000);
    expect(links.at(-1)).toBe('reconnecting');
    expect(connections).toHaveLength(2);
  });

  it('gives each new call as long as the first', async () => {
    await call();
    connections[0]?.become('failed');
    await settle(4_500);
    expect(connections).toHaveLength(2);
    hear(newId(GatewayName));
    await settle(9_000);
    expect(connections).toHaveLength(2);
    await settle(2_000);
    expect(connections).toHaveLength(3);
  });

  it('makes a new call at once in Firefox, and tells the name again when signalling is back', async () => {
    origin = 'o=mozilla...THIS_IS_SDPARTA-99.0 1 0 IN IP4 0.0.0.0\n';
    await call();
    peer.wakeUp('network');
    await settle(10);
    expect(restorings).toBe(1);
    expect(connections).toHaveLength(2);
    expect(links.at(-1)).toBe('reconnecting');
    const told = said.length;
    peer.wakeUp('signalling');
    expect(said.slice(told).map(({ name }) => name)).toEqual([lastName()]);
  });
});

describe('the answerer', () => {
  it('takes the call of the name it was told, also when that comes first', async () => {
    start('answerer');
    await settle();
    push({ event: 'incomingcall', username: theirs }, { type: 'offer', sdp: 'offer' });
    await settle();
    expect(asked()).toHaveLength(1);
    hear(theirs);
    await settle();
    expect(asked().at(-1)).toEqual({ request: 'accept' });
    expect(connections[0]?.remoteDescription).toEqual({ type: 'offer', sdp: 'offer' });
  });

  it('declines the call of another name, and can still be called', async () => {
    start('answerer');
    await settle();
    hear(theirs);
    push({ event: 'incomingcall', username: 'mallory' }, { type: 'offer', sdp: 'offer' });
    await settle();
    expect(asked().at(-1)).toEqual({ request: 'hangup' });
    push({ event: 'incomingcall', username: theirs }, { type: 'offer', sdp: 'offer' });
    await settle();
    expect(asked().at(-1)).toEqual({ request: 'accept' });
  });

  it('begins anew when the other end has a new name and its own is used', async () => {
    start('answerer');
    await settle();
    hear(theirs);
    push({ event: 'incomingcall', username: theirs }, { type: 'offer', sdp: 'offer' });
    await settle();
    const before = lastName();
    hear(newId(GatewayName));
    await settle();
    expect(lastName()).not.toBe(before);
    expect(connections).toHaveLength(2);
    expect(gateway.sockets[0]?.closed).toBe(true);
  });

  it('keeps trying a gateway that cannot be reached, with pauses, and leaves nothing behind', async () => {
    gateway.reachable = false;
    start('answerer');
    await settle(60_000);
    expect(gateway.sockets.length).toBeGreaterThan(3);
    expect(gateway.sockets.length).toBeLessThan(20);
    peer.close();
    expect(vi.getTimerCount()).toBe(0);
  });
});
