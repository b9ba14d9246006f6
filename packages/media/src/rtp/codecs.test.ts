import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isAv1KeyFrameStart } from './av1.ts';
import { isH264KeyFrameStart } from './h264.ts';
import { setPictureId, setTl0PicIdx } from './pictureNumbers.ts';
import { guarded } from './testPackets.ts';
import { isVp8KeyFrameStart, Vp8Descriptor } from './vp8.ts';
import { Vp9Descriptor } from './vp9.ts';

type Reader = (packet: Uint8Array, offset: number, end: number) => boolean;

const isVp9KeyFrameStart: Reader = (packet, offset, end) => {
  const read = new Vp9Descriptor();
  return read.read(packet, offset, end) && read.startsKeyFrame;
};

function starts(reader: Reader, ...octets: number[]): boolean {
  // Octets before and after, since a payload is a part of a packet.
  return reader(Uint8Array.from([0xff, 0xff, ...octets, 0x67, 0x67]), 2, 2 + octets.length);
}

describe('a VP8 payload', () => {
  it('begins a key frame with bit S, partition 0 and a frame header whose bit P is zero', () => {
    expect(starts(isVp8KeyFrameStart, 0x10, 0x00)).toBe(true);
    expect(starts(isVp8KeyFrameStart, 0x10, 0x01)).toBe(false);
    expect(starts(isVp8KeyFrameStart, 0x00, 0x00)).toBe(false);
    expect(starts(isVp8KeyFrameStart, 0x11, 0x00)).toBe(false);
    expect(starts(isVp8KeyFrameStart, 0x10)).toBe(false);
    expect(starts(isVp8KeyFrameStart, 0x90, 0xe0, 0x81, 0x23, 0x45, 0x20, 0x00)).toBe(true);
    expect(starts(isVp8KeyFrameStart, 0x90, 0xe0, 0x81, 0x23, 0x45, 0x20, 0x01)).toBe(false);
  });

  it('tells picture id, TL0PICIDX, temporal layer and layer sync (RFC 7741 4.2)', () => {
    const read = new Vp8Descriptor();
    // X and S; I, L and T; picture id 0x0123 in 15 bits; TL0PICIDX 0x45; layer 2 with Y.
    expect(read.read(Uint8Array.of(0x90, 0xe0, 0x81, 0x23, 0x45, 0xa0, 0x01), 0, 7)).toBe(true);
    expect(read).toMatchObject({
      startsFrame: true,
      pictureId: 0x0123,
      pictureIdBits: 15,
      tl0PicIdx: 0x45,
      temporalLayer: 2,
      layerSync: true,
      payloadOffset: 6,
    });
    expect(read.read(Uint8Array.of(0x80, 0x80, 0x7f, 0x01), 0, 4)).toBe(true);
    expect(read).toMatchObject({
      pictureId: 127,
      pictureIdBits: 7,
      tl0PicIdx: -1,
      temporalLayer: -1,
      payloadOffset: 3,
    });
  });

  it('without bit T has no temporal layer, though bit K brings its octet', () => {
    const read = new Vp8Descriptor();
    expect(read.read(Uint8Array.of(0x90, 0x10, 0xe7, 0x00), 0, 4)).toBe(true);
    expect(read).toMatchObject({ temporalLayer: -1, layerSync: false, payloadOffset: 3 });
  });

  it('takes any picture id and TL0PICIDX in its own width', () => {
    const read = new Vp8Descriptor();
    fc.assert(
      fc.property(fc.boolean(), fc.nat(0xffff), fc.nat(0xffff), (wide, picture, tl0) => {
        const packet = wide
          ? Uint8Array.of(0x90, 0xc0, 0x80, 0, 0, 0xaa)
          : Uint8Array.of(0x90, 0xc0, 0, 0, 0xaa);
        read.read(packet, 0, packet.length);
        setPictureId(packet, read, picture);
        setTl0PicIdx(packet, read, tl0);
        expect(read.read(packet, 0, packet.length)).toBe(true);
        expect(read.pictureIdBits).toBe(wide ? 15 : 7);
        expect(read.pictureId).toBe(picture & (wide ? 0x7fff : 0x7f));
        expect(read.tl0PicIdx).toBe(tl0 & 0xff);
        expect(packet.at(-1)).toBe(0xaa);
      }),
    );
  });
});

