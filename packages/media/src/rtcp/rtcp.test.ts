import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { guarded } from '../rtp/testPackets.ts';
import { readCompound, type RtcpPacket } from './compound.ts';
import * as feedback from './feedback.ts';
import { readRemb, writeRemb } from './remb.ts';
import * as reports from './reports.ts';
import * as sources from './sources.ts';
import { readTransportFeedback } from './transportFeedback.ts';

const into = Buffer.alloc(2_000);
const written = (end: number): Buffer => Buffer.from(into.subarray(0, end));
const unsigned = fc.integer({ min: 0, max: 0xffff_ffff });

function only(bytes: Uint8Array): RtcpPacket {
  const packets = [...readCompound(bytes)];
  expect(packets).toHaveLength(1);
  return packets[0] ?? { type: 0, count: 0, start: 0, body: 0, end: 0 };
}

function readAll(bytes: Uint8Array): void {
  for (const packet of readCompound(bytes)) {
    expect(packet.end).toBeLessThanOrEqual(bytes.length);
    reports.readSenderReport(bytes, packet);
    reports.readReceiverReport(bytes, packet);
    sources.readCnames(bytes, packet);
    sources.readBye(bytes, packet);
    feedback.readNack(bytes, packet);
    feedback.readMediaSsrc(bytes, packet);
    feedback.readFir(bytes, packet);
    readRemb(bytes, packet);
    readTransportFeedback(bytes, packet);
  }
}

describe('a compound packet', () => {
  it('is read packet by packet, unknown types included, up to the first malformed one', () => {
    const bytes = Buffer.from('80cf000081c9000100000001a0cc00010000000480c90009', 'hex');
    expect([...readCompound(bytes)]).toEqual([
      { type: 207, count: 0, start: 0, body: 4, end: 4 },
      { type: 201, count: 1, start: 4, body: 8, end: 12 },
      { type: 204, count: 0, start: 12, body: 16, end: 16 },
    ]);
    expect([...readCompound(Buffer.from('a0cc000100000005', 'hex'))]).toEqual([]);
    expect([...readCompound(Buffer.from('40c90000', 'hex'))]).toEqual([]);
  });

  it('is never read out of bounds, whatever the bytes are or one octet of valid ones becomes', () => {
    let end = reports.writeReceiverReport(into, 0, 1, []);
    end = sources.writeCname(into, end, 1, 'name');
    end = feedback.writeNack(into, end, 1, 2, [1, 5, 30]);
    end = feedback.writeFir(into, end, 1, { ssrc: 2, sequenceNumber: 3 });
    end = writeRemb(into, end, 1, 1e6, [1, 2]);
    end = sources.writeBye(into, end, [1]);
    const valid = written(end);
    const mutated = fc.tuple(fc.nat(end - 1), fc.nat(255), fc.nat(end)).map(([at, value, length]) => {
      const copy = Uint8Array.from(valid);
      copy[at] = value;
      return copy.subarray(0, length === 0 ? end : length);
    });
    const typed = fc
      .tuple(fc.integer({ min: 200, max: 206 }), fc.nat(31), fc.uint8Array({ maxLength: 40 }))
      .map(([type, count, body]) => {
        const words = Math.floor(body.length / 4);
        return Uint8Array.from([0x80 | count, type, 0, words, ...body.subarray(0, 4 * words)]);
      });
    fc.assert(fc.property(fc.oneof(mutated, typed), (bytes) => readAll(guarded(bytes))));
  });
});

describe('reports', () => {
  it('are read as they were written, with negative loss', () => {
    const block = fc.record({
      ssrc: unsigned,
      fractionLost: fc.nat(255),
      cumulativeLost: fc.integer({ min: -0x80_0000, max: 0x7f_ffff }),
      extendedHighest: unsigned,
      jitter: unsigned,
      lastSenderReport: unsigned,
      delaySinceLastSenderReport: unsigned,
    });
    fc.assert(
      fc.property(fc.array(block, { maxLength: 31 }), unsigned, (blocks, ssrc) => {
        const info = {
          ssrc,
          ntpSeconds: 1,
          ntpFraction: ssrc,
          rtpTimestamp: 3,
          packetCount: 4,
          octetCount: 5,
        };
        const sender = written(reports.writeSenderReport(into, 0, info, blocks));
        expect(reports.readSenderReport(sender, only(sender))).toEqual({ ...info, blocks });
        const receiver = written(reports.writeReceiverReport(into, 0, ssrc, blocks));
        expect(reports.readReceiverReport(receiver, only(receiver))).toEqual({ ssrc, blocks });
        expect(reports.readSenderReport(receiver, only(receiver))).toBeNull();
      }),
    );
  });

  it('too short for their blocks are none', () => {
    const short = Buffer.from('81c9000100000001', 'hex');
    expect(reports.readReceiverReport(short, only(short))).toBeNull();
  });
});

