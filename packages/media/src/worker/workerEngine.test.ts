import { EventEmitter } from 'node:events';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { MediaError, type ConnectionEvents, type MediaConnection, type MediaEngine } from '../engine.ts';
import type { Child } from './child.ts';
import { createWorkerEngine } from './createWorkerEngine.ts';
import { Host } from './host.ts';
import { isToWorker, type FromWorker, type ToWorker } from './messages.ts';
import { Outbox } from './outbox.ts';

/** A worker without a process: a host with an engine that notes what it is told. */
class FakeChild extends EventEmitter {
  readonly pid = 1;
  readonly said: ToWorker[] = [];
  readonly opened: { events: ConnectionEvents; calls: unknown[][] }[] = [];
  reads = true;
  readonly #host: Host;

  constructor() {
    super();
    const outbox = new Outbox<FromWorker>(
      (message, taken) => {
        this.emit('message', structuredClone(message));
        taken(null);
      },
      () => undefined,
    );
    this.#host = new Host(this.#engine(), outbox);
  }

  send(message: unknown, taken: (error: Error | null) => void): boolean {
    if (!isToWorker(message)) throw new TypeError('not for a worker');
    this.said.push(message);
    if (!this.reads) return false;
    taken(null);
    if (message.kind === 'stop') this.kill();
    else if (message.kind !== 'start') this.#host.receive(structuredClone(message));
    return true;
  }

  kill(): boolean {
    queueMicrotask(() => this.emit('exit', null, 'SIGKILL'));
    return true;
  }

  #engine(): MediaEngine {
    return {
      open: (events) => {
        const calls: unknown[][] = [];
        this.opened.push({ events, calls });
        const note =
          (name: string) =>
          (...parameters: unknown[]) =>
            void calls.push([name, ...parameters]);
        const connection: MediaConnection = {
          setRemote: async ({ sdp }) => {
            if (sdp === 'bad') throw new MediaError('invalid_sdp', 'Invalid SDP.');
            if (sdp === 'never') await new Promise(() => undefined);
            return { sdp, media: [] };
          },
          setLocal: async ({ sdp }) => `${sdp} completed`,
          addCandidate: note('addCandidate'),
          limitBitrate: note('limitBitrate'),
          requestKeyFrame: note('requestKeyFrame'),
          sendData: note('sendData'),
          statistics: async () => [],
          info: async () => ({
            transport: null,
            sdp: { local: null, remote: null },
            extensions: {},
            sections: [],
          }),
          close: (reason) => events.closed(reason),
          record: (what) => {
            note('record')(what);
            return { close: note('endRecording') };
          },
          forward: (mid, to, toMid) => {
            note('forward')(mid, to === connection ? 'itself' : 'another', toMid);
            return {
              setEnabled: note('setEnabled'),
              setLayers: note('setLayers'),
              close: note('closeForward'),
            };
          },
        };
        return connection;
      },
      close: async () => undefined,
    };
  }
}

let children: FakeChild[];
const start = (): Child => {
  const child = new FakeChild();
  children.push(child);
  return child as unknown as Child;
};

function heard() {
  const events: unknown[][] = [];
  const note =
    (name: string) =>
    (...parameters: unknown[]) =>
      void events.push([name, ...parameters]);
  const listeners: ConnectionEvents = {
    up: note('up'),
    media: note('media'),
    slowLink: note('slowLink'),
    transport: note('transport'),
    layers: note('layers'),
    data: note('data'),
    recordingFailed: note('recordingFailed'),
    recordingEnded: note('recordingEnded'),
    closed: note('closed'),
  };
  return { events, listeners };
}

beforeEach(() => {
  children = [];
  vi.useFakeTimers();
});
afterEach(() => vi.useRealTimers());

