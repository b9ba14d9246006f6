import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as packetFields from './rtpPacket.ts';
import { isRtcp, isRtp, payloadEnd, payloadOffset } from './rtpPacket.ts';
import { guarded, rtp } from './testPackets.ts';

describe('an RTP packet', () => {
  const whole = Buffer.from(
    // V=2 P X CC=1, M PT=111, number, timestamp, SSRC, one CSRC, extension of one word, three octets, padding of two.
    'b1ef12348765432100c0ffee01020304bede000110ff0000aabbcc0002',
    'hex',
  );

  it('is read field by field', () => {
    expect(isRtp(whole)).toBe(true);
    expect(packetFields.payloadType(whole)).toBe(111);
    expect(packetFields.marker(whole)).toBe(true);
    expect(packetFields.sequenceNumber(whole)).toBe(0x1234);
    expect(packetFields.timestamp(whole)).toBe(0x87654321);
    expect(packetFields.ssrc(whole)).toBe(0x00c0ffee);
    expect(payloadOffset(whole)).toBe(24);
    expect(payloadEnd(whole)).toBe(27);
  });

  it('is told from RTCP by its second octet, 192 to 223', () => {
    for (let type = 0; type < 256; type++) {
      const packet = rtp();
      packet[1] = type;
      expect(isRtcp(packet)).toBe(type >= 192 && type <= 223);
      expect(isRtp(packet)).toBe(type < 192 || type > 223);
    }
  });

  it('is refused when version, CSRCs, extension or padding do not fit', () => {
    expect(isRtp(Buffer.alloc(0))).toBe(false);
    expect(isRtp(rtp().subarray(0, 11))).toBe(false);
    const otherVersion = rtp();
    otherVersion[0] = 0x40;
    expect(isRtp(otherVersion)).toBe(false);
    expect(isRtp(rtp({ csrcs: [1, 2] }).subarray(0, 19))).toBe(false);
    const extended = rtp({ extension: { profile: 0xbede, data: [0x10, 1, 0, 0] } });
    expect(isRtp(extended)).toBe(true);
    expect(isRtp(extended.subarray(0, 19))).toBe(false);
    expect(isRtp(extended.subarray(0, 14))).toBe(false);
    const padded = rtp({ payload: [1], padding: 3 });
    expect(isRtp(padded)).toBe(true);
    padded[padded.length - 1] = 5;
    expect(isRtp(padded)).toBe(false);
    padded[padded.length - 1] = 0;
    expect(isRtp(padded)).toBe(false);
  });

  it('keeps all other bits when one field is written', () => {
    fc.assert(
      fc.property(
        fc.nat(127),
        fc.boolean(),
        fc.nat(65_535),
        fc.nat(),
        fc.nat(),
        (type, mark, number, time, id) => {
          const packet = Buffer.from(whole);
          packetFields.setPayloadType(packet, type);
          packetFields.setMarker(packet, mark);
          packetFields.setSequenceNumber(packet, number);
          packetFields.setTimestamp(packet, time * 2);
          packetFields.setSsrc(packet, id * 2);
          expect(packetFields.payloadType(packet)).toBe(type);
          expect(packetFields.marker(packet)).toBe(mark);
          expect(packetFields.sequenceNumber(packet)).toBe(number);
          expect(packetFields.timestamp(packet)).toBe(time * 2);
          expect(packetFields.ssrc(packet)).toBe(id * 2);
          expect(packet[0]).toBe(whole[0]);
          expect(packet.subarray(12).equals(whole.subarray(12))).toBe(true);
        },
      ),
    );
  });

  it('has its payload inside its bounds whatever bytes it is made of, if it is accepted', () => {
    const bytes = fc.uint8Array({ maxLength: 48 }).map((array) => {
      if (array.length > 0) array[0] = 0x80 | (array[0] ?? 0);
      return array;
    });
    fc.assert(
      fc.property(bytes, (packet) => {
        const watched = guarded(packet);
        if (!isRtp(watched)) return;
        const start = payloadOffset(watched);
        const end = payloadEnd(watched);
        expect(start).toBeGreaterThanOrEqual(12);
        expect(end).toBeGreaterThanOrEqual(start);
        expect(packet.length).toBeGreaterThanOrEqual(end);
      }),
    );
  });
});
