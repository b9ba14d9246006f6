import { expect, it } from 'vitest';
import { RateLimit } from './rateLimit.ts';

it('lets a second’s requests pass at once, and asks to wait for as long as what is too much takes', () => {
  let now = 0;
  const limit = new RateLimit(10, () => now);
  expect(limit.take(10)).toBe(0);
  expect(limit.take(5)).toBe(500);
  now = 500;
  expect(limit.take(1)).toBe(100);
  now = 60_000;
  expect(limit.take(10)).toBe(0);
  expect(limit.take(1)).toBe(100);
});
