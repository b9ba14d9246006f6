import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ChromiumVisitor } from './harness/chromium.ts';
import { acceptFile, saveFile, sha256, withFile } from './harness/files.ts';
import { Homes } from './harness/homes.ts';
import type { Person } from './harness/person.ts';
import { until } from './harness/visitor.ts';

let homes: Homes;
let ann: Person;
let bob: Person;

beforeAll(async () => {
  homes = await Homes.open();
  [ann, bob] = await Promise.all([
    homes.chromium('Ann', 1, { tone: 440 }),
    homes.chromium('Bob', 2, { tone: 880 }),
  ]);
});
afterAll(() => homes.close());

async function call(): Promise<void> {
  await homes.call(ann, bob);
  await Promise.all([ann.hears(880), bob.hears(440)]);
}

async function callAgain(): Promise<void> {
  await homes.comeAgain(ann, bob);
  await call();
}

const routes = () => Promise.all([ann.route(), bob.route()]);

async function hideAddress(hidden: boolean): Promise<void> {
  await ann.visitor.goto(`${homes.url}/settings/calls`);
  await ann.visitor.click('switch', /Hide my address/);
  await until('the server has it', () =>
    ann.visitor.evaluate((wanted) => {
      const labels = [...document.querySelectorAll('label')];
      const label = labels.find((one) => one.textContent === 'Hide my address');
      return label?.control?.getAttribute('aria-checked') === String(wanted);
    }, hidden),
  );
}

/* One after the other in the same homes. */

test('behind NATs that keep their ports, media goes directly, found through STUN', async () => {
  await call();
  expect(await routes()).toEqual(['direct', 'direct']);
  await ann.hangUp();
  await bob.reaches('ended');
});

test('who hides the address is relayed', async () => {
  await hideAddress(true);
  await callAgain();
  expect(await routes()).toEqual(['relayed', 'relayed']);
  await ann.hangUp();
  await bob.reaches('ended');
  await hideAddress(false);
});

test('a network change in the call restarts ICE, and pictures and a file move again without anybody doing anything', () =>
  withFile('film.bin', 10_000_000, async (path) => {
    await callAgain();
    await Promise.all([ann.visitor.click('button', 'Chat'), bob.visitor.click('button', 'Chat')]);
    await ann.visitor.chooseFile('input[type=file]', path);
    await bob.reads('film.bin');
    const bobVisitor = bob.visitor as ChromiumVisitor;
    await acceptFile(bobVisitor);
    await bob.reads(/\d MB of 10 MB/);

    homes.internet.changeNetwork(1);
    const begin = performance.now();
    await until(
      'media has a new way',
      async () => {
        const picture = await bob.visitor.evaluate(async () => {
          const video = document.querySelector<HTMLVideoElement>('[data-testid="remote-video"]');
          if (video === null) return false;
          const frames = () => video.getVideoPlaybackQuality().totalVideoFrames;
          const before = frames();
          await new Promise((resolve) => setTimeout(resolve, 200));
          return frames() > before + 1;
        }, undefined);
        return picture && performance.now() - begin > 300;
      },
      20_000,
    );
    console.log(`pictures move again ${Math.round(performance.now() - begin)} ms after the network changed`);
    await Promise.all([ann.seesMovement(), bob.seesMovement()]);
    await Promise.all([ann.hears(880), bob.hears(440)]);
    expect(await ann.stage()).toBe('connected');

    expect(await saveFile(bobVisitor, 'film.bin')).toBe(await sha256(path));
    await ann.hangUp();
    await bob.reaches('ended');
  }));

test('behind NATs with another port for everybody, media goes through coturn', async () => {
  for (const home of [1, 2]) homes.internet.changeNat(home, 'symmetric');
  await callAgain();
  expect(await routes()).toEqual(['relayed', 'relayed']);
});
