import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { payloadOffset } from '../rtp/rtpPacket.ts';
import { rtp } from '../rtp/testPackets.ts';
import { Vp9Descriptor } from '../rtp/vp9.ts';
import type { OutgoingStream } from './outgoingStream.ts';
import { openPlane, vp8Lines, type TestPlane } from './testPlanes.ts';

/* Which simulcast substream a receiver gets. */

let source: TestPlane;
let receiver: TestPlane;
let outgoing: OutgoingStream;
let told: (number | undefined)[];
let numbers: number;

const layerLines = [
  'a=extmap:3 urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id',
  'a=rid:h send',
  'a=rid:l send',
  'a=simulcast:send h;l',
];

beforeEach(() => {
  vi.useFakeTimers();
  told = [];
  numbers = 0;
  open(vp8Lines);
});
afterEach(() => {
  source.plane.close();
  receiver.plane.close();
  vi.useRealTimers();
});

function open(video: readonly string[]): void {
  source = openPlane({ video: [...video, ...layerLines] });
  receiver = openPlane({ video }, { layers: ({ substream }) => told.push(substream) });
  outgoing = receiver.plane.outgoing('1');
  source.plane.forward('1', outgoing);
}

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

it('is told in VP9 by picture ids that count on', () => {
  source.plane.close();
  receiver.plane.close();
  open(vp8Lines.map((line) => line.replace('VP8', 'VP9')));
  const read = new Vp9Descriptor();
  const pictures = (count: number, keyFrame: boolean): number[] => {
    for (let frame = 0; frame < count; frame++) {
      numbers++;
      for (const [rid, ssrc, id] of [
        ['l', 1_000, 0x100 + numbers],
        ['h', 2_000, 0x4000 + numbers],
      ] as const) {
        const first = keyFrame && frame === 0 ? 0xa8 : 0xe8;
        const payload = [first, 0x80 | (id >> 8), id & 0xff, 0, numbers + ssrc / 1_000, 0xaa];
        const data = [0x10, 0x31, 0x30, rid.charCodeAt(0)];
        source.plane.receive(
          rtp({ sequenceNumber: numbers, ssrc, payload, extension: { profile: 0xbede, data } }),
        );
      }
      vi.advanceTimersByTime(50);
    }
    return receiver.take().rtp.flatMap((packet) => {
      expect(read.read(packet, payloadOffset(packet), packet.length)).toBe(true);
      return [read.pictureId, read.tl0PicIdx];
    });
  };
  // The lower one is there first; the packet of the higher one's key frame follows it.
  const begun = pictures(1, true);
  expect(begun).toEqual([0x101, 2, 0x102, 3]);
  outgoing.setLayers({ substream: 0 });
  expect(pictures(1, false)).toEqual([0x103, 4]);
  expect(pictures(2, true)).toEqual([0x104, 5, 0x105, 6]);
  expect(told).toEqual([0, 1, 0]);
});

it('is told in AV1 by frame numbers that count on, whatever id the receiver has for them', () => {
  source.plane.close();
  receiver.plane.close();
  const descriptor =
    'https://aomediacodec.github.io/av1-rtp-spec/#dependency-descriptor-rtp-header-extension';
  const lines = vp8Lines.map((line) => line.replace('VP8', 'AV1'));
  source = openPlane({ video: [...lines, `a=extmap:6 ${descriptor}`, ...layerLines] });
  receiver = openPlane({ video: [...lines, `a=extmap:9 ${descriptor}`] });
  source.plane.forward('1', receiver.plane.outgoing('1'));
  const frame = (number: number, rid: 'l' | 'h', count: number) =>
    source.plane.receive(
      rtp({
        sequenceNumber: number,
        ssrc: rid === 'l' ? 1_000 : 2_000,
        payload: [0x18, 0x0a],
        extension: {
          profile: 0xbede,
          data: [0x10, 0x31, 0x30, rid.charCodeAt(0), 0x62, 0xc0, count >> 8, count & 0xff],
        },
      }),
    );
  frame(1, 'l', 0x1000);
  frame(2, 'l', 0x1003);
  frame(1, 'h', 0x0fff);
  frame(2, 'h', 0x1002);
  const sent = receiver.take().rtp.map((packet) => [...packet.subarray(20, 24)]);
  expect(sent).toEqual(
    [0x1000, 0x1003, 0x1004, 0x1007].map((count) => [0x92, 0xc0, count >> 8, count & 0xff]),
  );
});
