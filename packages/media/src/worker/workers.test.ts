import { spawn } from 'node:child_process';
import { once } from 'node:events';
import process from 'node:process';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { TransportChange } from '../connectionInfo.ts';
import type { MediaConnection, MediaEngine } from '../engine.ts';
import { Peer } from '../testing/peer.ts';
import { forkWorker } from './child.ts';
import { createWorkerEngine } from './createWorkerEngine.ts';
import { only } from '../testing/connectionEvents.ts';

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
async function echo(): Promise<{
  peer: Peer;
  connection: MediaConnection;
  closed: string[];
  changes: TransportChange[];
}> {
  const peer = new Peer();
  peers.push(peer);
  const closed: string[] = [];
  const changes: TransportChange[] = [];
  const connection: MediaConnection = engine.open(
    only({
      transport: (change) => changes.push(change),
      data: (message) => connection.sendData(message),
      closed: (reason) => closed.push(reason),
    }),
  );
  const remote = await connection.setRemote({ type: 'offer', sdp: await peer.offer() });
  for (const { mid, kind } of remote.media) {
    if (kind !== 'application') connection.forward(mid, connection, mid);
  }
  peer.takeAnswer(await connection.setLocal({ type: 'answer', sdp: remote.sdp }));
  await moreThan(peer, 5);
  return { peer, connection, closed, changes };
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

test('a connection in a worker tells the steps of its transport and everything about it, until it is closed', async () => {
  const { peer, connection, changes } = await echo();
  await moreThan(peer, 60);
  const info = await connection.info();
  const { transport, sections, sdp } = info;
  expect(transport).toMatchObject({
    ice: { state: expect.stringMatching(/^(connected|completed)$/) as unknown, role: 'controlled' },
    dtls: { state: 'connected', role: 'client', localFingerprint: { algorithm: 'sha-256' } },
  });
  expect(transport?.ice.selected?.local.port).toBeGreaterThan(0);
  expect(transport?.ago.dtlsConnected).toBeLessThanOrEqual(transport?.ago.opened ?? 0);
  expect(sdp.local).toContain(transport?.dtls.localFingerprint.value);
  expect(sdp.remote).toContain(transport?.dtls.remoteFingerprint.value);
  expect(sections.map(({ mid, kind }) => [mid, kind])).toEqual([
    ['video', 'video'],
    ['0', 'application'],
  ]);
  expect(sections[0]).toMatchObject({ incoming: [{ ssrc: 7, layer: 0, lost: 0 }], outgoing: { lost: 0 } });
  expect(changes.map(({ kind }) => kind)).toEqual(
    expect.arrayContaining(['localCandidate', 'ice', 'selectedPair', 'dtls']),
  );
  connection.close('Close PC');
  await expect(connection.info()).rejects.toMatchObject({ code: 'closed' });
});

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

test('a recording that fails when its connection is closed already is told all the same', async () => {
  const told: string[] = [];
  const connection = engine.open(
    only({
      closed: () => told.push('closed'),
      recordingFailed: ({ mid, reason }) => told.push(`${mid}: ${reason.slice(0, 6)}`),
      recordingEnded: ({ mid }) => told.push(`${mid} ended`),
    }),
  );
  connection.record({ mid: '7', kind: 'application', path: '/proc/missing/d.mjr' });
  connection.close('Close PC');
  await vi.waitFor(() => expect(told).toEqual(['closed', '7: ENOENT', '7 ended']));
});