test('what is asked is answered by the connection in the worker', async () => {
  const engine = createWorkerEngine({ workers: 1 }, start);
  const connection = engine.open(heard().listeners);
  await expect(connection.setRemote({ type: 'offer', sdp: 'x' })).resolves.toEqual({ sdp: 'x', media: [] });
  await expect(connection.setLocal({ type: 'answer', sdp: 'y' })).resolves.toBe('y completed');
  await expect(connection.setRemote({ type: 'offer', sdp: 'bad' })).rejects.toMatchObject({
    name: 'MediaError',
    code: 'invalid_sdp',
    message: 'Invalid SDP.',
  });
});

test('what is told arrives in its order, binary data as bytes', () => {
  const engine = createWorkerEngine({ workers: 1 }, start);
  const connection = engine.open(heard().listeners);
  connection.addCandidate(null);
  connection.limitBitrate(128_000);
  connection.requestKeyFrame('1');
  const content = new Uint8Array([1, 2, 3]);
  connection.sendData({ label: 'l', protocol: '', content });
  const forward = connection.forward('0', connection, '1');
  forward.setEnabled(false);
  forward.setLayers({ substream: 1 });
  forward.close();
  forward.setEnabled(true);
  expect(children[0]?.opened[0]?.calls).toEqual([
    ['addCandidate', null],
    ['limitBitrate', 128_000],
    ['requestKeyFrame', '1'],
    ['sendData', { label: 'l', protocol: '', content }],
    ['forward', '0', 'itself', '1'],
    ['setEnabled', false],
    ['setLayers', { substream: 1 }],
    ['closeForward'],
  ]);
});

test('events arrive, and none after closed', () => {
  const engine = createWorkerEngine({ workers: 1 }, start);
  const { events, listeners } = heard();
  const connection = engine.open(listeners);
  const inWorker = children[0]?.opened[0]?.events;
  const data = { label: 'l', protocol: '', content: new Uint8Array([9]) };
  inWorker?.up();
  inWorker?.data(data);
  connection.close('Detach');
  inWorker?.up();
  connection.close('Close PC');
  expect(events).toEqual([['up'], ['data', data], ['closed', 'Detach']]);
});

test('what becomes of recordings is told even after closed, until the last of them has ended', () => {
  const engine = createWorkerEngine({ workers: 1 }, start);
  const { events, listeners } = heard();
  const connection = engine.open(listeners);
  const inWorker = children[0]?.opened[0]?.events;
  const [sound, picture] = [
    { mid: '0', path: '/r/a.mjr' },
    { mid: '1', path: '/r/v.mjr' },
  ];
  connection.record({ ...sound, kind: 'audio' });
  connection.record({ ...picture, kind: 'video', mostBytes: 9 });
  expect(children[0]?.opened[0]?.calls.at(-1)).toEqual([
    'record',
    { ...picture, kind: 'video', mostBytes: 9 },
  ]);
  inWorker?.recordingEnded(sound);
  connection.close('Detach');
  events.splice(0);
  inWorker?.up();
  const failure = { ...picture, reason: 'the disk is full' };
  inWorker?.recordingFailed(failure);
  inWorker?.recordingEnded(picture);
  // Forgotten now.
  inWorker?.recordingFailed(failure);
  expect(events).toEqual([
    ['recordingFailed', failure],
    ['recordingEnded', picture],
  ]);
});

test('a connection goes to the worker with the fewest, or beside the one that is named', () => {
  const engine = createWorkerEngine({ workers: 2 }, start);
  expect(children).toHaveLength(1);
  const first = engine.open(heard().listeners);
  expect(children).toHaveLength(1);
  // The first worker has work, so another is started.
  const elsewhere = engine.open(heard().listeners);
  const beside = engine.open(heard().listeners, first);
  expect(children.map(({ opened }) => opened.length)).toEqual([2, 1]);
  first.forward('0', beside, '0');
  expect(() => first.forward('0', elsewhere, '0')).toThrow(TypeError);
});

