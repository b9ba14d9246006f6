import type { ConnectionEvents, MediaConnection } from '@cardea/media';
import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { listenTo, lookAt } from './harness/evidence.ts';
import { MediaStage } from './harness/mediaStage.ts';
import { until, type Visitor } from './harness/visitor.ts';

let stage: MediaStage;

beforeAll(async () => {
  stage = await MediaStage.open({ cameras: 'two large' });
});
afterAll(() => stage.close());

/** What the page keeps in its global scope. */
interface EchoPage {
  connection: RTCPeerConnection;
  channel: RTCDataChannel;
  heard: string[];
}

/** In the page: offers sound, picture and data, and plays what comes back. */
async function offer(rids: string[]): Promise<string> {
  const page = globalThis as unknown as EchoPage;
  const connection = new RTCPeerConnection();
  page.connection = connection;
  page.heard = [];
  page.channel = connection.createDataChannel('JanusDataChannel');
  page.channel.addEventListener('message', ({ data }) => page.heard.push(String(data)));
  connection.addEventListener('track', ({ track }) => {
    const element = document.createElement(track.kind === 'video' ? 'video' : 'audio');
    element.dataset['testid'] = `echo-${track.kind}`;
    element.muted = track.kind === 'video';
    element.srcObject = new MediaStream([track]);
    document.body.append(element);
    void element.play();
  });
  const media = await navigator.mediaDevices.getUserMedia({
    audio: true,
    video: { width: 1280, height: 720 },
  });
  for (const track of media.getTracks()) {
    const layers = track.kind === 'video' && rids.length > 0;
    const sendEncodings = rids.map((rid, index) => ({ rid, scaleResolutionDownBy: 2 ** index }));
    connection.addTransceiver(track, { streams: [media], ...(layers && { sendEncodings }) });
  }
  await connection.setLocalDescription();
  await new Promise<void>((resolve) => {
    connection.addEventListener('icegatheringstatechange', () => {
      if (connection.iceGatheringState === 'complete') resolve();
    });
  });
  return connection.localDescription?.sdp ?? '';
}

/** Answers with one codec for each m-line, and takes all layers that are offered. */
function accept(plain: string, rids: string[]): string {
  const [head = '', ...sections] = plain.split('\r\nm=');
  const answered = sections.map((section) => {
    const wanted = section.startsWith('audio') ? 'opus' : 'VP8';
    const type = new RegExp(`^a=rtpmap:(\\d+) ${wanted}/`, 'm').exec(section)?.[1];
    if (section.startsWith('application') || type === undefined) return section;
    const [first = '', ...rest] = section.split('\r\n').filter((line) => line !== '');
    const kept = rest.filter((line) => {
      return !/^a=(rtpmap|fmtp|rtcp-fb):/.test(line) || line.split(/[: ]/)[1] === type;
    });
    const layers = section.startsWith('video') ? rids.map((rid) => `a=rid:${rid} recv`) : [];
    if (layers.length > 0) layers.push(`a=simulcast:recv ${rids.join(';')}`);
    return [first.replace(/SAVPF .*/, `SAVPF ${type}`), ...kept, ...layers].join('\r\n');
  });
  return `${[head, ...answered].join('\r\nm=').trimEnd()}\r\n`;
}

async function echo(visitor: Visitor, rids: string[] = []) {
  const told: { up: number; media: Parameters<ConnectionEvents['media']>[0][]; closed: string[] } = {
    up: 0,
    media: [],
    closed: [],
  };
  await visitor.goto(stage.url);
  const sdp = await visitor.evaluate(offer, rids);
  const connection: MediaConnection = stage.engine.open({
    up: () => told.up++,
    media: (change) => told.media.push(change),
    slowLink: () => undefined,
    transport: () => undefined,
    layers: () => undefined,
    data: (message) => connection.sendData(message),
    recordingFailed: () => undefined,
    recordingEnded: () => undefined,
    closed: (reason) => told.closed.push(reason),
  });
  const remote = await connection.setRemote({ type: 'offer', sdp });
  for (const { mid, kind } of remote.media) {
    if (kind !== 'application') connection.forward(mid, connection, mid);
  }
  const answer = await connection.setLocal({ type: 'answer', sdp: accept(remote.sdp, rids) });
  await visitor.evaluate(
    (text) =>
      (globalThis as unknown as EchoPage).connection.setRemoteDescription({ type: 'answer', sdp: text }),
    answer,
  );
  return { connection, told };
}

async function comesBack(visitor: Visitor, tone: number): Promise<void> {
  await until('a picture comes back and moves', async () => {
    const picture = await lookAt(visitor, 'echo-video');
    return picture !== null && picture.changed > 0.002 && picture.luminance > 20;
  });
  await until('the tone comes back', async () => {
    const heard = await listenTo(visitor, 'echo-audio');
    return heard !== null && heard.amplitude > 0.001 && Math.abs(heard.frequency - tone) <= 20;
  });
  const said = await until('a message comes back', () =>
    visitor.evaluate(() => {
      const { channel, heard } = globalThis as unknown as EchoPage;
      if (channel.readyState === 'open' && heard.length === 0) channel.send('knock');
      return heard[0] ?? null;
    }, undefined),
  );
  expect(said).toBe('knock');
}