describe('a VP9 payload', () => {
  it('begins a key frame with bit B, without bit P, on the lowest spatial layer', () => {
    expect(starts(isVp9KeyFrameStart, 0x08)).toBe(true);
    expect(starts(isVp9KeyFrameStart, 0x48)).toBe(false);
    expect(starts(isVp9KeyFrameStart, 0x00)).toBe(false);
    expect(starts(isVp9KeyFrameStart, 0xa8, 0x81, 0x23, 0x00, 0x01)).toBe(true);
    expect(starts(isVp9KeyFrameStart, 0xa8, 0x81, 0x23, 0x02, 0x01)).toBe(false);
  });

  it('tells temporal and spatial layer and switching point (RFC 9628 4.2)', () => {
    const read = new Vp9Descriptor();
    // I, P, L, B, E; picture id of 7 bits; layer 2 with U, spatial layer 1.
    expect(read.read(Uint8Array.of(0xec, 0x05, 0x52, 0x09), 0, 4)).toBe(true);
    expect(read).toMatchObject({
      temporalLayer: 2,
      spatialLayer: 1,
      switchingUpPoint: true,
      startsFrame: true,
      endsFrame: true,
      interPicturePredicted: true,
    });
    expect(read.read(Uint8Array.of(0x08), 0, 1)).toBe(true);
    expect(read).toMatchObject({ temporalLayer: -1, pictureId: -1, tl0PicIdx: -1, payloadOffset: 1 });
  });

  it('tells picture id and TL0PICIDX, the latter only without bit F', () => {
    const read = new Vp9Descriptor();
    // I, L, B; picture id 0x0123 in 15 bits; layers; TL0PICIDX 0x45.
    expect(read.read(Uint8Array.of(0xa8, 0x81, 0x23, 0x00, 0x45, 0xff), 0, 6)).toBe(true);
    expect(read).toMatchObject({ pictureId: 0x0123, pictureIdBits: 15, tl0PicIdx: 0x45, payloadOffset: 5 });
    // I, P, L, F; picture id 0x7f in 7 bits; layers; three P_DIFFs.
    expect(read.read(Uint8Array.of(0xf0, 0x7f, 0x00, 0x03, 0x05, 0x06, 0xff), 0, 7)).toBe(true);
    expect(read).toMatchObject({ pictureId: 0x7f, pictureIdBits: 7, tl0PicIdx: -1, payloadOffset: 6 });
  });

  it('has a scalability structure before the bit stream (RFC 9628 4.2.1)', () => {
    const read = new Vp9Descriptor();
    // V; two spatial layers with Y and G: eight octets of sizes, two pictures, the second with two P_DIFFs.
    const structure = [0x38, 1, 64, 0, 36, 2, 128, 1, 104, 2, 0x00, 0x08, 0x01, 0x02];
    const packet = Uint8Array.of(0x0a, ...structure, 0xff);
    expect(read.read(packet, 0, packet.length)).toBe(true);
    expect(read).toMatchObject({ startsKeyFrame: true, payloadOffset: packet.length - 1 });
    for (let end = 0; end < packet.length - 1; end++) expect(read.read(packet, 0, end)).toBe(false);
  });

  it('is not read if a fourth P_DIFF is promised', () => {
    expect(new Vp9Descriptor().read(Uint8Array.of(0xd0, 1, 3, 3, 3, 2, 0), 0, 7)).toBe(false);
  });

  it('takes any picture id and TL0PICIDX in its own width', () => {
    const read = new Vp9Descriptor();
    const modes = fc.constantFrom('flexible', 'not flexible');
    fc.assert(
      fc.property(fc.boolean(), modes, fc.nat(0xffff), fc.nat(0xffff), (wide, mode, picture, tl0) => {
        const isFlexible = mode === 'flexible';
        const id = wide ? [0x80, 0] : [0];
        // P_DIFF 1 where the mode has one, TL0PICIDX where it has that.
        const packet = Uint8Array.of(isFlexible ? 0xf8 : 0xe8, ...id, 0x00, isFlexible ? 0x02 : 0, 0xaa);
        expect(read.read(packet, 0, packet.length)).toBe(true);
        setPictureId(packet, read, picture);
        setTl0PicIdx(packet, read, tl0);
        expect(read.read(packet, 0, packet.length)).toBe(true);
        expect(read).toMatchObject({
          pictureIdBits: wide ? 15 : 7,
          pictureId: picture & (wide ? 0x7fff : 0x7f),
          tl0PicIdx: isFlexible ? -1 : tl0 & 0xff,
        });
        expect([...packet.slice(-2)]).toEqual([isFlexible ? 0x02 : tl0 & 0xff, 0xaa]);
      }),
    );
  });
});