test('a worker that dies is followed by another; only what it held is told', async () => {
  const engine = createWorkerEngine({ workers: 2 }, start);
  const [lost, kept] = [heard(), heard()];
  const connection = engine.open(lost.listeners);
  engine.open(kept.listeners);
  const waiting = connection.setRemote({ type: 'offer', sdp: 'never' });
  const rejection = waiting.catch((error: unknown) => error);
  vi.advanceTimersByTime(5_000);
  children[0]?.emit('exit', null, 'SIGKILL');
  expect(await rejection).toMatchObject({ code: 'closed' });
  expect(lost.events).toEqual([['closed', 'Worker died']]);
  expect(kept.events).toEqual([]);
  await expect(connection.setLocal({ type: 'answer', sdp: '' })).rejects.toMatchObject({ code: 'closed' });
  expect(children).toHaveLength(3);
  engine.open(heard().listeners, connection);
  expect(children[2]?.opened).toHaveLength(1);
});

test('a worker that dies soon after its start is started again after longer and longer pauses', () => {
  const engine = createWorkerEngine({ workers: 1 }, start);
  for (const [pause, count] of [
    [1_000, 2],
    [2_000, 3],
    [4_000, 4],
  ] as const) {
    children.at(-1)?.emit('exit', 1, null);
    expect(() => engine.open(heard().listeners)).toThrow(MediaError);
    vi.advanceTimersByTime(pause - 1);
    expect(children).toHaveLength(count - 1);
    vi.advanceTimersByTime(1);
    expect(children).toHaveLength(count);
  }
  vi.advanceTimersByTime(1_000);
  children.at(-1)?.emit('exit', 1, null);
  expect(children).toHaveLength(5);
});

test('a worker that answers no more is killed', async () => {
  const engine = createWorkerEngine({ workers: 1, patience: 3 }, start);
  const { events, listeners } = heard();
  engine.open(listeners);
  vi.advanceTimersByTime(10_000);
  expect(events).toEqual([]);
  if (children[0] !== undefined) children[0].reads = false;
  vi.advanceTimersByTime(2_000);
  expect(events).toEqual([]);
  await vi.advanceTimersByTimeAsync(3_000);
  expect(events).toEqual([['closed', 'Worker died']]);
});

test('a worker that says what nobody understands is killed', async () => {
  const engine = createWorkerEngine({ workers: 1 }, start);
  const { events, listeners } = heard();
  engine.open(listeners);
  children[0]?.emit('message', { kind: 'nonsense' });
  await vi.advanceTimersByTimeAsync(0);
  expect(events).toEqual([['closed', 'Worker died']]);
});

test('data that a worker does not take is lost, and one that takes nothing at all is killed', async () => {
  const engine = createWorkerEngine({ workers: 1 }, start);
  const { events, listeners } = heard();
  const connection = engine.open(listeners);
  const [child] = children;
  if (child === undefined) throw new Error('no worker');
  child.reads = false;
  const before = child.said.length;
  const content = new Uint8Array(1024 * 1024);
  for (let i = 0; i < 20; i++) connection.sendData({ label: 'l', protocol: '', content });
  expect(child.said.length - before).toBe(8);
  for (let i = 0; i < 30_000; i++) connection.requestKeyFrame('0');
  expect(child.said.length).toBeLessThan(21_000);
  await vi.advanceTimersByTimeAsync(0);
  expect(events).toEqual([['closed', 'Worker died']]);
});

test('closing tells the connections, ends the workers and starts none', async () => {
  const engine = createWorkerEngine({ workers: 2 }, start);
  const { events, listeners } = heard();
  engine.open(listeners);
  await engine.close();
  expect(events).toEqual([['closed', 'Shutdown']]);
  expect(children).toHaveLength(1);
  expect(children[0]?.said.at(-1)).toEqual({ kind: 'stop' });
  expect(() => engine.open(listeners)).toThrow(MediaError);
});

test('a worker that does not stop is killed', async () => {
  const engine = createWorkerEngine({ workers: 1 }, start);
  if (children[0] !== undefined) children[0].reads = false;
  const closing = engine.close();
  await vi.advanceTimersByTimeAsync(2_000);
  await closing;
});
