import { afterAll, beforeAll, expect, test } from 'vitest';
import { CardeaServer } from './harness/cardeaServer.ts';
import { ChromiumBrowser } from './harness/chromium.ts';
import { FirefoxBrowser } from './harness/firefox.ts';
import { Person } from './harness/person.ts';
import { enter, makeContacts } from './harness/socketPeople.ts';
import { freshNames } from './harness/stage.ts';
import type { Visitor } from './harness/visitor.ts';
import { until } from './harness/visitor.ts';
import { lookAt } from './harness/evidence.ts';

/** Pitch of Firefox' own fake microphone, Hz. */
const firefoxTone = 1_000;
const chromiumTone = 440;

let server: CardeaServer;
let firefox: FirefoxBrowser;
let chromium: ChromiumBrowser;

beforeAll(async () => {
  [server, firefox, chromium] = await Promise.all([
    CardeaServer.start(),
    FirefoxBrowser.launch(),
    ChromiumBrowser.launch({ tone: chromiumTone }),
  ]);
}, 60_000);
afterAll(async () => {
  await Promise.all([firefox.close(), chromium.close()]);
  await server.close();
});

async function meet(run: (fox: Person, crow: Person) => Promise<void>): Promise<void> {
  const [foxName = '', crowName = ''] = freshNames('Fox', 'Crow');
  const [foxIdentity, crowIdentity] = await Promise.all([
    enter(server.url, foxName),
    enter(server.url, crowName),
  ]);
  await makeContacts(server.url, foxIdentity, crowIdentity);
  const visitors: Visitor[] = await Promise.all([firefox.visitor(), chromium.visitor()]);
  const [foxVisitor, crowVisitor] = visitors as [Visitor, Visitor];
  try {
    const fox = await Person.arrive(foxVisitor, server.url, foxIdentity);
    const crow = await Person.arrive(crowVisitor, server.url, crowIdentity);
    await run(fox, crow);
  } finally {
    await Promise.all(visitors.map((visitor) => visitor.close()));
  }
}

test('Chromium rings Firefox: pictures and tones both ways', () =>
  meet(async (fox, crow) => {
    await crow.open(fox.name);
    await crow.ring('video');
    await fox.answer();
    await Promise.all([fox.seesMovement(), crow.seesMovement()]);
    await Promise.all([fox.hears(chromiumTone), crow.hears(firefoxTone)]);
    await crow.hangUp();
    await fox.reaches('ended');
  }));

test('Firefox rings Chromium: pictures and tones both ways, messages, and Chromium’s screen', () =>
  meet(async (fox, crow) => {
    await fox.open(crow.name);
    await fox.ring('video');
    await crow.answer();
    await Promise.all([fox.seesMovement(), crow.seesMovement()]);
    await Promise.all([fox.hears(chromiumTone), crow.hears(firefoxTone)]);
    await fox.visitor.click('button', 'Chat');
    await crow.visitor.click('button', 'Chat');
    await fox.writes('from the fox');
    await crow.reads('from the fox');
    await crow.visitor.click('button', 'Share screen');
    await crow.visitor.click('button', 'Choose what to share');
    await fox.seesMovement('screen-video');
    await crow.visitor.click('button', 'Stop sharing');
    await until('the screen is gone', async () => (await lookAt(fox.visitor, 'screen-video')) === null);
    await fox.hangUp();
    await crow.reaches('ended');
  }));

test('a reload of Firefox brings it back into the call', () =>
  meet(async (fox, crow) => {
    await crow.open(fox.name);
    await crow.ring('video');
    await fox.answer();
    await Promise.all([fox.seesMovement(), crow.seesMovement()]);
    await fox.visitor.reload();
    await fox.reaches('connected');
    await Promise.all([fox.seesMovement(), crow.seesMovement()]);
    expect(await crow.stage()).toBe('connected');
  }));
