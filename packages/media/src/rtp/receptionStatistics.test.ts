import { describe, expect, it } from 'vitest';
import { ReceptionStatistics } from './receptionStatistics.ts';
import { ntpFraction, ntpMiddle, ntpSeconds, roundTrip } from './roundTrip.ts';

describe('reception statistics', () => {
  it('count loss over the wrap-around, as a whole and since the last report (RFC 3550 A.3)', () => {
    const statistics = new ReceptionStatistics(90_000);
    for (const number of [65_534, 65_535, 1, 2]) statistics.receive(number, 0, 100, 0);
    expect(statistics.reportBlock(5, 0)).toEqual({
      ssrc: 5,
      fractionLost: 51,
      cumulativeLost: 1,
      extendedHighest: 65_538,
      jitter: 0,
      lastSenderReport: 0,
      delaySinceLastSenderReport: 0,
    });
    statistics.receive(3, 0, 100, 0);
    expect(statistics.reportBlock(5, 0).fractionLost).toBe(0);
    statistics.receive(0, 0, 100, 0);
    expect(statistics.cumulativeLost).toBe(0);
    expect([statistics.packets, statistics.bytes]).toEqual([6, 600]);
  });

  it('measure jitter as the smoothed difference of transit times (RFC 3550 A.8)', () => {
    const statistics = new ReceptionStatistics(8_000);
    // The second packet is 10 ms late: 80 units, of which a sixteenth counts.
    statistics.receive(1, 0xffff_ff60, 1, 0);
    statistics.receive(2, 0, 1, 30);
    expect(statistics.jitter).toBe(5);
    expect(statistics.jitterMilliseconds).toBeCloseTo(0.625);
  });

  it('tell what was lost and the bitrate in the last second', () => {
    const statistics = new ReceptionStatistics(90_000);
    for (const number of [1, 2, 5, 6]) statistics.receive(number, 0, 125, 0);
    expect(statistics.lostLastSecond(1_000)).toBe(2);
    expect(statistics.bitrate(1_000)).toBe(4_000);
    expect(statistics.lostLastSecond(2_000)).toBe(0);
    expect(statistics.bitrate(2_000)).toBe(0);
  });

  it('believe a jump only when the next packet follows it (RFC 3550 A.1)', () => {
    const statistics = new ReceptionStatistics(90_000);
    statistics.receive(1, 0, 1, 0);
    expect(statistics.receive(30_000, 0, 1, 0)).toBe(false);
    expect(statistics.receive(2, 0, 1, 0)).toBe(true);
    expect(statistics.cumulativeLost).toBe(0);
    expect(statistics.receive(30_000, 0, 1, 0)).toBe(false);
    expect(statistics.receive(30_001, 0, 1, 0)).toBe(true);
    expect(statistics.extendedHighest).toBe(30_001);
  });

  it('report how long ago the last sender report came, in 1/65536 s', () => {
    const statistics = new ReceptionStatistics(90_000);
    statistics.receiveSenderReport(0xabcd, 1_000);
    expect(statistics.reportBlock(1, 1_500)).toMatchObject({
      lastSenderReport: 0xabcd,
      delaySinceLastSenderReport: 32_768,
    });
  });
});

describe('the round trip', () => {
  it('is arrival less LSR less DLSR: the example of RFC 3550 6.4.1', () => {
    expect(roundTrip(0xb710_8000, 0xb705_2000, 0x0005_4000)).toBeCloseTo(6_125);
    expect(roundTrip(0x0000_8000, 0xffff_8000, 0x8000)).toBeCloseTo(500);
  });

  it('is unknown without a sender report, or when the answer is from the future', () => {
    expect(roundTrip(5, 0, 0)).toBeNull();
    expect(roundTrip(5, 5, 1)).toBeNull();
  });

  it('is told in NTP time, whose seconds count from 1900', () => {
    expect(ntpSeconds(0)).toBe(2_208_988_800);
    expect(ntpFraction(1_500)).toBe(0x8000_0000);
    expect(ntpMiddle(0x1234_5678, 0x9abc_def0)).toBe(0x5678_9abc);
  });
});
