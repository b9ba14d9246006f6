import { afterAll, beforeAll, expect, test } from 'vitest';
import { Homes } from './harness/homes.ts';
import { chromiumTone, firefoxTone } from './harness/mixedStage.ts';
import type { Person } from './harness/person.ts';

let homes: Homes;
let fox: Person;
let crow: Person;

beforeAll(async () => {
  homes = await Homes.open();
  [fox, crow] = await Promise.all([
    homes.firefox('Fox', 1),
    homes.chromium('Crow', 2, { tone: chromiumTone }),
  ]);
});
afterAll(() => homes.close());

async function call(): Promise<void> {
  await homes.call(fox, crow);
  await seeAndHear();
}

async function seeAndHear(timeout?: number): Promise<void> {
  await Promise.all([fox.seesMovement('remote-video', timeout), crow.seesMovement('remote-video', timeout)]);
  await Promise.all([fox.hears(chromiumTone), crow.hears(firefoxTone)]);
}

const routes = () => Promise.all([fox.route(), crow.route()]);

async function changesNetwork(home: 1 | 2): Promise<void> {
  homes.internet.changeNetwork(home);
  const begin = performance.now();
  await seeAndHear(30_000);
  const took = Math.round(performance.now() - begin);
  const who = home === 1 ? 'Firefox' : 'Chromium';
  console.log(`pictures and tones come again ${took} ms after ${who} changed its network`);
  expect([await fox.stage(), await crow.stage()]).toEqual(['connected', 'connected']);
}

/* One after the other in the same homes. */

test('Firefox reaches Chromium directly behind NATs that keep their ports, and again after each changed its network', async () => {
  await call();
  expect(await routes()).toEqual(['direct', 'direct']);
  await changesNetwork(1);
  await changesNetwork(2);
});

test('through the server, too, the call survives that each changes its network', async () => {
  // Which way ICE has found last depends on what was quicker.
  await fox.visitor.click('button', /^(Direct|Relayed)$/);
  await fox.visitor.click('button', 'Go through the server');
  await Promise.all([fox.goes('gateway', 30_000), crow.goes('gateway', 30_000)]);
  await seeAndHear();
  await changesNetwork(1);
  await changesNetwork(2);
  expect(await routes()).toEqual(['gateway', 'gateway']);
  await fox.hangUp();
  await crow.reaches('ended');
});

test('Firefox reaches Chromium through coturn behind NATs with another port for everybody', async () => {
  for (const home of [1, 2]) homes.internet.changeNat(home, 'symmetric');
  await homes.comeAgain(fox, crow);
  await call();
  expect(await routes()).toEqual(['relayed', 'relayed']);
});