test('Chromium’s picture, tone and messages come back through the engine', async () => {
  const visitor = await stage.chromium.visitor();
  const { connection, told } = await echo(visitor);
  await comesBack(visitor, 440);
  expect(told.up).toBe(1);
  expect(told.media.map(({ kind, receiving }) => `${kind} ${receiving}`).toSorted()).toEqual([
    'audio true',
    'video true',
  ]);
  connection.close('Close PC');
  connection.close('Close PC');
  expect(told.closed).toEqual(['Close PC']);
  await visitor.close();
});

test('Firefox’ picture, tone and messages come back through the engine', async () => {
  const visitor = await stage.firefox.visitor();
  const { connection } = await echo(visitor);
  await comesBack(visitor, 1_000);
  connection.close('Close PC');
  await visitor.close();
});

test('what comes is recorded, and Janus’ own tool makes files of it that play', async () => {
  const visitor = await stage.chromium.visitor();
  const folder = await mkdtemp(join(tmpdir(), 'cardea-recordings-'));
  const file = (name: string) => join(folder, name);
  try {
    const { connection } = await echo(visitor);
    for (const [mid, kind] of [
      ['0', 'audio'],
      ['1', 'video'],
      ['2', 'application'],
    ] as const) {
      connection.record({ mid, kind, path: file(`${kind}.mjr`) });
    }
    await comesBack(visitor, 440);
    await sleep(4_000);
    connection.close('Close PC');
    await until('the files are whole', async () => {
      const sizes = await Promise.all(
        ['application', 'audio', 'video'].map(async (kind) => (await stat(file(`${kind}.mjr`))).size),
      );
      return sizes.every((size) => size > 60);
    });
    await sleep(500);
    const run = (program: string, ...args: string[]) => spawnSync(program, args, { encoding: 'utf8' });
    for (const [from, to] of [
      ['application', 'data.srt'],
      ['audio', 'sound.opus'],
      ['video', 'picture.webm'],
    ] as const) {
      const { status, stdout, stderr } = run('janus-pp-rec', file(`${from}.mjr`), file(to));
      expect([status, status === 0 ? '' : stdout + stderr]).toEqual([0, '']);
    }
    expect(await readFile(file('data.srt'), 'utf8')).toContain('knock');
    const decode = (name: string, ...options: string[]) => {
      const whole = ['-i', file(name), '-fps_mode', 'passthrough', '-f', 'null', '-'];
      const { status, stderr } = run('ffmpeg', '-v', 'error', ...whole);
      expect([status, stderr]).toEqual([0, '']);
      return run('ffmpeg', '-v', 'info', '-i', file(name), ...options, '-f', 'null', '-').stderr;
    };
    const seconds = (report: string) => Number(/time=\d+:\d+:(\d+\.\d+)(?!.*time=)/s.exec(report)?.[1]);
    const sound = decode('sound.opus', '-af', 'bandpass=f=440:w=100,volumedetect');
    expect(seconds(sound)).toBeGreaterThan(3.5);
    expect(Number(/max_volume: (-?[\d.]+) dB/.exec(sound)?.[1])).toBeGreaterThan(-40);
    const picture = decode('picture.webm', '-vf', 'freezedetect=n=-60dB:d=2');
    expect(seconds(picture)).toBeGreaterThan(3.5);
    expect(picture).not.toContain('freeze_start');
  } finally {
    await visitor.close();
    await rm(folder, { recursive: true });
  }
});

test('of three simulcast layers one comes back, and the one that is asked for', async () => {
  const visitor = await stage.chromium.visitor();
  const { connection, told } = await echo(visitor, ['h', 'm', 'l']);
  await comesBack(visitor, 440);
  await until('all layers come in', () =>
    Promise.resolve(new Set(told.media.map(({ substream }) => substream)).size >= 3),
  );
  const forward = connection.forward('1', connection, '1');
  for (const [substream, width] of [
    [0, 320],
    [2, 1_280],
    [1, 640],
  ] as const) {
    forward.setLayers({ substream });
    await until(
      `layer ${substream} comes back`,
      async () => (await lookAt(visitor, 'echo-video'))?.width === width,
      // A sender that has slowed down on a busy machine takes a while to send its highest layer again.
      35_000,
    );
  }
  connection.close('Close PC');
  await visitor.close();
});

test('a description that is no description changes nothing', async () => {
  const visitor = await stage.chromium.visitor();
  const { connection, told } = await echo(visitor);
  await comesBack(visitor, 440);
  await expect(connection.setRemote({ type: 'offer', sdp: 'v=0\r\nnonsense' })).rejects.toMatchObject({
    code: 'invalid_sdp',
  });
  await expect(connection.setLocal({ type: 'answer', sdp: 'v=0\r\n' })).rejects.toMatchObject({
    code: 'unexpected_answer',
  });
  connection.addCandidate({ candidate: 'candidate:nonsense' });
  connection.addCandidate(null);
  await comesBack(visitor, 440);
  expect(told.closed).toEqual([]);
  connection.close('Close PC');
  await visitor.close();
});
