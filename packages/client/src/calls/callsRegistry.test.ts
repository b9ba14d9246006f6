import {
  CallId,
  CardeaError,
  DeviceId,
  newId,
  nextCall,
  PeerSessionId,
  PersonId,
  startCall,
  type Call,
  type CallEvent,
  type EventOf,
  type Person,
} from '@cardea/protocol';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { ClientCall } from '../api.ts';
import { Capture } from '../media/capture/capture.ts';
import { ScriptedPath } from '../media/scriptedPath.ts';
import { ScriptedSignalling } from '../signalling/scriptedSignalling.ts';
import { CallMemory } from './callMemory.ts';
import { CallsRegistry } from './callsRegistry.ts';
import { DirectLinks } from './directLinks.ts';

const me = { person: newId(PersonId), device: newId(DeviceId) };
const bob: Person = { id: newId(PersonId), name: 'Bob', kind: 'guest', avatarUrl: null };
const bobsLaptop = newId(DeviceId);
const bobsPhone = newId(DeviceId);

/** The server's copy of every call, kept by the same machine. */
class Records {
  readonly calls = new Map<CallId, Call>();

  put(call: Call): Call {
    this.calls.set(call.id, call);
    return call;
  }

  get(id: CallId): Call {
    const call = this.calls.get(id);
    if (call === undefined) throw new CardeaError('call_not_found');
    return call;
  }

  apply(id: CallId, event: CallEvent): Call {
    const result = nextCall(this.get(id), event);
    if ('refused' in result) throw new CardeaError(result.refused);
    return this.put(result.call);
  }
}

let records: Records;
let signalling: ScriptedSignalling;
let paths: ScriptedPath[];
let memory: CallMemory;
let registry: CallsRegistry;

function createRegistry(): CallsRegistry {
  return new CallsRegistry({
    signalling,
    isContact: () => true,
    onDeviceSelected: () => () => undefined,
    cameras: () => [],
    selectedCamera: () => null,
    selectCamera: () => Promise.resolve(),
    around: {
      self: me,
      signalling,
      isOnline: () => signalling.connection === 'online',
      serverNow: () => Date.now(),
      createPath: (events) => {
        const path = new ScriptedPath(events);
        paths.push(path);
        return path;
      },
      // No device can be opened here: calls go on without.
      localTracks: {
        capture: new Capture({ mediaDevices: undefined, selected: () => null, opened: () => undefined }),
        mayOpenSilently: () => true,
      },
      memory,
      links: new DirectLinks(),
      log: () => undefined,
    },
  });
}

beforeEach(() => {
  vi.useFakeTimers();
  records = new Records();
  paths = [];
  const kept = new Map<string, string>();
  memory = new CallMemory({
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
  });
  const mine = (id: CallId, type: 'hangup' | 'connected' | 'failed'): { call: Call } => {
    const side = records.get(id).caller.deviceId === me.device ? 'caller' : 'callee';
    return { call: records.apply(id, { type, side, device: me.device, at: Date.now() }) };
  };
  signalling = new ScriptedSignalling({
    'call:ring': ({ call, kind, person }) => ({
      call: records.put(
        startCall(
          {
            id: call,
            kind,
            caller: { personId: me.person, deviceId: me.device },
            calleeId: person,
            preconnect: true,
            at: Date.now(),
          },
          'reachable',
        ),
      ),
      offeredTo: bobsLaptop,
      glare: false,
    }),
    'call:ringing': ({ call }) => ({
      call: records.apply(call, { type: 'ringing', device: me.device, at: Date.now() }),
    }),
    'call:accept': ({ call }) => ({
      call: records.apply(call, { type: 'accept', device: me.device, at: Date.now() }),
    }),
    'call:hangup': ({ call }) => mine(call, 'hangup'),
    'call:connected': ({ call }) => mine(call, 'connected'),
    'call:failed': ({ call }) => mine(call, 'failed'),
  });
  registry = createRegistry();
});
afterEach(() => {
  registry.close();
  vi.useRealTimers();
});

const settle = (): Promise<unknown> => vi.advanceTimersByTimeAsync(0);

function last(): ClientCall {
  const call = registry.store.getState().calls.at(-1);
  if (call === undefined) throw new Error('there is no call');
  return call;
}

function path(): ScriptedPath {
  const newest = paths.at(-1);
  if (newest === undefined) throw new Error('there is no path');
  return newest;
}

function tellUpdated(event: CallEvent): void {
  signalling.tell('call:updated', { call: records.apply(last().id, event) });
}

function welcome(calls: Call[]): void {
  signalling.tell('welcome', { calls: calls.map((call) => ({ call, person: bob })) } as Partial<
    EventOf<'welcome'>
  >);
}

