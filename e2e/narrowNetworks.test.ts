import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, test } from 'vitest';
import { Homes } from './harness/homes.ts';
import { until } from './harness/visitor.ts';

let homes: Homes;
beforeAll(async () => {
  homes = await Homes.open({ relay: false, environment: { RELAY_ONLY: 'true' } });
});
afterAll(() => homes.close());

/** kbit/s that leave a home, over two seconds. */
async function rateOf(home: number): Promise<number> {
  const { internet } = homes;
  const [before, begin] = [internet.sentBy(home), performance.now()];
  await sleep(2_000);
  return ((internet.sentBy(home) - before) * 8) / (performance.now() - begin);
}

// From device to device the browsers do this among themselves.
test('through the server, a picture becomes smaller with the way of who gets it, and large again', async () => {
  const cameras = 'two large';
  const [ann, bob] = await Promise.all([
    homes.chromium('Ann', 1, { cameras }),
    homes.chromium('Bob', 2, { cameras }),
  ]);
  await homes.call(ann, bob);
  await until('much is sent', async () => (await rateOf(1)) > 140, 40_000);
  homes.internet.narrow(2, 120);
  await until('no more is sent than comes through', async () => (await rateOf(1)) < 125, 30_000);
  await bob.seesMovement();
  homes.internet.narrow(2, null);
  await until('much is sent again', async () => (await rateOf(1)) > 140, 60_000);
}, 150_000);
