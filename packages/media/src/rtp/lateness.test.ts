import { expect, it } from 'vitest';
import { Lateness } from './lateness.ts';

/** Packets 20 ms apart on the sender's clock; each comes so many milliseconds after it was sent. */
function measure(
  lateness: Lateness,
  delays: number[],
  { from = 0, clockRate = 48_000, now = 0 } = {},
): number[] {
  return delays.map((delay, index) => {
    const sent = index * 20;
    return Math.round(lateness.measure((from + (sent * clockRate) / 1_000) >>> 0, now + sent + delay));
  });
}

it('is measured from the quickest packet', () => {
  expect(measure(new Lateness(48_000), [50, 50, 80, 350, 40, 50])).toEqual([0, 0, 30, 300, 0, 10]);
});

it('goes on where timestamps begin anew at zero', () => {
  const lateness = new Lateness(48_000);
  expect(measure(lateness, [50, 50, 90], { from: 0xffff_ffff - 1_000 })).toEqual([0, 0, 40]);
});

it('forgets the quickest packet after twenty seconds at most, because clocks drift', () => {
  const lateness = new Lateness(48_000);
  const drift = measure(
    lateness,
    Array.from({ length: 3_000 }, (_, index) => 40 + index / 10),
  );
  expect(Math.max(...drift)).toBeLessThanOrEqual(100);
});

it('begins anew where the sender’s clock jumps', () => {
  const lateness = new Lateness(48_000);
  measure(lateness, [40, 40]);
  expect(measure(lateness, [40, 70], { from: 48_000 * 3_600, now: 60 })).toEqual([0, 30]);
  expect(measure(lateness, [40, 70], { from: 0, now: 120 })).toEqual([0, 30]);
});
