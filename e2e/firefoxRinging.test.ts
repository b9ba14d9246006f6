import { PersonId } from '@cardea/protocol';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chromiumTone, firefoxTone, MixedStage } from './harness/mixedStage.ts';
import { Person } from './harness/person.ts';
import { ask, connect, enter, makeContacts } from './harness/socketPeople.ts';
import { freshNames } from './harness/stage.ts';
import { until } from './harness/visitor.ts';

const ringSeconds = 6;
let stage: MixedStage;
beforeAll(async () => {
  stage = await MixedStage.open({ environment: { RING_SECONDS: String(ringSeconds) } });
}, 60_000);
afterAll(() => stage.close());

const quiet = (person: Person) =>
  until(`${person.name} hears no ring`, async () => !(await person.visitor.sees('button', 'Accept')));

/** Takes the end of a call off the screen. */
async function close(...people: Person[]): Promise<void> {
  for (const person of people) {
    await person.visitor.click('button', 'Close');
    await until('the surface is closed', async () => (await person.stage()) === 'none');
  }
}

test('declined by Firefox, cancelled by Firefox, not answered by Firefox: each says so', () =>
  stage.meet(async ({ fox, crow }) => {
    await crow.open(fox.name);
    await crow.ring('video');
    await fox.answer('Decline');
    await crow.reads('Declined');
    await quiet(fox);
    await close(crow);

    await fox.open(crow.name);
    await fox.ring('voice');
    await until('Chromium hears a ring', () => crow.visitor.sees('button', 'Accept'));
    await fox.hangUp();
    await quiet(crow);
    await close(fox);

    await crow.ring('voice');
    await until('Firefox hears a ring', () => fox.visitor.sees('button', 'Accept'));
    await crow.reads('No answer', (ringSeconds + 8) * 1_000);
    await quiet(fox);
    await fox.reads(/missed call/i);
  }));

test('Firefox in a call is busy for a third without call waiting', () =>
  stage.meet(async ({ fox, crow, foxIdentity }) => {
    const { url } = stage.server;
    const settings = connect(url, foxIdentity);
    await ask(settings, 'settings:set', { callWaiting: false });
    settings.disconnect();
    const [name = ''] = freshNames('Cid');
    const cidIdentity = await enter(url, name);
    await makeContacts(url, cidIdentity, foxIdentity);
    await crow.open(fox.name);
    await crow.ring('voice');
    await fox.answer();
    await crow.reaches('connected');
    const visitor = await stage.chromium.visitor();
    const cid = await Person.arrive(visitor, url, cidIdentity);
    await cid.open(fox.name);
    await cid.ring('voice');
    await cid.reads('Busy');
    expect(await fox.stage()).toBe('connected');
    await visitor.leave();
    await crow.hangUp();
    await fox.reaches('ended');
  }));

test('one person’s Firefox and Chromium ring together; the first answer wins and the other stops', () =>
  stage.meet(async ({ fox, crow, foxIdentity }) => {
    const second = await stage.chromium.visitor();
    const foxElsewhere = await Person.arrive(second, stage.server.url, foxIdentity);
    await crow.open(fox.name);
    await crow.ring('video');
    await until('Chromium rings', () => second.sees('button', 'Accept'));
    await fox.answer();
    await quiet(foxElsewhere);
    await Promise.all([crow.seesMovement(), fox.seesMovement()]);
    expect(await foxElsewhere.stage()).not.toBe('connected');
    await crow.hangUp();
    await fox.reaches('ended');
    await close(fox, crow);

    await crow.ring('video');
    await until('Firefox rings', () => fox.visitor.sees('button', 'Accept'));
    await foxElsewhere.answer();
    await quiet(fox);
    await Promise.all([crow.seesMovement(), foxElsewhere.seesMovement()]);
    expect(await fox.stage()).not.toBe('connected');
    await crow.hangUp();
    await foxElsewhere.reaches('ended');
    await second.leave();
  }));

test('Firefox and Chromium ring each other at the same moment and are in one call', () =>
  stage.meet(async ({ fox, crow }) => {
    await Promise.all([fox.open(crow.name), crow.open(fox.name)]);
    await Person.ringEachOther(fox, crow);
    await Promise.all([fox.seesMovement(), crow.seesMovement()]);
    await Promise.all([fox.hears(chromiumTone), crow.hears(firefoxTone)]);
    await fox.hangUp();
    await crow.reaches('ended');
  }));

test('who is blocked by Firefox’s person cannot ring', () =>
  stage.meet(async ({ fox, crow, foxIdentity, crowIdentity }) => {
    const socket = connect(stage.server.url, foxIdentity);
    await ask(socket, 'contacts:block', { person: PersonId.parse(crowIdentity.id) });
    socket.disconnect();
    await crow.open(fox.name);
    await crow.ring('voice');
    await crow.reads(`${fox.name} is not signed in anywhere.`);
    expect(await fox.visitor.sees('button', 'Accept')).toBe(false);
  }));
