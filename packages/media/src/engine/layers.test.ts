import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { payloadOffset } from '../rtp/rtpPacket.ts';
import { rtp } from '../rtp/testPackets.ts';
import type { OutgoingStream } from './outgoingStream.ts';
import { openPlane, vp8Lines, type TestPlane } from './testPlanes.ts';

/* Which simulcast substream a receiver gets. */

let source: TestPlane;
let receiver: TestPlane;
let outgoing: OutgoingStream;
let told: (number | undefined)[];
let numbers: number;

beforeEach(() => {
  vi.useFakeTimers();
  told = [];
  numbers = 0;
  const rids = ['a=extmap:3 urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id', 'a=rid:h send', 'a=rid:l send'];
  source = openPlane({ video: [...vp8Lines, ...rids, 'a=simulcast:send h;l'] });
  receiver = openPlane({}, { layers: ({ substream }) => told.push(substream) });
  outgoing = receiver.plane.outgoing('1');
  source.plane.forward('1', outgoing);
});
afterEach(() => {
  source.plane.close();
  receiver.plane.close();
  vi.useRealTimers();
});

/** Frames of both layers, 50 ms apart; the first of each is a key frame where wanted. */
function frames(count: number, layers: readonly ('l' | 'h')[], keyFrames = false): void {
  for (let frame = 0; frame < count; frame++) {
    numbers++;
    for (const rid of layers) {
      const data = [0x10, 0x31, 0x30, rid.charCodeAt(0)];
      source.plane.receive(
        rtp({
          sequenceNumber: numbers,
          timestamp: numbers * 4_500,
          ssrc: rid === 'l' ? 1_000 : 2_000,
          payload: [0x10, keyFrames && frame === 0 ? 0x00 : 0x01, 0x9d, 0x01, 0x2a, rid.charCodeAt(0)],
          extension: { profile: 0xbede, data },
        }),
      );
    }
    vi.advanceTimersByTime(50);
  }
}

/** Of which layers packets have come since the last call. */
function came(): string {
  const letters = receiver
    .take()
    .rtp.map((packet) => String.fromCharCode(packet[payloadOffset(packet) + 5] ?? 0));
  return [...new Set(letters)].join('');
}

it('is the highest that is wanted, from its next key frame on', () => {
  frames(3, ['l', 'h'], true);
  // Before anything has come of the higher one, the lower is all there is.
  expect(came()).toBe('lh');
  outgoing.setLayers({ substream: 0 });
  frames(3, ['l', 'h']);
  expect(came()).toBe('h');
  frames(3, ['l', 'h'], true);
  expect(came().at(-1)).toBe('l');
  expect(told).toEqual([0, 1, 0]);
});

it('is a lower one when nothing comes of the higher for a quarter of a second, and the higher when it is back', () => {
  frames(3, ['l', 'h'], true);
  came();
  frames(4, ['l'], true);
  expect(came()).toBe('');
  frames(2, ['l']);
  frames(2, ['l'], true);
  expect(came()).toBe('l');
  frames(3, ['l', 'h'], true);
  frames(3, ['l', 'h']);
  expect(came().at(-1)).toBe('h');
});

it('waits as long as it was told', () => {
  outgoing.setLayers({ fallback: 800 });
  frames(3, ['l', 'h'], true);
  came();
  for (let i = 0; i < 6; i++) frames(2, ['l'], true);
  expect(came()).toBe('');
  for (let i = 0; i < 6; i++) frames(2, ['l'], true);
  expect(came()).toBe('l');
});
