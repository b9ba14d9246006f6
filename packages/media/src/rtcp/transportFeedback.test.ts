import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCompound } from './compound.ts';
import { mostStatuses, readTransportFeedback, writeTransportFeedback } from './transportFeedback.ts';

function write(baseSequenceNumber: number, times: readonly number[], feedbackCount = 3) {
  const into = Buffer.alloc(1_200);
  const arrivals = { baseSequenceNumber, count: times.length, time: (index: number) => times[index] ?? -1 };
  const end = writeTransportFeedback(into, 0, 1, 2, feedbackCount, arrivals);
  const bytes = into.subarray(0, end);
  const [packet] = [...readCompound(bytes)];
  const read = packet === undefined ? null : readTransportFeedback(bytes, packet);
  if (packet === undefined || read === null) throw new Error('It cannot be read again.');
  return { bytes, packet, read };
}

describe('feedback on transport-wide numbers', () => {
  it('has base, count, reference time in 64 ms, number, one run and deltas of 250 µs', () => {
    const { bytes } = write(65_535, [6_410, 6_410.25, 6_415]);
    // The reference is 100 × 64 ms, so the first delta is 10 ms.
    expect([...bytes.subarray(12)]).toEqual([255, 255, 0, 3, 0, 0, 100, 3, 0x20, 3, 40, 1, 19, 0, 0, 3]);
    // Three octets of padding, counted by the last one.
    expect(bytes[0]).toBe(0xaf);
    expect(bytes.length % 4).toBe(0);
  });

  it('writes what comes out of order as a negative delta, and long pauses in two octets', () => {
    const { read, bytes, packet } = write(7, [6_500, -1, 6_464, 7_000]);
    expect([...read.statuses]).toEqual([1, 0, 2, 2]);
    const deltas = bytes.subarray(packet.end - 5, packet.end);
    expect([deltas[0], deltas.readInt16BE(1), deltas.readInt16BE(3)]).toEqual([144, -144, 2_144]);
  });

  it('tells of each packet whether it came, and fits into 1200 octets', () => {
    const time = fc.oneof(fc.constant(-1), fc.integer({ min: 100_000, max: 108_000 }));
    fc.assert(
      fc.property(
        fc.nat(65_535),
        fc.array(time, { minLength: 1, maxLength: mostStatuses }),
        (base, times) => {
          const { read, bytes } = write(base, times);
          expect(bytes.length).toBeLessThanOrEqual(1_184);
          expect(read.baseSequenceNumber).toBe(base);
          expect([...read.statuses].map((status) => status > 0)).toEqual(times.map((each) => each >= 0));
        },
      ),
    );
  });
});
