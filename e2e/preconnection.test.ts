import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ChromiumVisitor } from './harness/chromium.ts';
import { Stage } from './harness/stage.ts';
import { until } from './harness/visitor.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
});
afterAll(() => stage.close());

interface Wire {
  connections: number;
  state: string;
  /** RTP of this end that carried something: bytes of encoded sound or pictures that were not silent or black. */
  framesFromCamera: number;
  framesDecoded: number;
  soundReceived: number;
  devicesOpened: number;
  candidatesSeen: number;
}

/** Keeps the page's connections and counts what it opens, before the app runs. */
async function watch(visitor: ChromiumVisitor): Promise<void> {
  await visitor.page.addInitScript(() => {
    const kept: RTCPeerConnection[] = [];
    const counts = { devicesOpened: 0, candidatesSeen: 0 };
    Object.assign(globalThis, { kept, counts });
    const Original = RTCPeerConnection;
    globalThis.RTCPeerConnection = class extends Original {
      constructor(configuration?: RTCConfiguration) {
        super(configuration);
        kept.push(this);
        const add = this.addIceCandidate.bind(this);
        this.addIceCandidate = (candidate?: RTCIceCandidateInit | null) => {
          counts.candidatesSeen++;
          return add(candidate);
        };
      }
    };
    const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
    navigator.mediaDevices.getUserMedia = (constraints) => {
      counts.devicesOpened++;
      return open(constraints);
    };
  });
}

function wire(visitor: ChromiumVisitor): Promise<Wire> {
  return visitor.page.evaluate(async () => {
    const { kept, counts } = globalThis as unknown as {
      kept: RTCPeerConnection[];
      counts: { devicesOpened: number; candidatesSeen: number };
    };
    const alive = kept.filter((connection) => connection.connectionState !== 'closed');
    let framesDecoded = 0;
    let framesFromCamera = 0;
    let soundReceived = 0;
    for (const connection of alive) {
      for (const stat of (await connection.getStats()).values() as Iterable<Record<string, unknown>>) {
        if (stat['type'] === 'inbound-rtp') {
          framesDecoded += Number(stat['framesDecoded'] ?? 0);
          soundReceived += Number(stat['totalAudioEnergy'] ?? 0);
        }
        if (stat['type'] === 'outbound-rtp') framesFromCamera += Number(stat['framesEncoded'] ?? 0);
      }
    }
    return {
      connections: alive.length,
      state: alive.map((connection) => connection.connectionState).join(),
      framesDecoded,
      framesFromCamera,
      soundReceived,
      ...counts,
    };
  });
}

test('between contacts ICE and DTLS are finished while it rings, and nothing of camera or microphone has left', async () => {
  const { ann, bob, annVisitor, bobVisitor, close } = await stage.pair();
  for (const visitor of [annVisitor, bobVisitor]) {
    await watch(visitor);
    await visitor.reload();
  }
  await ann.open(bob.name);
  await ann.ring('video');
  await until('Bob hears a ring', () => bob.visitor.sees('button', 'Accept'));
  await until('the connection is made', async () => (await wire(annVisitor)).state === 'connected');
  // Long enough for a warm sender to have sent black frames and silence, which is all it may send.
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  const [anns, bobs] = await Promise.all([wire(annVisitor), wire(bobVisitor)]);
  expect(bobs.devicesOpened).toBe(0);
  expect(bobs.framesFromCamera).toBe(0);
  expect(anns.framesDecoded).toBe(0);
  expect(bobs.soundReceived).toBeLessThan(1e-6);
  expect(anns.soundReceived).toBe(0);
  const brightest = await bobVisitor.page.evaluate(async () => {
    const { kept } = globalThis as unknown as { kept: RTCPeerConnection[] };
    let most = 0;
    for (const connection of kept) {
      for (const { track } of connection.getReceivers()) {
        if (track.kind !== 'video') continue;
        const video = document.createElement('video');
        video.muted = true;
        video.srcObject = new MediaStream([track]);
        await Promise.race([
          video.play().catch(() => undefined),
          new Promise((resolve) => setTimeout(resolve, 800)),
        ]);
        if (video.videoWidth === 0) continue;
        const canvas = new OffscreenCanvas(16, 16);
        const context = canvas.getContext('2d');
        context?.drawImage(video, 0, 0, 16, 16);
        const data = context?.getImageData(0, 0, 16, 16).data ?? [];
        for (let i = 0; i < data.length; i += 4)
          most = Math.max(most, data[i] ?? 0, data[i + 1] ?? 0, data[i + 2] ?? 0);
      }
    }
    return most;
  });
  expect(brightest).toBeLessThan(20);
  await bob.answer();
  await Promise.all([ann.seesMovement(), bob.seesMovement()]);
  await Promise.all([ann.hears(880), bob.hears(440)]);
  // The connection made while it rang is the one that carries the call.
  expect((await wire(bobVisitor)).connections).toBe(1);
  await close();
});

test('between strangers no address is exchanged before the answer', async () => {
  const { ann, bob, annVisitor, bobVisitor, close } = await stage.pair({
    contacts: false,
    path: '/room/strangers',
  });
  for (const visitor of [annVisitor, bobVisitor]) {
    await watch(visitor);
    await visitor.reload();
  }
  await ann.reads(bob.name);
  await ann.visitor.click('button', new RegExp(`Video call.*${bob.name}|${bob.name}.*Video call`));
  await ann.reaches('ringing');
  await until('Bob hears a ring', () => bob.visitor.sees('button', 'Accept'));
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  for (const visitor of [annVisitor, bobVisitor]) {
    const { candidatesSeen, state } = await wire(visitor);
    expect(candidatesSeen).toBe(0);
    expect(state).not.toContain('connected');
  }
  expect((await wire(bobVisitor)).devicesOpened).toBe(0);
  await bob.answer();
  await Promise.all([ann.seesMovement(), bob.seesMovement()]);
  await close();
});
