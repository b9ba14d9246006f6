import { spawn } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { MediaConnection, MediaEngine } from '../engine.ts';
import { Peer } from '../testing/peer.ts';
import { forkWorker } from './child.ts';
import { createWorkerEngine } from './createWorkerEngine.ts';

/** Real processes, real networks, with a peer in this process. */
const pids: number[] = [];
const peers: Peer[] = [];
let engine: MediaEngine;

beforeAll(() => {
  engine = createWorkerEngine({ workers: 2 }, () => {
    const child = forkWorker();
    if (child.pid !== undefined) pids.push(child.pid);
    return child;
  });
});
afterAll(async () => {
  for (const peer of peers) peer.close();
  await engine.close();
});

/** A peer whose picture and messages come back. */
async function echo(): Promise<{ peer: Peer; closed: string[] }> {
  const peer = new Peer();
  peers.push(peer);
  const closed: string[] = [];
  const connection: MediaConnection = engine.open({
    up: () => undefined,
    media: () => undefined,
    slowLink: () => undefined,
    transport: () => undefined,
    layers: () => undefined,
    data: (message) => connection.sendData(message),
    closed: (reason) => closed.push(reason),
  });
  const remote = await connection.setRemote({ type: 'offer', sdp: await peer.offer() });
  for (const { mid, kind } of remote.media) {
    if (kind !== 'application') connection.forward(mid, connection, mid);
  }
  peer.takeAnswer(await connection.setLocal({ type: 'answer', sdp: remote.sdp }));
  await moreThan(peer, 5);
  return { peer, closed };
}

/** The picture moves: so many more packets come. */
async function moreThan(peer: Peer, count: number): Promise<void> {
  const before = peer.packets;
  await vi.waitFor(() => expect(peer.packets - before).toBeGreaterThan(count), { timeout: 10_000 });
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

test('a killed worker takes its connections with it and nothing else, and another takes its place', async () => {
  const [lost, kept] = [await echo(), await echo()];
  const [first = 0] = pids;
  const killedAt = performance.now();
  process.kill(first, 'SIGKILL');
  await vi.waitFor(() => expect(lost.closed).toEqual(['Worker died']), { timeout: 10_000 });
  expect(performance.now() - killedAt).toBeLessThan(5_000);
  await moreThan(kept.peer, 25);
  expect(kept.closed).toEqual([]);
  expect(pids).toHaveLength(3);
  const next = await echo();
  expect(next.closed).toEqual([]);
}, 60_000);

test('bytes of a data channel come back as they were', async () => {
  const { peer } = await echo();
  const bytes = Uint8Array.from({ length: 60_000 }, (_, index) => index);
  peer.sendData(bytes);
  await vi.waitFor(() => expect(peer.messages).toEqual([bytes]), { timeout: 10_000 });
}, 60_000);

test('closing ends the processes', async () => {
  const other = createWorkerEngine({ workers: 1 }, () => {
    const child = forkWorker();
    if (child.pid !== undefined) pids.push(child.pid);
    return child;
  });
  const pid = pids.at(-1) ?? 0;
  expect(isAlive(pid)).toBe(true);
  await other.close();
  expect(isAlive(pid)).toBe(false);
});

test('a worker ends when the process that started it is killed', async () => {
  const program = `
    import { forkWorker } from ${JSON.stringify(new URL('./child.ts', import.meta.url).href)};
    const child = forkWorker();
    child.on('message', () => console.log(child.pid));
    child.send({ kind: 'start', options: {} });
    child.send({ kind: 'open', connection: 1 });
    child.send({ kind: 'ask', connection: 1, question: 1, method: 'setRemote', parameters: [{ type: 'offer', sdp: '' }] });`;
  const owner = spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', program], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const [line] = (await once(owner.stdout, 'data')) as [Buffer];
  const pid = Number(line.toString());
  expect(isAlive(pid)).toBe(true);
  owner.kill('SIGKILL');
  await vi.waitFor(() => expect(isAlive(pid)).toBe(false), { timeout: 10_000 });
}, 60_000);
