import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, test } from 'vitest';
import { CardeaServer } from './harness/cardeaServer.ts';
import { ChromiumBrowser, headlessShell } from './harness/chromium.ts';
import { TestInternet } from './harness/network.ts';
import { Person } from './harness/person.ts';
import { until } from './harness/visitor.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

/** Two people with large cameras at home behind routers of their own, in a video call. */
async function inCall(environment: Record<string, string>) {
  const internet = await TestInternet.create(['cone', 'cone']);
  closing.push(() => internet.close());
  const server = await CardeaServer.start({
    port: 8080,
    environment: { HTTPS_PORT: '8443', ...environment },
    inside: (command, ...args) => internet.inside(internet.publicHost, command, ...args),
  });
  closing.push(() => server.close());
  const [ann, bob] = (await Promise.all(
    ['Ann', 'Bob'].map(async (name, index) => {
      const browser = await ChromiumBrowser.launch({
        cameras: 'two large',
        executablePath: await internet.wrapper(internet.home(index + 1), headlessShell),
      });
      closing.push(() => browser.close());
      return Person.follow(await browser.visitor(), `https://${internet.publicAddress}:8443`, 'garden', name);
    }),
  )) as [Person, Person];
  await ann.reads('Bob');
  await ann.visitor.click('button', /Video call.*Bob|Bob.*Video call/);
  await bob.answer();
  await Promise.all([ann.seesMovement('remote-video', 25_000), bob.seesMovement('remote-video', 25_000)]);
  return { internet, ann, bob };
}

/** kbit/s that leave a home, over two seconds. */
async function rateOf(internet: TestInternet, home: number): Promise<number> {
  const [before, begin] = [internet.sentBy(home), performance.now()];
  await sleep(2_000);
  return ((internet.sentBy(home) - before) * 8) / (performance.now() - begin);
}

// From device to device the browsers do this among themselves.
test('through the server, a picture becomes smaller with the way of who gets it, and large again', async () => {
  const { internet, bob } = await inCall({ RELAY_ONLY: 'true' });
  await until('much is sent', async () => (await rateOf(internet, 1)) > 140, 40_000);
  internet.narrow(2, 120);
  await until('no more is sent than comes through', async () => (await rateOf(internet, 1)) < 125, 30_000);
  await bob.seesMovement();
  internet.narrow(2, null);
  await until('much is sent again', async () => (await rateOf(internet, 1)) > 140, 60_000);
}, 150_000);