describe('sources', () => {
  it('have a name that is padded to whole words with at least one zero (RFC 3550 6.5)', () => {
    expect(written(sources.writeCname(into, 0, 1, 'ab')).toString('hex')).toBe(
      '81ca0003000000010102616200000000',
    );
    for (const cname of ['', 'a', 'abc', 'ü'.repeat(20)]) {
      const bytes = written(sources.writeCname(into, 0, 9, cname));
      expect(sources.readCnames(bytes, only(bytes))).toEqual([{ ssrc: 9, cname }]);
    }
  });

  it('say goodbye', () => {
    const bytes = written(sources.writeBye(into, 0, [1, 0xffff_ffff]));
    expect(bytes.toString('hex')).toBe('82cb000200000001ffffffff');
    expect(sources.readBye(bytes, only(bytes))).toEqual([1, 0xffff_ffff]);
  });
});

describe('feedback', () => {
  it('packs numbers into PID and bitmask, over the wrap-around (RFC 4585 6.2.1)', () => {
    const bytes = written(feedback.writeNack(into, 0, 1, 2, [65_535, 0, 15, 16]));
    expect(bytes.toString('hex')).toBe('81cd00040000000100000002ffff800100100000');
    expect(feedback.readNack(bytes, only(bytes))).toEqual([65_535, 0, 15, 16]);
    expect(feedback.readMediaSsrc(bytes, only(bytes))).toBe(2);
  });

  it('gives back every number that was packed', () => {
    fc.assert(
      fc.property(fc.nat(65_535), fc.uniqueArray(fc.nat(300), { minLength: 1 }), (start, offsets) => {
        const numbers = offsets.sort((a, b) => a - b).map((offset) => (start + offset) & 0xffff);
        const bytes = written(feedback.writeNack(into, 0, 1, 2, numbers));
        expect(feedback.readNack(bytes, only(bytes))).toEqual(numbers);
      }),
    );
  });

  it('asks for key frames by PLI and FIR', () => {
    const pli = written(feedback.writePli(into, 0, 1, 2));
    expect(pli.toString('hex')).toBe('81ce00020000000100000002');
    expect(feedback.isPli(only(pli))).toBe(true);
    const fir = written(feedback.writeFir(into, 0, 1, { ssrc: 2, sequenceNumber: 7 }));
    expect(fir.toString('hex')).toBe('84ce000400000001000000000000000207000000');
    expect(feedback.readFir(fir, only(fir))).toEqual([{ ssrc: 2, sequenceNumber: 7 }]);
    expect(feedback.isPli(only(fir))).toBe(false);
  });

  it('limits the bitrate by exponent and mantissa, never above what is meant', () => {
    const bytes = written(writeRemb(into, 0, 1, 1_000_001, [2]));
    // 1000001 is rounded to 250000 * 2^2.
    expect(bytes.toString('hex')).toBe('8fce0005000000010000000052454d42010bd09000000002');
    expect(readRemb(bytes, only(bytes))).toEqual({ bitrate: 1_000_000, ssrcs: [2] });
    fc.assert(
      fc.property(fc.maxSafeNat(), (bitrate) => {
        const packet = written(writeRemb(into, 0, 1, bitrate, []));
        const read = readRemb(packet, only(packet))?.bitrate ?? -1;
        expect(read).toBeLessThanOrEqual(bitrate);
        expect(read).toBeGreaterThanOrEqual(bitrate * (1 - 2 ** -17));
      }),
    );
  });

  it('tells arrivals by runs and vectors, and is none with fewer than it says', () => {
    const head = '8fcd000600000001000000020005000c00000000';
    // A run of three with small deltas, a vector of seven two-bit and one of fourteen one-bit statuses.
    const bytes = Buffer.from(`${head}2003d900a0000000`, 'hex');
    const read = readTransportFeedback(bytes, only(bytes));
    expect(read?.baseSequenceNumber).toBe(5);
    expect([...(read?.statuses ?? [])]).toEqual([1, 1, 1, 1, 2, 1, 0, 0, 0, 0, 1, 0]);
    const short = Buffer.from(`${head}2003200320010000`, 'hex');
    expect(readTransportFeedback(short, only(short))).toBeNull();
  });
});
