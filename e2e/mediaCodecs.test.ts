import { recordedNumbers } from '@cardea/media/testing/recordedNumbers';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lookAt } from './harness/evidence.ts';
import { MediaStage, type MediaEnd, type MediaPage } from './harness/mediaStage.ts';
import { until } from './harness/visitor.ts';

let stage: MediaStage;
beforeAll(async () => {
  stage = await MediaStage.open({ cameras: 'two large' });
});
afterAll(() => stage.close());

interface Wish {
  codec: string;
  layers: boolean;
}

/** In the page: a camera that is sent with one codec. @returns false if the browser cannot encode it */
async function addCamera({ codec, layers }: Wish): Promise<boolean> {
  const { connection } = globalThis as unknown as MediaPage;
  const known = RTCRtpSender.getCapabilities('video')?.codecs ?? [];
  const wanted = known.filter(({ mimeType }) => mimeType.toLowerCase() === `video/${codec}`);
  if (wanted.length === 0) return false;
  const media = await navigator.mediaDevices.getUserMedia({ video: { width: 1280, height: 720 } });
  const [track] = media.getVideoTracks();
  if (track === undefined) throw new Error('no camera');
  const encodings = [
    { rid: 'h', scaleResolutionDownBy: 1, scalabilityMode: 'L1T1' },
    { rid: 'l', scaleResolutionDownBy: 4, scalabilityMode: 'L1T1' },
  ];
  const transceiver = connection.addTransceiver(track, {
    streams: [media],
    ...(layers && { sendEncodings: encodings }),
  });
  const rtx = known.filter(({ mimeType }) => mimeType === 'video/rtx');
  transceiver.setCodecPreferences([...wanted, ...rtx]);
  return true;
}

async function echo(end: MediaEnd, layers: boolean) {
  const remote = await end.connection.setRemote({ type: 'offer', sdp: await end.offer() });
  const forward = end.connection.forward('0', end.connection, '0');
  const accepted = layers ? 'a=rid:h recv\r\na=rid:l recv\r\na=simulcast:recv h;l\r\n' : '';
  const answer = await end.connection.setLocal({ type: 'answer', sdp: `${remote.sdp}${accepted}` });
  await end.accept(answer);
  return forward;
}

async function moves(end: MediaEnd, width?: number): Promise<void> {
  await until(
    `a picture ${width === undefined ? '' : `${width} wide `}moves`,
    async () => {
      const picture = await lookAt(end.visitor, 'came-video');
      if (picture === null || picture.changed <= 0.002) return false;
      return width === undefined || picture.width === width;
    },
    30_000,
  );
}

function decoded(end: MediaEnd): Promise<{ frames: number; codec: string }> {
  return end.visitor.evaluate(async () => {
    const reports = await (globalThis as unknown as MediaPage).connection.getStats();
    const all = [...reports.values()] as {
      id: string;
      type: string;
      framesDecoded?: number;
      codecId?: string;
      mimeType?: string;
    }[];
    const incoming = all.find(({ type }) => type === 'inbound-rtp');
    const codec = all.find(({ id }) => id === incoming?.codecId)?.mimeType ?? '';
    return { frames: incoming?.framesDecoded ?? 0, codec: codec.toLowerCase() };
  }, undefined);
}

describe.each(['vp9', 'av1', 'h264'])('pictures in %s', (codec) => {
  test('come back, and again after a pause', async ({ skip }) => {
    const end = await stage.end('chromium');
    if (!(await end.visitor.evaluate(addCamera, { codec, layers: false }))) {
      await end.close();
      skip(`this Chromium has no encoder for ${codec}`);
    }
    const forward = await echo(end, false);
    await moves(end);
    expect((await decoded(end)).codec).toBe(`video/${codec}`);
    forward.setEnabled(false);
    await until('it has stopped', async () => {
      const before = (await decoded(end)).frames;
      await new Promise((resolve) => setTimeout(resolve, 500));
      return (await decoded(end)).frames === before;
    });
    forward.setEnabled(true);
    await moves(end);
    await end.close();
  });
});

describe.each(['vp9', 'av1'])('simulcast in %s', (codec) => {
  test('is switched between its layers at key frames', async ({ skip }) => {
    const end = await stage.end('chromium');
    if (!(await end.visitor.evaluate(addCamera, { codec, layers: true }))) {
      await end.close();
      skip(`this Chromium has no encoder for ${codec}`);
    }
    const forward = await echo(end, true);
    await moves(end);
    forward.setLayers({ substream: 0 });
    await moves(end, 320);
    forward.setLayers({ substream: 2 });
    await moves(end, 1_280);
    expect(end.told.layers.at(-1)).toEqual({ mid: '0', codec, substream: 1 });
    await end.close();
  });
});

/** In the page: whether the higher layer is sent. */
async function sendHigh(active: boolean): Promise<void> {
  const { connection } = globalThis as unknown as MediaPage;
  const [sender] = connection.getSenders();
  if (sender === undefined) throw new Error('no sender');
  const parameters = sender.getParameters();
  for (const encoding of parameters.encodings) if (encoding.rid === 'h') encoding.active = active;
  await sender.setParameters(parameters);
}

describe.each([
  { codec: 'vp9', number: 'pictureId', bits: 15 },
  { codec: 'av1', number: 'frameNumber', bits: 16 },
] as const)('what a receiver gets of a simulcast in $codec', ({ codec, number, bits }) => {
  // A recording is such a receiver, and its file shows what others get.
  test('counts on over the change of layers', async ({ skip }) => {
    const folder = await mkdtemp(path.join(tmpdir(), 'cardea-numbers-'));
    const end = await stage.end('chromium');
    if (!(await end.visitor.evaluate(addCamera, { codec, layers: true }))) {
      await end.close();
      skip(`this Chromium has no encoder for ${codec}`);
    }
    const file = path.join(folder, 'v.mjr');
    await echo(end, true);
    await moves(end, 1_280);
    end.connection.record({ mid: '0', kind: 'video', path: file });
    for (const active of [true, false, true]) {
      await end.visitor.evaluate(sendHigh, active);
      await moves(end, active ? 1_280 : 320);
      await new Promise((resolve) => setTimeout(resolve, 1_000));
    }
    const { extensions } = await end.connection.info();
    const [, id = 0] =
      Object.entries(extensions).find(([uri]) => uri.includes('dependency-descriptor')) ?? [];
    await end.close();
    const packets = await recordedNumbers(file, codec, id);
    const steps = packets.slice(1).map((packet, index) => {
      const before = packets[index] ?? packet;
      expect((packet.sequenceNumber - before.sequenceNumber) & 0xffff).toBe(1);
      return (packet[number] - before[number]) & ((1 << bits) - 1);
    });
    // One when it began, and one for each change.
    expect(packets.filter(({ startsKeyFrame }) => startsKeyFrame).length).toBeGreaterThanOrEqual(3);
    expect(Math.min(...packets.map((packet) => packet[number]))).toBeGreaterThanOrEqual(0);
    // Chromium counts the frames of all layers together, so that in each of them some are missing.
    expect(Math.max(...steps)).toBeLessThanOrEqual(codec === 'av1' ? 8 : 1);
    await rm(folder, { recursive: true });
  });
});
