import { createHash, randomBytes } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { CardeaServer } from './harness/cardeaServer.ts';
import { ChromiumBrowser, headlessShell, type ChromiumVisitor } from './harness/chromium.ts';
import { Coturn } from './harness/coturn.ts';
import { TestInternet } from './harness/network.ts';
import { Person } from './harness/person.ts';
import { until } from './harness/visitor.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

/** Two people at home behind routers of their own, a server and coturn on the public host. */
async function homes(
  nats: ['cone' | 'symmetric', 'cone' | 'symmetric'],
  options: { relay: boolean } = { relay: true },
): Promise<{ internet: TestInternet; url: string; ann: Person; bob: Person }> {
  const internet = await TestInternet.create(nats);
  closing.push(() => internet.close());
  const coturn = await Coturn.start(internet);
  closing.push(() => coturn.close());
  const server = await CardeaServer.start({
    port: 8080,
    environment: {
      HTTPS_PORT: '8443',
      STUN_URLS: coturn.urls.stun,
      ...(options.relay && { TURN_URLS: coturn.urls.turn, TURN_SECRET: coturn.secret }),
    },
    inside: (command, ...args) => internet.inside(internet.publicHost, command, ...args),
  });
  closing.push(() => server.close());
  const url = `https://${internet.publicAddress}:8443`;
  const people = await Promise.all(
    ['Ann', 'Bob'].map(async (name, index) => {
      const browser = await ChromiumBrowser.launch({
        tone: index === 0 ? 440 : 880,
        executablePath: await internet.wrapper(internet.home(index + 1), headlessShell),
      });
      closing.push(() => browser.close());
      return Person.follow(await browser.visitor(), url, 'garden', name);
    }),
  );
  const [ann, bob] = people as [Person, Person];
  return { internet, url, ann, bob };
}

async function call(ann: Person, bob: Person): Promise<void> {
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

test('behind NATs that keep their ports, media goes directly, found through STUN; who hides the address is relayed', async () => {
  const { url, ann, bob } = await homes(['cone', 'cone']);
  await call(ann, bob);
  expect(await route(ann)).toBe('direct');
  expect(await route(bob)).toBe('direct');
  await ann.hangUp();
  await bob.reaches('ended');
  await bob.visitor.click('button', 'Close');

  await ann.visitor.goto(`${url}/settings/calls`);
  await ann.visitor.click('switch', /Hide my address/);
  await until('the server has it', () =>
    ann.visitor.evaluate(() => {
      const label = [...document.querySelectorAll('label')].find(
        (one) => one.textContent === 'Hide my address',
      );
      return label?.control?.getAttribute('aria-checked') === 'true';
    }, undefined),
  );
  await ann.visitor.goto(`${url}/room/garden`);
  await ann.isOnline();
  await call(ann, bob);
  expect(await route(ann)).toBe('relayed');
  expect(await route(bob)).toBe('relayed');
}, 120_000);

test('behind NATs with another port for everybody, media goes through coturn', async () => {
  const { ann, bob } = await homes(['symmetric', 'symmetric']);
  await call(ann, bob);
  expect(await route(ann)).toBe('relayed');
  expect(await route(bob)).toBe('relayed');
}, 90_000);

test('a network change in the call restarts ICE, and pictures and a file move again without anybody doing anything', async () => {
  const { internet, ann, bob } = await homes(['cone', 'cone']);
  await call(ann, bob);
  const folder = await mkdtemp(join(tmpdir(), 'cardea-file-'));
  closing.push(() => rm(folder, { recursive: true }));
  const path = join(folder, 'film.bin');
  const bytes = randomBytes(24_000_000);
  await writeFile(path, bytes);
  await Promise.all([ann.visitor.click('button', 'Chat'), bob.visitor.click('button', 'Chat')]);
  await ann.visitor.chooseFile('input[type=file]', path);
  await bob.reads('film.bin');
  const { page } = bob.visitor as ChromiumVisitor;
  await page.getByRole('log').getByRole('button', { name: 'Accept', exact: true }).click();
  await bob.reads(/\d MB of 24 MB/);

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

  const save = page.getByRole('link', { name: /Save film\.bin/ });
  const saving = page.waitForEvent('download', { timeout: 60_000 });
  await save.click({ timeout: 60_000 });
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(await (await saving).path())) hash.update(chunk as Buffer);
  expect(hash.digest('hex')).toBe(createHash('sha256').update(bytes).digest('hex'));
}, 150_000);
