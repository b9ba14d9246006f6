import { afterAll, beforeAll, expect, test } from 'vitest';
import { CardeaServer, freePort } from './harness/cardeaServer.ts';
import { ChromiumBrowser, headlessShell } from './harness/chromium.ts';
import { Coturn } from './harness/coturn.ts';
import { FirefoxBrowser } from './harness/firefox.ts';
import { chromiumTone, firefoxTone } from './harness/mixedStage.ts';
import { TestInternet } from './harness/network.ts';
import { Person } from './harness/person.ts';
import { until } from './harness/visitor.ts';

const closing: (() => Promise<void>)[] = [];
let internet: TestInternet;
let url: string;
let fox: Person;
let crow: Person;

/** Fox with Firefox in the first home, Crow with Chromium in the second, a server and coturn on the public host. */
beforeAll(async () => {
  internet = await TestInternet.create(['cone', 'cone']);
  closing.push(() => internet.close());
  const [, firefox, chromium] = await Promise.all([startServers(), startFirefox(), startChromium()]);
  [fox, crow] = await Promise.all([
    Person.follow(await firefox.visitor(), url, 'garden', 'Fox'),
    Person.follow(await chromium.visitor(), url, 'garden', 'Crow'),
  ]);
});
afterAll(async () => {
  for (const close of closing.toReversed()) await close();
});

async function startServers(): Promise<void> {
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
}

async function startFirefox(): Promise<FirefoxBrowser> {
  const home = internet.home(1);
  const port = await freePort();
  await internet.openPort(home, port);
  const executablePath = await internet.wrapper(home, '/usr/bin/firefox-esr');
  const firefox = await FirefoxBrowser.launch({ executablePath, port, loopback: false });
  closing.push(() => firefox.close());
  return firefox;
}

async function startChromium(): Promise<ChromiumBrowser> {
  const executablePath = await internet.wrapper(internet.home(2), headlessShell);
  const chromium = await ChromiumBrowser.launch({ tone: chromiumTone, executablePath });
  closing.push(() => chromium.close());
  return chromium;
}

async function call(): Promise<void> {
  await fox.reads('Crow');
  await fox.visitor.click('button', /Video call.*Crow|Crow.*Video call/);
  await crow.answer();
  await seeAndHear(25_000);
}

async function seeAndHear(timeout?: number): Promise<void> {
  await Promise.all([fox.seesMovement('remote-video', timeout), crow.seesMovement('remote-video', timeout)]);
  await Promise.all([fox.hears(chromiumTone), crow.hears(firefoxTone)]);
}

const route = (person: Person) =>
  until('the route is known', () =>
    person.visitor.evaluate(
      () => document.querySelector('[data-testid="route"]')?.getAttribute('data-route') ?? null,
      undefined,
    ),
  );

async function changesNetwork(home: 1 | 2): Promise<void> {
  internet.changeNetwork(home);
  const begin = performance.now();
  await seeAndHear(30_000);
  const took = Math.round(performance.now() - begin);
  const who = home === 1 ? 'Firefox' : 'Chromium';
  console.log(`pictures and tones come again ${took} ms after ${who} changed its network`);
  expect([await fox.stage(), await crow.stage()]).toEqual(['connected', 'connected']);
}

/* One after the other in the same homes, because it takes long to build them. */

test('Firefox reaches Chromium directly behind NATs that keep their ports, and again after each changed its network', async () => {
  await call();
  expect(await Promise.all([route(fox), route(crow)])).toEqual(['direct', 'direct']);
  await changesNetwork(1);
  await changesNetwork(2);
});

test('through the server, too, the call survives that each changes its network', async () => {
  await fox.visitor.click('button', 'Direct');
  await fox.visitor.click('button', 'Go through the server');
  await until(
    'both go through the server',
    async () => {
      const routes = await Promise.all([route(fox), route(crow)]);
      return routes.every((one) => one === 'gateway');
    },
    30_000,
  );
  await seeAndHear();
  await changesNetwork(1);
  await changesNetwork(2);
  expect(await Promise.all([route(fox), route(crow)])).toEqual(['gateway', 'gateway']);
  await fox.hangUp();
  await crow.reaches('ended');
});

test('Firefox reaches Chromium through coturn behind NATs with another port for everybody', async () => {
  for (const home of [1, 2]) internet.changeNat(home, 'symmetric');
  await Promise.all(
    [fox, crow].map(async (person) => {
      await person.visitor.goto(`${url}/room/garden`);
      await person.isOnline();
    }),
  );
  await call();
  expect(await Promise.all([route(fox), route(crow)])).toEqual(['relayed', 'relayed']);
});
