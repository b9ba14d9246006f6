import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sequenceDistance } from './bytes.ts';
import { Continuity } from './continuity.ts';
import { sequenceNumber, ssrc, timestamp } from './rtpPacket.ts';
import { SourcePacket } from './sourcePacket.ts';
import { rtp } from './testPackets.ts';

interface Sent {
  number: number;
  time: number;
  /** Of AV1 the frame number. */
  picture: number;
  tl0: number;
}

type Codec = 'vp8' | 'vp9' | 'flexible vp9' | 'av1';

/** Id of the extension in which pictures of AV1 are numbered. */
const dependencyId = 5;

/** With the lowest eight bits of the picture's number as its TL0PICIDX, where there is one. */
function payloadOf(codec: Codec, picture: number, bits: 7 | 15): number[] {
  const id = bits === 15 ? [0x80 | ((picture >> 8) & 0x7f), picture & 0xff] : [picture & 0x7f];
  if (codec === 'av1') return [0x18, 0x0a, 0];
  if (codec === 'vp8') return [0x90, 0xe0, ...id, picture & 0xff, 0, 0];
  return codec === 'vp9' ? [0xe8, ...id, 0, picture & 0xff, 0] : [0xf8, ...id, 0, 2, 0];
}

/** A stream with one packet for each picture. */
class Harness {
  readonly continuity = new Continuity(7, 90_000);
  readonly #source = new SourcePacket();
  readonly #codec: Codec;

  constructor(codec: Codec = 'vp8') {
    this.#codec = codec;
  }

