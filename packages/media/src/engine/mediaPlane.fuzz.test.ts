import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { writeNack, writePli } from '../rtcp/feedback.ts';
import { writeSenderReport } from '../rtcp/reports.ts';
import { writeTransportFeedback } from '../rtcp/transportFeedback.ts';
import { ssrc } from '../rtp/rtpPacket.ts';
import { rtp } from '../rtp/testPackets.ts';
import { openPlane, vp8Lines, type TestPlane } from './testPlanes.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const extension = { profile: 0xbede, data: [0x10, 0x31, 0x21, 0, 7] };
const picture = (number: number, first: number): Buffer =>
  rtp({
    ssrc: 1_111,
    sequenceNumber: number,
    payload: [0x90, 0xe0, 0x80, first, 1, 0x20, first, 3],
    extension,
  });

const vp9Picture = (number: number, descriptor: readonly number[]): Buffer =>
  rtp({
    payloadType: 98,
    ssrc: 4_444,
    sequenceNumber: number,
    payload: [...descriptor, 0xaa, 0xbb],
    extension,
  });

/** @param descriptor with its head */
const av1Picture = (number: number, descriptor: readonly number[]): Buffer =>
  rtp({
    payloadType: 99,
    ssrc: 5_555,
    sequenceNumber: number,
    payload: [0x18, 0x0a, 0xbb],
    extension: { profile: 0xbede, data: [...extension.data, ...descriptor] },
  });

function written(write: (into: Buffer) => number): Buffer {
  const into = Buffer.alloc(1_200);
  return into.subarray(0, write(into));
}

const otherCodecs = [
  'a=rtpmap:98 VP9/90000',
  'a=rtpmap:99 AV1/90000',
  'a=extmap:8 https://aomediacodec.github.io/av1-rtp-spec/#dependency-descriptor-rtp-header-extension',
];

/** Packets as browsers send them, to be spoilt. */
function seeds(outgoing: number): Buffer[] {
  const report = { ssrc: 1_111, ntpSeconds: 9, ntpFraction: 9, rtpTimestamp: 9 };
  const arrivals = { baseSequenceNumber: 3, count: 9, time: (index: number) => index * 70 };
  return [
    ...[1, 2, 3, 5, 8].map((number) => picture(number, number === 1 ? 0 : 1)),
    rtp({ payloadType: 97, ssrc: 2_222, sequenceNumber: 1, payload: [0, 4, 0x10, 1, 2], extension }),
    vp9Picture(1, [0x0a, 0x38, 1, 64, 0, 36, 2, 128, 1, 104, 1, 0x04, 0x01]),
    vp9Picture(2, [0xe8, 0x80, 7, 0x20, 9]),
    vp9Picture(3, [0xf8, 0x81, 8, 0x22, 0x03, 0x04]),
    av1Picture(1, [0x83, 0xc0, 0x12, 0x34, 0x80]),
    av1Picture(2, [0x82, 0x41, 0x12, 0x35]),
    rtp({ payloadType: 111, ssrc: 3_333, payload: [1, 2, 3], csrcs: [4, 5], padding: 3 }),
    written((into) => writeNack(into, 0, 5, outgoing, [1, 2, 3, 20])),
    written((into) => writePli(into, 0, 5, outgoing)),
    written((into) => writeSenderReport(into, 0, { ...report, packetCount: 1, octetCount: 1 })),
    written((into) => writeTransportFeedback(into, 0, 5, outgoing, 0, arrivals)),
  ];
}

/** One octet or a few become others, the end is cut off, or something is added. */
const spoiling = fc.record({
  seed: fc.nat(15),
  octets: fc.array(fc.tuple(fc.nat(60), fc.nat(255)), { maxLength: 4 }),
  cut: fc.option(fc.nat(60), { freq: 3 }),
  added: fc.uint8Array({ maxLength: 8 }),
});

describe('a media plane', () => {
  it('takes whatever comes without an error, and what others send stays theirs', () => {
    fc.assert(
      fc.property(fc.array(spoiling, { maxLength: 60 }), fc.boolean(), (packets, layers) => {
        const video = [
          'a=rtpmap:96 VP8/90000',
          'a=rtcp-fb:96 nack',
          'a=rtpmap:97 rtx/90000',
          'a=fmtp:97 apt=96',
          ...otherCodecs,
          'a=extmap:1 urn:ietf:params:rtp-hdrext:sdes:mid',
          'a=extmap:2 http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01',
          'a=extmap:3 urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id',
          ...(layers ? ['a=rid:h send', 'a=rid:l send'] : []),
        ];
        const types = '96 97 98 99';
        const spoilt = openPlane({ video, types });
        const receiver = openPlane({ video: [...vp8Lines, ...otherCodecs], types });
        const [sound, other, otherReceiver] = [openPlane(), openPlane(), openPlane()];
        spoilt.plane.forward('1', receiver.plane.outgoing('1'));
        spoilt.plane.forward('0', sound.plane.outgoing('0'));
        spoilt.plane.forward('1', spoilt.plane.outgoing('1'));
        other.plane.forward('1', otherReceiver.plane.outgoing('1'));
        const all = [spoilt, receiver, sound, other, otherReceiver];
        let number = 0;
        for (const { seed, octets, cut, added } of packets) {
          const valid = seeds(spoilt.plane.outgoing('1').ssrc)[seed] ?? Buffer.alloc(0);
          const bytes = Buffer.concat([valid.subarray(0, cut ?? valid.length), added]);
          for (const [at, value] of octets) if (at < bytes.length) bytes[at] = value;
          spoilt.plane.receive(bytes);
          other.plane.receive(picture(++number, number === 1 ? 0 : 1));
          vi.advanceTimersByTime(7);
        }
        expectOnlyOwn(otherReceiver, number);
        for (const { plane } of all) plane.close();
        expect(vi.getTimerCount()).toBe(0);
      }),
    );
  });
});

/** All that came to the other connection was passed on, in its order, under one SSRC. */
function expectOnlyOwn(receiver: TestPlane, count: number): void {
  const { rtp: passed } = receiver.take();
  expect(passed.length).toBe(count);
  expect(new Set(passed.map(ssrc)).size).toBe(Math.min(1, count));
}
