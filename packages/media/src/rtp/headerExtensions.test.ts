import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ExtensionElements } from './extensionElements.ts';
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

  it('takes another transport-wide number, and nothing else changes', () => {
    const changed = Buffer.from(packet);
    expect(extensions.writeTransportSequenceNumber(changed, 3, 0x0102)).toBe(true);
    expect(extensions.readTransportSequenceNumber(changed, 3)).toBe(0x0102);
    expect(changed.filter((octet, index) => octet !== packet[index]).length).toBe(2);
  });

  it('is found in the same place when all are read at once', () => {
    const elements = new ExtensionElements();
    for (const each of [packet, twoByte([1, 1, 0x30, 0, 2, 1, 0xaa, 3, 2, 0xab, 0xcd, 4, 1, 3])]) {
      elements.read(each);
      expect([...elements.ids.subarray(0, elements.count)]).toEqual([1, 2, 3, 4]);
      for (const id of [1, 2, 3, 4, 5]) {
        expect(elements.find(id, 1)).toBe(extensions.valueOffset(extensions.findExtension(each, id)));
      }
      expect(elements.find(1, 2)).toBe(0);
      elements.writeId(each, 2, 9);
      expect(extensions.readTransportSequenceNumber(each, 9)).toBe(0xabcd);
      expect(extensions.readRotation(each, 4)).not.toBe(-1);
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
        const elements = new ExtensionElements();
        elements.read(watched);
        for (let index = 0; index < elements.count; index++) elements.writeId(watched, index, 5);
        if (payload !== null) expect(bytes.slice(16 + 4 * words)).toEqual(payload);
      }),
    );
  });
});
