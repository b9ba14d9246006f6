import { afterAll, beforeAll, expect, test } from 'vitest';
import { CardeaServer } from './harness/cardeaServer.ts';
import { ChromiumBrowser, headlessShell, type ChromiumVisitor } from './harness/chromium.ts';
import { Coturn } from './harness/coturn.ts';
import { acceptFile, saveFile, sha256, withFile } from './harness/files.ts';
import { TestInternet } from './harness/network.ts';
import { Person } from './harness/person.ts';
import { until } from './harness/visitor.ts';

const closing: (() => Promise<void>)[] = [];
let internet: TestInternet;
let url: string;
let ann: Person;
let bob: Person;

/** Two people at home behind routers of their own, a server and coturn on the public host. */
beforeAll(async () => {
  internet = await TestInternet.create(['cone', 'cone']);
  closing.push(() => internet.close());
  const coturn = await Coturn.start(internet);
  closing.push(() => coturn.close());
  const server = await CardeaServer.start({
    port: 8080,
    environment: {
      HTTPS_PORT: '8443',
      STUN_URLS: coturn.urls.stun,
      TURN_URLS: coturn.urls.turn,
      TURN_SECRET: coturn.secret,
    },
    inside: (command, ...args) => internet.inside(internet.publicHost, command, ...args),
  });
  closing.push(() => server.close());
  url = `https://${internet.publicAddress}:8443`;
  [ann, bob] = await Promise.all([arrive('Ann', 1, 440), arrive('Bob', 2, 880)]);
});
afterAll(async () => {
  for (const close of closing.toReversed()) await close();
});

async function arrive(name: string, home: number, tone: number): Promise<Person> {
  const executablePath = await internet.wrapper(internet.home(home), headlessShell);
  const browser = await ChromiumBrowser.launch({ tone, executablePath });
  closing.push(() => browser.close());
  return Person.follow(await browser.visitor(), url, 'garden', name);
}

/** Both come to the room again, and Ann rings Bob. */
async function callAgain(): Promise<void> {
  await Promise.all(
    [ann, bob].map(async (person) => {
      await person.visitor.goto(`${url}/room/garden`);
      await person.isOnline();
    }),
  );
  await call();
}

async function call(): Promise<void> {
  await ann.reads(bob.name);
  await ann.visitor.click('button', new RegExp(`Video call.*${bob.name}|${bob.name}.*Video call`));
  await bob.answer();
  await Promise.all([ann.seesMovement('remote-video', 25_000), bob.seesMovement('remote-video', 25_000)]);
  await Promise.all([ann.hears(880), bob.hears(440)]);
}

async function route(person: Person): Promise<string> {
  return until('the route is known', () =>
    person.visitor.evaluate(
      () => document.querySelector('[data-testid="route"]')?.getAttribute('data-route') ?? null,
      undefined,
    ),
  );
}

async function hideAddress(hidden: boolean): Promise<void> {
  await ann.visitor.goto(`${url}/settings/calls`);
  await ann.visitor.click('switch', /Hide my address/);
  await until('the server has it', () =>
    ann.visitor.evaluate((wanted) => {
      const labels = [...document.querySelectorAll('label')];
      const label = labels.find((one) => one.textContent === 'Hide my address');
      return label?.control?.getAttribute('aria-checked') === String(wanted);
    }, hidden),
  );
}

/* One after the other in the same homes, because it takes long to build them. */

test('behind NATs that keep their ports, media goes directly, found through STUN', async () => {
  await call();
  expect(await Promise.all([route(ann), route(bob)])).toEqual(['direct', 'direct']);
  await ann.hangUp();
  await bob.reaches('ended');
});

test('who hides the address is relayed', async () => {
  await hideAddress(true);
  await callAgain();
  expect(await Promise.all([route(ann), route(bob)])).toEqual(['relayed', 'relayed']);
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

    internet.changeNetwork(1);
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
  for (const home of [1, 2]) internet.changeNat(home, 'symmetric');
  await callAgain();
  expect(await Promise.all([route(ann), route(bob)])).toEqual(['relayed', 'relayed']);
});
