import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { Overload } from './overload.ts';

let idle: number;
let ended: number;
let overload: Overload;

beforeEach(() => {
  vi.useFakeTimers();
  idle = 0;
  ended = 0;
  overload = new Overload({ ended: () => ended++, now: () => Date.now(), idle: () => idle });
});
afterEach(() => {
  overload.close();
  vi.useRealTimers();
});

/** So many looks, between which the loop waits so many milliseconds and packets come so late. */
function looks(count: number, { waits = 0, packets = [] as number[] }): boolean[] {
  return Array.from({ length: count }, () => {
    idle += waits;
    for (const lateness of packets) overload.note(lateness);
    vi.advanceTimersByTime(100);
    return overload.isLate;
  });
}

it('is late when the loop has not waited for half a second and packets come late, until either is over', () => {
  expect(looks(5, { waits: 30, packets: [0, 10] })).not.toContain(true);
  expect(looks(4, { packets: [400, 500] })).not.toContain(true);
  expect(looks(2, { packets: [400, 500] })).toEqual([true, true]);
  expect(ended).toBe(0);
  expect(looks(1, { waits: 5, packets: [350] })).toEqual([false]);
  expect(ended).toBe(1);
  expect(looks(6, { packets: [400, 500] })).toContain(true);
  expect(looks(1, { packets: [0, 10] })).toEqual([false]);
  expect(ended).toBe(2);
});

it('is not late for being busy as long as packets come on time', () => {
  expect(looks(100, { packets: [0, 20, 100] })).not.toContain(true);
});

it('is not late for a slow network, nor for one stream with strange timestamps', () => {
  expect(looks(40, { waits: 20, packets: [900, 900] })).not.toContain(true);
  expect(looks(40, { packets: [9_000, 0, 10] })).not.toContain(true);
});

it('is not late when nothing comes', () => {
  expect(looks(40, {})).not.toContain(true);
});
