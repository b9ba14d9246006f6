import { describe, expect, it } from 'vitest';
import { ConcurrencyGate } from './concurrencyGate.ts';

describe('the concurrency gate', () => {
  it('never lets more in than it has places, in order, and goes on after a failure', async () => {
    const gate = new ConcurrencyGate(2);
    let inside = 0;
    let most = 0;
    const order: number[] = [];
    const results = await Promise.allSettled(
      Array.from({ length: 20 }, (_, number) =>
        gate.run(async () => {
          inside += 1;
          most = Math.max(most, inside);
          order.push(number);
          await new Promise((resolve) => setImmediate(resolve));
          inside -= 1;
          if (number % 3 === 0) throw new Error('failed');
          return number;
        }),
      ),
    );
    expect(most).toBe(2);
    expect(order).toEqual(Array.from({ length: 20 }, (_, number) => number));
    expect(results.filter((result) => result.status === 'rejected')).toHaveLength(7);
  });
});
