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

/** So many looks, of which the loop has waited so many milliseconds each. */
function looks(count: number, waited: number): boolean[] {
  return Array.from({ length: count }, () => {
    idle += waited;
    vi.advanceTimersByTime(100);
    return overload.isLate;
  });
}

it('is late when the event loop has not waited for three seconds, and on time when it waits again', () => {
  expect(looks(5, 30)).not.toContain(true);
  expect(looks(29, 0)).not.toContain(true);
  expect(looks(2, 0)).toEqual([true, true]);
  expect(ended).toBe(0);
  expect(looks(1, 5)).toEqual([false]);
  expect(ended).toBe(1);
});

it('is not late for being busy most of the time', () => {
  expect(looks(40, 3)).not.toContain(true);
  expect(looks(40, 0)).toContain(true);
});

it('is late when one thing has held it up for 300 ms', () => {
  looks(2, 50);
  idle += 50;
  // The timer of 100 ms comes 350 ms late.
  vi.setSystemTime(Date.now() + 350);
  expect(looks(1, 0)).toEqual([true]);
  expect(looks(1, 50)).toEqual([false]);
});