describe('an H.264 payload', () => {
  it('begins a key frame with a sequence parameter set: alone, in a STAP-A, or first in an FU-A', () => {
    expect(starts(isH264KeyFrameStart, 0x67, 0x42)).toBe(true);
    expect(starts(isH264KeyFrameStart, 0x78, 0, 1, 0x68, 0, 2, 0x67, 0x42)).toBe(true);
    expect(starts(isH264KeyFrameStart, 0x7c, 0x87)).toBe(true);
  });

  it('does not with an IDR slice, a later fragment, or a size that reaches beyond the payload', () => {
    expect(starts(isH264KeyFrameStart, 0x65, 0x88)).toBe(false);
    expect(starts(isH264KeyFrameStart, 0x41)).toBe(false);
    expect(starts(isH264KeyFrameStart, 0x7c, 0x07)).toBe(false);
    expect(starts(isH264KeyFrameStart, 0x7c)).toBe(false);
    expect(starts(isH264KeyFrameStart, 0x78, 0, 9, 0x67)).toBe(false);
    expect(starts(isH264KeyFrameStart, 0x78, 0, 0, 0x67)).toBe(false);
  });
});

describe('an AV1 payload', () => {
  it('begins a key frame with bit N, unless it continues an OBU', () => {
    expect(starts(isAv1KeyFrameStart, 0x18, 0x0a)).toBe(true);
    expect(starts(isAv1KeyFrameStart, 0x10, 0x0a)).toBe(false);
    expect(starts(isAv1KeyFrameStart, 0x98, 0x0a)).toBe(false);
    expect(starts(isAv1KeyFrameStart, 0x18)).toBe(false);
  });
});

describe('any payload', () => {
  it('is read within its bounds', () => {
    const vp8 = new Vp8Descriptor();
    const vp9 = new Vp9Descriptor();
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 24 }),
        fc.constantFrom(null, 0x78, 0x90, 0xa8, 0xaa, 0xfa),
        (bytes, first) => {
          if (first !== null && bytes.length > 0) bytes[0] = first;
          const watched = guarded(bytes);
          for (const reader of [
            isVp8KeyFrameStart,
            isVp9KeyFrameStart,
            isH264KeyFrameStart,
            isAv1KeyFrameStart,
          ]) {
            expect(typeof reader(watched, 0, bytes.length)).toBe('boolean');
          }
          if (vp8.read(watched, 0, bytes.length)) expect(vp8.payloadOffset).toBeLessThanOrEqual(bytes.length);
          if (vp9.read(watched, 0, bytes.length)) expect(vp9.payloadOffset).toBeLessThanOrEqual(bytes.length);
        },
      ),
    );
  });
});
