import { CardeaError } from '@cardea/protocol';
import { describe, expect, it } from 'vitest';
import { RateLimiter } from './rateLimiter.ts';

const rule = { name: 'test', amount: 3, perSeconds: 30 };

function limiterAt(time: { now: number }, options: { factor?: number; maxBuckets?: number } = {}) {
  return new RateLimiter({ factor: 1, now: () => time.now, ...options });
}

function refusal(take: () => void): CardeaError | null {
  try {
    take();
    return null;
  } catch (error) {
    if (error instanceof CardeaError) return error;
    throw error;
  }
}

describe('the rate limiter', () => {
  it('lets a burst through and then says how many seconds to wait', () => {
    const time = { now: 0 };
    const limiter = limiterAt(time);
    for (let count = 0; count < 3; count += 1) limiter.take(rule, 'ann');
    expect(refusal(() => limiter.take(rule, 'ann'))).toMatchObject({ code: 'rate_limited', retryAfter: 10 });
    time.now = 10_000;
    expect(refusal(() => limiter.take(rule, 'ann'))).toBeNull();
    expect(refusal(() => limiter.take(rule, 'ann'))).not.toBeNull();
  });

  it('counts each key and each rule by itself', () => {
    const limiter = limiterAt({ now: 0 });
    for (let count = 0; count < 3; count += 1) limiter.take(rule, 'ann');
    expect(refusal(() => limiter.take(rule, 'bob'))).toBeNull();
    expect(refusal(() => limiter.take({ ...rule, name: 'other' }, 'ann'))).toBeNull();
  });

  it('multiplies by the factor', () => {
    const limiter = limiterAt({ now: 0 }, { factor: 2 });
    for (let count = 0; count < 6; count += 1) limiter.take(rule, 'ann');
    expect(refusal(() => limiter.take(rule, 'ann'))).not.toBeNull();
  });

  it('never has more than the amount, however long nobody came or however much is given back', () => {
    const time = { now: 0 };
    const limiter = limiterAt(time);
    limiter.take(rule, 'ann');
    time.now = 1_000_000;
    limiter.giveBack(rule, 'ann');
    for (let count = 0; count < 3; count += 1) limiter.take(rule, 'ann');
    expect(refusal(() => limiter.take(rule, 'ann'))).not.toBeNull();
  });

  it('keeps a bounded number of buckets, forgetting the one used longest ago', () => {
    const limiter = limiterAt({ now: 0 }, { maxBuckets: 10 });
    for (let count = 0; count < 3; count += 1) limiter.take(rule, 'ann');
    for (let count = 0; count < 9; count += 1) limiter.take(rule, `other ${count}`);
    expect(refusal(() => limiter.take(rule, 'ann'))).not.toBeNull();
    for (let count = 0; count < 1_000; count += 1) limiter.take(rule, `flood ${count}`);
    expect(limiter.size).toBe(10);
    expect(refusal(() => limiter.take(rule, 'ann'))).toBeNull();
  });
});
