import { CardeaServer } from '@cardea/e2e/harness/cardeaServer';
import { ChromiumBrowser, wholeChromium, type ChromiumVisitor } from '@cardea/e2e/harness/chromium';
import { Person } from '@cardea/e2e/harness/person';
import { enter, makeContacts } from '@cardea/e2e/harness/socketPeople';
import { until } from '@cardea/e2e/harness/visitor';
import { bareExchange } from './bareExchange.ts';
import { timeToPicture, watchForPicture } from './harness/pictureWatch.ts';
import { percentile, type Figure } from './harness/report.ts';

/** The fake camera gives 20 pictures a second by itself; real ones give 30. */
const camera = ['--use-fake-device-for-media-stream=fps=30'];

/** Accept clicked → first remote frame presented, at the callee, browser to browser on one machine. */
export async function benchAnswerToPicture(calls = 50): Promise<Figure[]> {
  const server = await CardeaServer.start();
  const [callers, callees] = await Promise.all([
    ChromiumBrowser.launch({ executablePath: wholeChromium, cameras: 'two large', args: camera }),
    ChromiumBrowser.launch({ executablePath: wholeChromium, cameras: 'two large', tone: 880, args: camera }),
  ]);
  try {
    const figures: Figure[] = [];
    for (const contacts of [true, false]) {
      const times = await series(server, callers, callees, { contacts, calls });
      const how = contacts ? 'with pre-connection' : 'without pre-connection';
      figures.push(
        {
          name: `answer to picture ${how}, p50`,
          value: percentile(times, 0.5),
          unit: 'ms',
          ...(contacts && { aim: 70 }),
          samples: calls,
        },
        { name: `answer to picture ${how}, p95`, value: percentile(times, 0.95), unit: 'ms', samples: calls },
      );
    }
    const bare = await bareExchange(callers, callees, calls);
    for (const share of [0.5, 0.95]) {
      figures.push({
        name: `the same between two pages without an app, p${share * 100}`,
        value: percentile(bare, share),
        unit: 'ms',
        samples: calls,
      });
    }
    return figures;
  } finally {
    await Promise.all([callers.close(), callees.close()]);
    await server.close();
  }
}

async function series(
  server: CardeaServer,
  callers: ChromiumBrowser,
  callees: ChromiumBrowser,
  options: { contacts: boolean; calls: number },
): Promise<number[]> {
  const suffix = options.contacts ? 'friend' : 'stranger';
  const [annIdentity, bobIdentity] = await Promise.all([
    enter(server.url, `Ann ${suffix}`),
    enter(server.url, `Bob ${suffix}`),
  ]);
  if (options.contacts) await makeContacts(server.url, annIdentity, bobIdentity);
  const [annVisitor, bobVisitor] = await Promise.all([callers.visitor(), callees.visitor()]);
  await watchForPicture(bobVisitor);
  const room = `/room/bench-${suffix}`;
  const ann = await Person.arrive(annVisitor, server.url, annIdentity, room);
  const bob = await Person.arrive(bobVisitor, server.url, bobIdentity, room);
  await ann.reads(bob.name);
  const times: number[] = [];
  for (let i = 0; i < options.calls; i++) times.push(await oneCall(ann, bob, bobVisitor));
  await Promise.all([annVisitor.close(), bobVisitor.close()]);
  return times;
}

async function oneCall(ann: Person, bob: Person, bobVisitor: ChromiumVisitor): Promise<number> {
  await ann.visitor.click('button', new RegExp(`Video call.*${bob.name}|${bob.name}.*Video call`));
  await ann.reaches('ringing');
  await until('the ring is heard', () => bob.visitor.sees('button', 'Accept'));
  // People take seconds to answer; one is enough for ICE and DTLS to finish, where that is allowed.
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  await bob.visitor.click('button', 'Accept');
  const time = await timeToPicture(bobVisitor);
  await ann.hangUp();
  await bob.reaches('ended');
  for (const person of [ann, bob]) {
    await person.visitor.click('button', 'Close');
    await until('the surface is closed', async () => (await person.stage()) === 'none');
  }
  return time;
}