  #read(packet: Buffer): void {
    const codec = this.#codec === 'flexible vp9' ? 'vp9' : this.#codec;
    this.#source.read(packet, codec, codec === 'av1' ? dependencyId : 0);
  }

  #packet(id: number, number: number, picture: number, bits: 7 | 15 = 15): Buffer {
    const payload = payloadOf(this.#codec, picture, bits);
    // Flags and template, then the frame number (RTP Payload Format For AV1, A.8.2).
    const data = [(dependencyId << 4) | 2, 0xc0, (picture >> 8) & 0xff, picture & 0xff];
    const packet = rtp({
      ssrc: id,
      sequenceNumber: number,
      timestamp: picture * 3_000,
      payload,
      ...(this.#codec === 'av1' && { extension: { profile: 0xbede, data } }),
    });
    this.#read(packet);
    return packet;
  }

  send(id: number, number: number, picture: number, now: number, bits: 7 | 15 = 15): Sent | null {
    const packet = this.#packet(id, number, picture, bits);
    if (!this.continuity.forward(this.#source, packet, now)) return null;
    if (ssrc(packet) !== 7) throw new Error('The SSRC is not that of the stream.');
    this.#read(packet);
    const { pictureNumbers, frameNumber } = this.#source;
    return {
      number: sequenceNumber(packet),
      time: timestamp(packet),
      picture: pictureNumbers?.pictureId ?? frameNumber,
      tl0: pictureNumbers?.tl0PicIdx ?? -1,
    };
  }

  leaveOut(id: number, number: number, picture: number): void {
    this.#packet(id, number, picture);
    this.continuity.leaveOut(this.#source);
  }
}

const codecs: readonly Codec[] = ['vp8', 'vp9', 'flexible vp9', 'av1'];

describe('continuity', () => {
  it('keeps the numbers of the first source, over their wrap-around', () => {
    const stream = new Harness();
    expect(stream.send(1, 65_535, 32_767, 0)).toMatchObject({ number: 65_535, picture: 32_767, tl0: 255 });
    expect(stream.send(1, 0, 0, 33)).toMatchObject({ number: 0, picture: 0, tl0: 0 });
  });

  it('goes on by one in every number when the source changes, and by the passed time in the timestamp', () => {
    const stream = new Harness();
    stream.send(1, 100, 10, 0);
    expect(stream.send(2, 9_000, 500, 20)).toEqual({ number: 101, time: 31_800, picture: 11, tl0: 11 });
    expect(stream.send(2, 9_001, 501, 53)).toEqual({ number: 102, time: 34_800, picture: 12, tl0: 12 });
    expect(stream.send(1, 200, 30, 53)).toEqual({ number: 103, time: 34_801, picture: 13, tl0: 13 });
  });

  it('closes up over what is left out, and refuses it when it comes again', () => {
    const stream = new Harness();
    stream.send(1, 10, 10, 0);
    stream.leaveOut(1, 11, 11);
    expect(stream.send(1, 12, 12, 66)).toMatchObject({ number: 11, picture: 11, time: 36_000 });
    expect(stream.send(1, 11, 11, 70)).toBeNull();
  });

  it('gives a late packet the number it would have had', () => {
    const stream = new Harness();
    stream.send(1, 10, 10, 0);
    stream.leaveOut(1, 11, 11);
    expect(stream.send(1, 14, 14, 99)?.number).toBe(13);
    expect(stream.send(1, 12, 12, 99)).toMatchObject({ number: 11, picture: 11 });
    expect(stream.send(1, 13, 13, 99)).toMatchObject({ number: 12, picture: 12 });
  });

  it('refuses what is older than the first packet of the source', () => {
    const stream = new Harness();
    stream.send(1, 10, 10, 0);
    stream.send(2, 500, 50, 10);
    expect(stream.send(2, 499, 49, 11)).toBeNull();
    expect(stream.send(2, 501, 51, 12)?.number).toBe(12);
  });

  it('follows a source that counts anew after two packets that agree', () => {
    const stream = new Harness();
    stream.send(1, 40_000, 10, 0);
    expect(stream.send(1, 20_000, 11, 10)).toBeNull();
    expect(stream.send(1, 20_001, 12, 20)).toMatchObject({ number: 40_001 });
  });

  it('goes on with pictures when an encoder counts them anew', () => {
    const stream = new Harness();
    stream.send(1, 10, 10_000, 0);
    expect(stream.send(1, 11, 5, 10)).toMatchObject({ number: 11, picture: 10_001 });
    expect(stream.send(1, 12, 6, 20)).toMatchObject({ number: 12, picture: 10_002 });
  });

  it('goes on without a gap after a pause of the same source', () => {
    const stream = new Harness();
    stream.send(1, 10, 10, 0);
    stream.continuity.interrupt();
    expect(stream.send(1, 700, 90, 1_000)).toEqual({ number: 11, time: 120_000, picture: 11, tl0: 11 });
    expect(stream.continuity.sentTimestamp(91 * 3_000)).toBe(123_000);
  });

  it.each(['vp8', 'vp9'] as const)('counts on in the width of the present source in %s', (codec) => {
    const stream = new Harness(codec);
    stream.send(1, 10, 126, 0, 7);
    expect(stream.send(2, 500, 9_000, 33)).toMatchObject({ picture: 127, tl0: 127 });
    expect(stream.send(2, 501, 9_001, 66)).toMatchObject({ picture: 128, tl0: 128 });
    expect(stream.send(1, 11, 40, 99, 7)).toMatchObject({ picture: 129 & 0x7f, tl0: 129 });
  });

  it.each(['vp9', 'flexible vp9', 'av1'] as const)(
    'keeps the distance by which frames refer to others over what is left out in %s',
    (codec) => {
      const stream = new Harness(codec);
      stream.send(1, 10, 10, 0);
      stream.leaveOut(1, 11, 11);
      expect(stream.send(1, 12, 12, 66)).toMatchObject({ number: 11, picture: 12 });
      expect(stream.send(2, 700, 70, 99)).toMatchObject({ number: 12, picture: 13 });
    },
  );

  it('lets frame numbers be far apart, as where other layers of a simulcast share the count', () => {
    const stream = new Harness('av1');
    stream.send(1, 10, 65_530, 0);
    expect(stream.send(1, 11, 3, 10)?.picture).toBe(3);
    expect(stream.send(2, 90, 40_000, 20)?.picture).toBe(4);
    expect(stream.send(2, 92, 40_900, 30)?.picture).toBe(904);
    expect(stream.send(2, 91, 40_800, 40)?.picture).toBe(804);
  });

  it('goes on with frames when an encoder counts them anew, and leaves late ones of before away', () => {
    const stream = new Harness('av1');
    stream.send(1, 10, 10_000, 0);
    expect(stream.send(1, 12, 5, 10)?.picture).toBe(10_001);
    expect(stream.send(1, 13, 6, 20)?.picture).toBe(10_002);
    expect(stream.send(1, 11, 10_001, 30)).toBeNull();
    expect(stream.send(1, 14, 7, 40)).toMatchObject({ number: 14, picture: 10_003 });
  });

  it('leaves a dependency descriptor that is cut off as it is', () => {
    const source = new SourcePacket();
    const continuity = new Continuity(7, 90_000);
    for (const [id, data] of [
      [1, [(dependencyId << 4) | 2, 0xc0, 1, 2]],
      [2, [(dependencyId << 4) | 1, 0xc0, 7, 0]],
    ] as const) {
      const extension = { profile: 0xbede, data };
      const packet = rtp({ ssrc: id, payload: [0x18, 0x0a], extension });
      source.read(packet, 'av1', dependencyId);
      expect(continuity.forward(source, packet, 0)).toBe(true);
      expect([...packet.subarray(16, 20)]).toEqual(data);
    }
  });

  it('leaves a descriptor of VP9 that is cut off as it is', () => {
    const source = new SourcePacket();
    const continuity = new Continuity(7, 90_000);
    for (const [id, payload] of [
      [1, [0xa8, 0x80, 9, 0, 9, 0]],
      [2, [0xa8, 0x80, 77, 0]],
    ] as const) {
      const packet = rtp({ ssrc: id, sequenceNumber: 50 * id, payload });
      source.read(packet, 'vp9');
      expect(continuity.forward(source, packet, 0)).toBe(true);
      expect([...packet.subarray(12)]).toEqual(payload);
      expect(sequenceNumber(packet)).toBe(49 + id);
    }
  });

  it.each(codecs)('is without gaps or repeats under any switches and omissions in %s', (codec) => {
    const step = fc.record({ source: fc.nat(2), sent: fc.boolean(), stay: fc.nat(5) });
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 40 }),
        fc.array(fc.nat(65_535), { minLength: 3 }),
        (steps, starts) => {
          const stream = new Harness(codec);
          const next = starts.slice(0, 3);
          let present = -1;
          let omitted = 0;
          let last: Sent | null = null;
          let now = 0;
          for (const { source, sent, stay } of steps) {
            const chosen: number = present < 0 || stay === 0 ? source : present;
            const switches = chosen !== present;
            for (const id of [0, 1, 2]) next[id] = (next[id] ?? 0) + 1;
            now += 33;
            const number = next[chosen] ?? 0;
            if (!sent && !switches) {
              stream.leaveOut(chosen, number, number);
              omitted++;
              continue;
            }
            // What a source sent while another was chosen never reached this stream: it begins anew.
            present = chosen;
            const result: Sent | null = stream.send(chosen, number, number, now);
            expect(result).not.toBeNull();
            if (result === null) return;
            if (last !== null) {
              expect(sequenceDistance(last.number, result.number)).toBe(1);
              const closesUp = codec === 'vp8' || switches;
              expect((result.picture - last.picture) & 0x7fff).toBe(closesUp ? 1 : 1 + omitted);
              if (codec.startsWith('vp') && switches && codec !== 'flexible vp9')
                expect((result.tl0 - last.tl0) & 0xff).toBe(1);
              // Leaving out keeps time: only the order is certain.
              expect((result.time - last.time) | 0).toBeGreaterThan(0);
            }
            last = result;
            omitted = 0;
          }
        },
      ),
    );
  });

  it.each(codecs)('keeps order and gives no number twice when packets of %s arrive mixed up', (codec) => {
    const packets = fc.array(fc.record({ jitter: fc.nat(12), sent: fc.boolean() }), {
      minLength: 2,
      maxLength: 60,
    });
    fc.assert(
      fc.property(packets, fc.nat(65_535), (list, start) => {
        const stream = new Harness(codec);
        stream.send(1, start, start, 0);
        const order = list.map((packet, index) => ({
          ...packet,
          index: index + 1,
          at: index + packet.jitter,
        }));
        const given = new Map<number, number>([[0, 0]]);
        for (const { index, sent } of order.sort((a, b) => a.at - b.at)) {
          if (!sent) stream.leaveOut(1, start + index, start + index);
          else {
            const result = stream.send(1, start + index, start + index, index);
            if (result !== null) given.set(index, sequenceDistance(start, result.number));
          }
        }
        const numbers = [...given.entries()].sort(([a], [b]) => a - b).map(([, number]) => number);
        numbers.reduce((before, number) => {
          expect(number).toBeGreaterThan(before);
          return number;
        }, -1);
        expect(given.size).toBe(1 + list.filter(({ sent }) => sent).length);
      }),
    );
  });
});