/** Bob rings me. */
function beRung(preconnect = true): Call {
  const call = records.put(
    startCall(
      {
        id: newId(CallId),
        kind: 'audio',
        caller: { personId: bob.id, deviceId: bobsLaptop },
        calleeId: me.person,
        preconnect,
        at: Date.now(),
      },
      'reachable',
    ),
  );
  const offer = preconnect ? { from: newId(PeerSessionId), sdp: 'offer' } : null;
  signalling.tell('call:incoming', { call, person: bob, offer });
  return call;
}

const asked = (name: string): number => signalling.asked.filter((one) => one.name === name).length;

describe('ringing somebody', () => {
  it('shows the call at once, sends an offer along, and goes through the stages', async () => {
    const ring = registry.ring(bob, 'audio');
    expect(last().stage).toBe('calling');
    await ring;
    expect(path().preparedFor).toBe(bobsLaptop);
    tellUpdated({ type: 'ringing', device: bobsLaptop, at: Date.now() });
    expect(last().stage).toBe('ringing');
    tellUpdated({ type: 'accept', device: bobsLaptop, at: Date.now() });
    expect(last().stage).toBe('connecting');
    path().connect(bobsLaptop);
    expect(last().stage).toBe('connected');
    await settle();
    expect(records.get(last().id).state.phase).toBe('connected');
  });

  it('prepares a connection to every device that rings, and keeps the one that answers', async () => {
    await registry.ring(bob, 'audio');
    tellUpdated({ type: 'ringing', device: bobsLaptop, at: Date.now() });
    tellUpdated({ type: 'ringing', device: bobsPhone, at: Date.now() });
    expect([...path().joined.keys()]).toEqual([bobsLaptop, bobsPhone]);
    tellUpdated({ type: 'accept', device: bobsPhone, at: Date.now() });
    expect([...path().joined.keys()]).toEqual([bobsPhone]);
  });

  it('takes the answer over the data channel before the server says so', async () => {
    await registry.ring(bob, 'audio');
    path().connect(bobsLaptop);
    path().events.message(bobsLaptop, { type: 'accepted' });
    expect(last().stage).toBe('connected');
    // The report overtook the answer at the server, and is made again when that is known.
    await settle();
    expect(records.get(last().id).state.phase).toBe('calling');
    tellUpdated({ type: 'accept', device: bobsLaptop, at: Date.now() });
    await settle();
    expect(records.get(last().id).state.phase).toBe('connected');
  });

  it('follows the server when another device than believed has the call', async () => {
    await registry.ring(bob, 'audio');
    path().connect(bobsLaptop);
    path().events.message(bobsLaptop, { type: 'accepted' });
    tellUpdated({ type: 'accept', device: bobsPhone, at: Date.now() });
    expect([...path().joined.keys()]).toEqual([bobsPhone]);
  });

  it('can be cancelled before the server has answered, and the server is told', async () => {
    const ring = registry.ring(bob, 'audio');
    await Promise.resolve();
    await Promise.resolve();
    await registry.hangUp(last().id);
    expect(last().end).toEqual({ reason: 'cancelled', byMe: true, duration: 0 });
    await ring;
    await settle();
    for (const call of records.calls.values()) expect(call.state.phase).toBe('ended');
  });

  it('leaves no call behind when the server refuses', async () => {
    signalling.connection = 'offline';
    await expect(registry.ring(bob, 'audio')).rejects.toThrow(CardeaError);
    expect(registry.store.getState().calls).toEqual([]);
    expect(path().closed).toBe(true);
  });

  it('ends by itself when the server is silent long after the deadline', async () => {
    await registry.ring(bob, 'audio');
    await vi.advanceTimersByTimeAsync(49_000);
    expect(last().stage).toBe('calling');
    await vi.advanceTimersByTimeAsync(2_000);
    expect(last().end?.reason).toBe('no-answer');
  });
});

