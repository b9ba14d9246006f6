import { afterEach, expect, test } from 'vitest';
import { CardeaServer, freePort } from './harness/cardeaServer.ts';
import { ChromiumBrowser, headlessShell } from './harness/chromium.ts';
import { Coturn } from './harness/coturn.ts';
import { FirefoxBrowser } from './harness/firefox.ts';
import { chromiumTone, firefoxTone } from './harness/mixedStage.ts';
import { TestInternet } from './harness/network.ts';
import { Person } from './harness/person.ts';
import { until } from './harness/visitor.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

/** Fox with Firefox in the first home, Crow with Chromium in the second, in a video call. */
async function callBetweenHomes(
  nat: 'cone' | 'symmetric',
): Promise<{ internet: TestInternet; fox: Person; crow: Person }> {
  const internet = await TestInternet.create([nat, nat]);
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
  const port = await freePort();
  await internet.openPort(internet.home(1), port);
  const firefox = await FirefoxBrowser.launch({
    executablePath: await internet.wrapper(internet.home(1), '/usr/bin/firefox-esr'),
    port,
    loopback: false,
  });
  closing.push(() => firefox.close());
  const chromium = await ChromiumBrowser.launch({
    tone: chromiumTone,
    executablePath: await internet.wrapper(internet.home(2), headlessShell),
  });
  closing.push(() => chromium.close());
  const url = `https://${internet.publicAddress}:8443`;
  const fox = await Person.follow(await firefox.visitor(), url, 'garden', 'Fox');
  const crow = await Person.follow(await chromium.visitor(), url, 'garden', 'Crow');
  await fox.reads('Crow');
  await fox.visitor.click('button', /Video call.*Crow|Crow.*Video call/);
  await crow.answer();
  await Promise.all([fox.seesMovement('remote-video', 25_000), crow.seesMovement('remote-video', 25_000)]);
  await Promise.all([fox.hears(chromiumTone), crow.hears(firefoxTone)]);
  return { internet, fox, crow };
}

const route = (person: Person) =>
  until('the route is known', () =>
    person.visitor.evaluate(
      () => document.querySelector('[data-testid="route"]')?.getAttribute('data-route') ?? null,
      undefined,
    ),
  );

test('Firefox reaches Chromium directly behind NATs that keep their ports, and again after each changed its network', async () => {
  const { internet, fox, crow } = await callBetweenHomes('cone');
  expect(await Promise.all([route(fox), route(crow)])).toEqual(['direct', 'direct']);
  for (const home of [1, 2]) {
    internet.changeNetwork(home);
    const begin = performance.now();
    await Promise.all([fox.seesMovement('remote-video', 30_000), crow.seesMovement('remote-video', 30_000)]);
    const took = Math.round(performance.now() - begin);
    console.log(
      `pictures move again ${took} ms after ${home === 1 ? 'Firefox' : 'Chromium'} changed its network`,
    );
    await Promise.all([fox.hears(chromiumTone), crow.hears(firefoxTone)]);
    expect([await fox.stage(), await crow.stage()]).toEqual(['connected', 'connected']);
  }
}, 120_000);

test('Firefox reaches Chromium through coturn behind NATs with another port for everybody', async () => {
  const { fox, crow } = await callBetweenHomes('symmetric');
  expect(await Promise.all([route(fox), route(crow)])).toEqual(['relayed', 'relayed']);
}, 90_000);
