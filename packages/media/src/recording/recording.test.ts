import fs from 'node:fs';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { senderReport } from '../engine/senderReport.ts';
import { createEngine } from '../engine/createEngine.ts';
import { openPlane, type TestPlane } from '../engine/testPlanes.ts';
import { payloadOffset, sequenceNumber } from '../rtp/rtpPacket.ts';
import { rtp } from '../rtp/testPackets.ts';
import { only } from '../testing/connectionEvents.ts';
import { DataRecordings } from './dataRecordings.ts';
import { MjrFile } from './mjrFile.ts';

let folder: string;
let failures: string[];
beforeEach(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'cardea-mjr-'));
  failures = [];
});
afterEach(() => rm(folder, { recursive: true }));

const failed = (reason: string) => failures.push(reason);
const file = (name: string) => path.join(folder, name);

interface Read {
  header: Record<string, unknown>;
  frames: { time: number; bytes: Buffer }[];
}

/** Waits until a file has so many frames, and is whole. */
async function read(name: string, count: number): Promise<Read> {
  return vi.waitFor(async () => {
    const bytes = await readFile(file(name));
    expect(bytes.subarray(0, 8).toString()).toBe('MJR00002');
    const start = 10 + bytes.readUInt16BE(8);
    const frames: Read['frames'] = [];
    let at = start;
    while (at < bytes.length) {
      expect(bytes.toString('latin1', at, at + 4)).toBe('MEET');
      const end = at + 10 + bytes.readUInt16BE(at + 8);
      frames.push({ time: bytes.readUInt32BE(at + 4), bytes: bytes.subarray(at + 10, end) });
      at = end;
    }
    expect(at).toBe(bytes.length);
    expect(frames).toHaveLength(count);
    return { header: JSON.parse(bytes.toString('utf8', 10, start)) as Record<string, unknown>, frames };
  });
}

function picture(plane: TestPlane, number: number, isKeyFrame: boolean): void {
  const payload = [0x10, isKeyFrame ? 0x00 : 0x01, 0x9d, 0x01, 0x2a, number];
  const data = [0x10, 0x31];
  plane.plane.receive(
    rtp({
      sequenceNumber: number,
      timestamp: number * 3_000,
      ssrc: 7,
      payload,
      extension: { profile: 0xbede, data },
    }),
  );
}

it('of pictures begins with a key frame and has each packet with its time', async () => {
  const source = openPlane();
  const recording = source.plane.record('1', { path: file('v.mjr'), kind: 'video', failed });
  for (const number of [1, 2]) picture(source, number, false);
  for (const number of [3, 4, 5]) picture(source, number, number === 3);
  // A sender report is for receivers, and no packet of the recording.
  const at = { ntpSeconds: 4_000_000_000, ntpFraction: 0, rtpTimestamp: 9_000 };
  source.plane.receive(senderReport(Buffer.alloc(64), { ssrc: 7, packets: 3, octets: 30 }, at));
  recording.close();
  picture(source, 6, false);
  const { header, frames } = await read('v.mjr', 3);
  expect(header).toMatchObject({ t: 'v', c: 'vp8' });
  expect(frames[0]?.time).toBe(0);
  expect(frames.map(({ bytes }) => bytes[payloadOffset(bytes) + 5])).toEqual([3, 4, 5]);
  const numbers = frames.map(({ bytes }) => sequenceNumber(bytes));
  expect(numbers.map((number) => number - (numbers[0] ?? 0))).toEqual([0, 1, 2]);
  source.plane.close();
  expect(failures).toEqual([]);
});

it('ends with its connection, with all that came', async () => {
  const source = openPlane();
  source.plane.record('1', { path: file('v.mjr'), kind: 'video', failed });
  picture(source, 1, true);
  source.plane.close();
  await read('v.mjr', 1);
});

it('of data has microseconds before each message', async () => {
  const data = new DataRecordings();
  data.open({ path: file('d.mjr'), kind: 'application', failed });
  data.write({ label: 'chat', protocol: '', content: 'hello' }, 1_000);
  data.write({ label: 'chat', protocol: '', content: 'again' }, 1_250);
  data.close();
  const { header, frames } = await read('d.mjr', 2);
  expect(header).toMatchObject({ t: 'd', c: 'text' });
  expect(frames.map(({ time, bytes }) => [time, bytes.toString('utf8', 8)])).toEqual([
    [0, 'hello'],
    [250, 'again'],
  ]);
  const microseconds = Number(frames[0]?.bytes.readBigUInt64BE(0));
  expect(Math.abs(microseconds / 1_000 - Date.now())).toBeLessThan(60_000);
});

it('leaves a file that is there as it is, and says so', async () => {
  await writeFile(file('v.mjr'), 'precious');
  const source = openPlane();
  const recording = source.plane.record('1', { path: file('v.mjr'), kind: 'video', failed });
  picture(source, 1, true);
  await vi.waitFor(() => expect(failures).toHaveLength(1));
  picture(source, 2, false);
  recording.close();
  source.plane.close();
  expect(await readFile(file('v.mjr'), 'utf8')).toBe('precious');
});

it('ends before the packet that would make it too large, with all before it', async () => {
  const ended = vi.fn<() => void>();
  const options = { path: file('v.mjr'), kind: 'video', mostBytes: 1_000, failed, ended } as const;
  const recording = new MjrFile(options);
  for (let number = 0; number < 12; number++) recording.write(new Uint8Array(90), 'vp8', number);
  expect(failures).toEqual(['it would be larger than 1000 bytes']);
  recording.close();
  await vi.waitFor(() => expect(ended).toHaveBeenCalledOnce());
  await read('v.mjr', 9);
  const { size } = await stat(file('v.mjr'));
  expect(size).toBeGreaterThan(900);
  expect(size).toBeLessThanOrEqual(1_000);
});

it('says that its last write has failed, though it is closed', async () => {
  const told: string[] = [];
  const recording = new MjrFile({
    path: file('v.mjr'),
    kind: 'video',
    failed: (reason) => told.push(reason),
    ended: () => told.push('ended'),
  });
  // The head is written at once, what is gathered when it is closed.
  recording.write(new Uint8Array(90), 'vp8', 0);
  await vi.waitFor(async () => expect((await stat(file('v.mjr'))).size).toBeGreaterThan(0));
  const full = vi.spyOn(fs, 'write').mockImplementation(((...parameters: unknown[]) => {
    const taken = parameters.at(-1) as (error: Error) => void;
    process.nextTick(taken, new Error('ENOSPC: no space left on device, write'));
  }) as typeof fs.write);
  recording.close();
  await vi.waitFor(() => expect(told).toEqual(['ENOSPC: no space left on device, write', 'ended']));
  full.mockRestore();
});

it('that fails when its connection is closed already is told, before its engine has closed', async () => {
  const engine = createEngine();
  const told: unknown[] = [];
  const connection = engine.open(
    only({
      recordingFailed: ({ mid, path: where }) => told.push([mid, where]),
      recordingEnded: () => told.push('ended'),
      closed: (reason) => told.push(reason),
    }),
  );
  const where = file('missing/a.mjr');
  connection.record({ mid: '0', kind: 'application', path: where });
  connection.close('Close PC');
  expect(told).toEqual(['Close PC']);
  await engine.close();
  expect(told).toEqual(['Close PC', ['0', where], 'ended']);
});