describe('being rung', () => {
  it('prepares the connection of a contact, and confirms the ring', async () => {
    beRung();
    await settle();
    expect(last().stage).toBe('incoming');
    expect(path().received).toHaveLength(1);
    expect(asked('call:ringing')).toBe(1);
  });

  it('lets no signal of a stranger through before the answer', () => {
    const call = beRung(false);
    const signal = { type: 'restart', from: newId(PeerSessionId) } as const;
    signalling.tell('call:signal', { call: call.id, from: bobsLaptop, signal });
    expect(path().received).toEqual([]);
    void registry.accept(call.id, 'audio');
    signalling.tell('call:signal', { call: call.id, from: bobsLaptop, signal });
    signalling.tell('call:signal', { call: call.id, from: bobsPhone, signal });
    expect(path().received.map(({ device }) => device)).toEqual([bobsLaptop]);
  });

  it('says "accepted" over the data channel first, and is answered in the same moment', () => {
    const call = beRung();
    path().connect(bobsLaptop);
    void registry.accept(call.id, 'audio');
    expect(path().sent[0]).toEqual({ device: bobsLaptop, message: { type: 'accepted' } });
    expect(last().stage).toBe('connected');
  });

  it('ends as answered elsewhere when another device of mine was faster', async () => {
    const call = beRung();
    signalling.tell('call:updated', {
      call: records.apply(call.id, { type: 'accept', device: newId(DeviceId), at: Date.now() }),
    });
    expect(last().end).toEqual({ reason: 'answered-elsewhere', byMe: true, duration: 0 });
    expect(path().closed).toBe(true);
    await settle();
    expect(records.get(call.id).state.phase).toBe('connecting');
  });

  it('holds the call that goes on when a second one is answered', async () => {
    const first = beRung();
    void registry.accept(first.id, 'audio');
    const second = beRung();
    expect(registry.store.getState().activeId).toBe(first.id);
    await registry.accept(second.id, 'audio');
    const held = registry.store.getState().calls.filter(({ heldByMe }) => heldByMe);
    expect(held.map(({ id }) => id)).toEqual([first.id]);
    expect(registry.store.getState().activeId).toBe(second.id);
  });
});

describe('a call while the server is away', () => {
  async function connected(): Promise<Call> {
    const call = beRung();
    path().connect(bobsLaptop);
    void registry.accept(call.id, 'audio');
    await settle();
    return records.get(call.id);
  }

  it('goes on, and ends at once when hung up; the server hears of it when it is back', async () => {
    const call = await connected();
    signalling.connection = 'offline';
    expect(last().stage).toBe('connected');
    await registry.hangUp(call.id);
    expect(last().stage).toBe('ended');
    expect(path().sent.at(-1)?.message).toEqual({ type: 'bye' });
    await settle();
    expect(records.get(call.id).state.phase).toBe('connected');
    signalling.connection = 'online';
    welcome([records.get(call.id)]);
    await settle();
    expect(records.get(call.id).state).toMatchObject({ phase: 'ended', reason: 'hung-up' });
    expect(last().stage).toBe('ended');
  });

  it('tells a reloaded page’s hang-up too: what ended before the reload is not resumed', async () => {
    const call = await connected();
    signalling.connection = 'offline';
    await registry.hangUp(call.id);
    await settle();
    registry.close();
    signalling.connection = 'online';
    registry = createRegistry();
    welcome([records.get(call.id)]);
    await settle();
    expect(registry.store.getState().calls).toEqual([]);
    expect(records.get(call.id).state.phase).toBe('ended');
  });

  it('is answered then, if the prepared connection is there', async () => {
    const call = beRung();
    await settle();
    path().connect(bobsLaptop);
    signalling.connection = 'offline';
    await registry.accept(call.id, 'audio');
    await settle();
    expect(last().stage).toBe('connected');
    signalling.connection = 'online';
    welcome([records.get(call.id)]);
    await settle();
    expect(records.get(call.id).state).toMatchObject({ phase: 'connected', answeredBy: me.device });
  });

  it('ends with the server’s reason when it is not among the calls any more', async () => {
    const call = await connected();
    records.apply(call.id, { type: 'hangup', side: 'caller', device: bobsLaptop, at: Date.now() });
    welcome([]);
    await settle();
    expect(last().end).toMatchObject({ reason: 'hung-up', byMe: false });
  });

  it('ends as failed when the server has never heard of it', async () => {
    const call = await connected();
    records.calls.delete(call.id);
    welcome([]);
    await settle();
    expect(last().end?.reason).toBe('failed');
  });

  it('is resumed by a reloaded page, which asks the caller for an offer', async () => {
    const call = await connected();
    registry = createRegistry();
    welcome([call]);
    await settle();
    expect(last()).toMatchObject({ id: call.id, stage: 'connected', direction: 'incoming' });
    expect(path().askedForOffer).toEqual([bobsLaptop]);
  });

  it('is given up after 30 s without media when the other end is gone from the server too', async () => {
    const call = await connected();
    path().events.lost(bobsLaptop, 31_000);
    expect(last().stage).toBe('connected');
    signalling.tell('call:updated', {
      call: records.apply(call.id, { type: 'away', side: 'caller', device: bobsLaptop, at: Date.now() }),
    });
    path().events.lost(bobsLaptop, 31_000);
    expect(last().end?.reason).toBe('failed');
  });
});
