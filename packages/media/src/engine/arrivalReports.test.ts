import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ArrivalReports } from './arrivalReports.ts';

type Report = { base: number; times: number[] };
let reports: Report[];
let arrivals: ArrivalReports;

beforeEach(() => {
  vi.useFakeTimers();
  reports = [];
  arrivals = new ArrivalReports((told) => {
    const times = Array.from({ length: told.count }, (_, index) => told.time(index));
    reports.push({ base: told.baseSequenceNumber, times });
  });
});
afterEach(() => {
  arrivals.close();
  vi.useRealTimers();
});

describe('arrival reports', () => {
  it('come ten times a second while packets come, and go on where the last one ended', () => {
    arrivals.note(65_534, 10);
    arrivals.note(0, 12);
    vi.advanceTimersByTime(100);
    arrivals.note(2, 115);
    vi.advanceTimersByTime(1_000);
    expect(reports).toEqual([
      { base: 65_534, times: [10, -1, 12] },
      { base: 1, times: [-1, 115] },
    ]);
  });

  it('tell of a packet that comes after its report', () => {
    arrivals.note(1, 10);
    arrivals.note(3, 11);
    vi.advanceTimersByTime(100);
    arrivals.note(2, 120);
    vi.advanceTimersByTime(100);
    expect(reports[1]).toEqual({ base: 2, times: [120, 11] });
  });

  it('do not wait when there is much to tell, and are not longer than one feedback', () => {
    for (let number = 0; number < 2_000; number++) arrivals.note(number, number);
    vi.advanceTimersByTime(100);
    expect(reports.flatMap(({ times }) => times)).toEqual(Array.from({ length: 2_000 }, (_, time) => time));
    expect(Math.max(...reports.map(({ times }) => times.length))).toBeLessThanOrEqual(480);
  });

  it('begin anew when numbers jump', () => {
    arrivals.note(1, 10);
    arrivals.note(30_000, 20);
    vi.advanceTimersByTime(100);
    expect(reports).toEqual([{ base: 30_000, times: [20] }]);
  });
});
