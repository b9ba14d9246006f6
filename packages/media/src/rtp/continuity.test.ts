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
  picture: number;
  tl0: number;
}

/** A stream of VP8 with one packet for each picture. */
class Harness {
  readonly continuity = new Continuity(7, 90_000);
  readonly #source = new SourcePacket();

  #packet(id: number, number: number, picture: number): Buffer {
    const payload = [0x90, 0xe0, 0x80 | ((picture >> 8) & 0x7f), picture & 0xff, picture & 0xff, 0, 0];
    const packet = rtp({ ssrc: id, sequenceNumber: number, timestamp: picture * 3_000, payload });
    this.#source.read(packet, 'vp8');
    return packet;
  }

  send(id: number, number: number, picture: number, now: number): Sent | null {
    const packet = this.#packet(id, number, picture);
    if (!this.continuity.forward(this.#source, packet, now)) return null;
    if (ssrc(packet) !== 7) throw new Error('The SSRC is not that of the stream.');
    this.#source.read(packet, 'vp8');
    const { pictureId, tl0PicIdx } = this.#source.vp8;
    return { number: sequenceNumber(packet), time: timestamp(packet), picture: pictureId, tl0: tl0PicIdx };
  }

  leaveOut(id: number, number: number, picture: number): void {
    this.#packet(id, number, picture);
    this.continuity.leaveOut(this.#source);
  }
}

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

  it('is without gaps or repeats under any switches and omissions', () => {
    const step = fc.record({ source: fc.nat(2), sent: fc.boolean(), stay: fc.nat(5) });
    fc.assert(
      fc.property(
        fc.array(step, { maxLength: 40 }),
        fc.array(fc.nat(65_535), { minLength: 3 }),
        (steps, starts) => {
          const stream = new Harness();
          const next = starts.slice(0, 3);
          let present = -1;
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
              continue;
            }
            // What a source sent while another was chosen never reached this stream: it begins anew.
            present = chosen;
            const result: Sent | null = stream.send(chosen, number, number, now);
            expect(result).not.toBeNull();
            if (result === null) return;
            if (last !== null) {
              expect(sequenceDistance(last.number, result.number)).toBe(1);
              expect((result.picture - last.picture) & 0x7fff).toBe(1);
              // Leaving out keeps time: only the order is certain.
              expect((result.time - last.time) | 0).toBeGreaterThan(0);
            }
            last = result;
          }
        },
      ),
    );
  });

  it('keeps order and gives no number twice when packets of the source arrive mixed up', () => {
    const packets = fc.array(fc.record({ jitter: fc.nat(12), sent: fc.boolean() }), {
      minLength: 2,
      maxLength: 60,
    });
    fc.assert(
      fc.property(packets, fc.nat(65_535), (list, start) => {
        const stream = new Harness();
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
