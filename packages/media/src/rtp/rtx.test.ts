import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isRtp } from './rtpPacket.ts';
import { readRtx, writeRtx } from './rtx.ts';
import { rtp } from './testPackets.ts';

describe('a retransmission', () => {
  it('carries the original number before the payload, and no padding (RFC 4588 4)', () => {
    const original = rtp({
      sequenceNumber: 0x1234,
      timestamp: 9,
      ssrc: 1,
      payload: [5, 6],
      padding: 4,
      marker: true,
    });
    const into = Buffer.alloc(100);
    const length = writeRtx(original, into, 2, 97, 50);
    const expected = rtp({
      payloadType: 97,
      sequenceNumber: 50,
      timestamp: 9,
      ssrc: 2,
      payload: [0x12, 0x34, 5, 6],
      marker: true,
    });
    expect(into.subarray(0, length)).toEqual(expected);
  });

  it('without room for itself or for the original number is none', () => {
    expect(writeRtx(rtp({ payload: [1] }), Buffer.alloc(14), 2, 97, 0)).toBe(0);
    const into = Buffer.alloc(100);
    for (const payload of [[], [1]]) expect(readRtx(rtp({ payload, padding: 9 }), into, 1, 96)).toBe(0);
    expect(readRtx(rtp({ payload: [1, 2, 3] }), Buffer.alloc(12), 1, 96)).toBe(0);
  });

  it('gives back the original, also over its own bytes', () => {
    const octets = fc.array(fc.nat(255), { maxLength: 30 });
    fc.assert(
      fc.property(octets, octets, fc.nat(65_535), (payload, data, sequenceNumber) => {
        const original = rtp({ sequenceNumber, ssrc: 1, payload, extension: { profile: 0xbede, data } });
        const into = Buffer.alloc(original.length + 2);
        expect(writeRtx(original, into, 2, 97, 3)).toBe(into.length);
        expect(isRtp(into)).toBe(true);
        const other = Buffer.alloc(200);
        expect(other.subarray(0, readRtx(into, other, 1, 96)).equals(original)).toBe(true);
        expect(into.subarray(0, readRtx(into, into, 1, 96)).equals(original)).toBe(true);
      }),
    );
  });
});
