import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as extensions from './headerExtensions.ts';
import { isRtp } from './rtpPacket.ts';
import { guarded, rtp } from './testPackets.ts';

const oneByte = (data: readonly number[]): Buffer =>
  rtp({ extension: { profile: 0xbede, data }, payload: [1, 2, 3] });
const twoByte = (data: readonly number[]): Buffer =>
  rtp({ extension: { profile: 0x1000, data }, payload: [1, 2, 3] });

describe('a header extension', () => {
  // mid "0" under 1, voice at -42 dBov under 2, transport number 0xabcd under 3 after padding, rotation 270 under 4.
  const packet = oneByte([0x10, 0x30, 0x20, 0x80 | 42, 0, 0x31, 0xab, 0xcd, 0x40, 0x03]);

  it('of the one-byte form is found by id, over padding', () => {
    expect(extensions.readText(packet, 1)).toBe('0');
    expect(extensions.readAudioLevel(packet, 2)).toBe(42);
    expect(extensions.hasVoice(packet, 2)).toBe(true);
    expect(extensions.readTransportSequenceNumber(packet, 3)).toBe(0xabcd);
    expect(extensions.readRotation(packet, 4)).toBe(270);
  });

  it('of the two-byte form is found by id, also an empty or a long one', () => {
    const long = Array.from('a-long-repaired-rid', (letter) => letter.charCodeAt(0));
    const other = twoByte([7, 0, 0, 200, long.length, ...long, 3, 2, 0x12, 0x34]);
    expect(extensions.valueLength(extensions.findExtension(other, 7))).toBe(0);
    expect(extensions.findExtension(other, 7)).toBeGreaterThan(0);
    expect(extensions.readText(other, 7)).toBeNull();
    expect(extensions.readText(other, 200)).toBe('a-long-repaired-rid');
    expect(extensions.readTransportSequenceNumber(other, 3)).toBe(0x1234);
  });

  it('that is not there reads as nothing', () => {
    for (const without of [
      packet,
      rtp({ payload: [0xbe, 0xde, 0, 1] }),
      rtp({ extension: { profile: 1, data: [0x90, 1] } }),
    ]) {
      expect(extensions.findExtension(without, 9)).toBe(0);
      expect(extensions.readText(without, 9)).toBeNull();
      expect(extensions.readAudioLevel(without, 9)).toBe(-1);
      expect(extensions.hasVoice(without, 9)).toBe(false);
      expect(extensions.readRotation(without, 9)).toBe(-1);
      expect(extensions.readTransportSequenceNumber(without, 9)).toBe(-1);
      expect(extensions.writeTransportSequenceNumber(without, 9, 1)).toBe(false);
    }
  });

  it('behind id 15, or behind id 0 with a length, is not looked at (RFC 8285 4.2)', () => {
    expect(extensions.findExtension(oneByte([0xf0, 1, 0x20, 1]), 2)).toBe(0);
    expect(extensions.findExtension(oneByte([0x01, 1, 0x20, 1]), 2)).toBe(0);
  });

  it('that reaches beyond the extension is not there', () => {
    expect(extensions.findExtension(oneByte([0x17, 1, 2, 3]), 1)).toBe(0);
    expect(extensions.findExtension(twoByte([1, 3, 2, 3]), 1)).toBe(0);
  });

  it('is overwritten only by a value of its length, and nothing else changes', () => {
    const changed = Buffer.from(packet);
    expect(extensions.overwriteExtension(changed, 1, Buffer.from('12'))).toBe(false);
    expect(changed.equals(packet)).toBe(true);
    expect(extensions.overwriteExtension(changed, 1, Buffer.from('7'))).toBe(true);
    expect(extensions.writeTransportSequenceNumber(changed, 3, 0x0102)).toBe(true);
    expect(extensions.readText(changed, 1)).toBe('7');
    expect(extensions.readTransportSequenceNumber(changed, 3)).toBe(0x0102);
    expect(changed.filter((octet, index) => octet !== packet[index]).length).toBe(3);
  });

  it('gets the id of the other connection, also when two ids change places, or becomes padding', () => {
    for (const changed of [
      Buffer.from(packet),
      twoByte([1, 1, 0x30, 2, 1, 0xaa, 3, 2, 0xab, 0xcd, 4, 1, 3]),
    ]) {
      const ids = new Uint8Array(256);
      ids.set([0, 3, 0, 1, 9]);
      extensions.renumberExtensions(changed, ids);
      expect(extensions.readText(changed, 3)).toBe('0');
      expect(extensions.readTransportSequenceNumber(changed, 1)).toBe(0xabcd);
      expect(extensions.readRotation(changed, 9)).toBe(270);
      expect(extensions.findExtension(changed, 2)).toBe(0);
      expect(extensions.findExtension(changed, 4)).toBe(0);
      expect([...changed.subarray(-3)]).toEqual([1, 2, 3]);
    }
  });

  it('is never read out of bounds, whatever the bytes are', () => {
    const body = fc.uint8Array({ minLength: 0, maxLength: 40 });
    const profile = fc.constantFrom(0xbe, 0x10, 0x33);
    fc.assert(
      fc.property(body, profile, fc.nat(8), fc.integer({ min: 1, max: 255 }), (data, first, words, id) => {
        const head = [0x90, 96, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, first, first === 0xbe ? 0xde : 0, 0, words];
        const bytes = Uint8Array.from([...head, ...data]);
        const watched = guarded(bytes);
        const found = extensions.findExtension(watched, id);
        if (found !== 0) {
          const end = extensions.valueOffset(found) + extensions.valueLength(found);
          expect(end).toBeLessThanOrEqual(Math.min(bytes.length, 16 + 4 * words));
        }
        extensions.readText(watched, id);
        extensions.readAudioLevel(watched, id);
        extensions.readTransportSequenceNumber(watched, id);
        const payload = isRtp(bytes) ? bytes.slice(16 + 4 * words) : null;
        extensions.renumberExtensions(watched, new Uint8Array(256).fill(5));
        if (payload !== null) expect(bytes.slice(16 + 4 * words)).toEqual(payload);
      }),
      { numRuns: 3_000 },
    );
  });
});
