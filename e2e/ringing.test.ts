import { afterAll, beforeAll, expect, test } from 'vitest';
import { Person } from './harness/person.ts';
import { connect, enter, ask, makeContacts } from './harness/socketPeople.ts';
import { freshNames, Stage } from './harness/stage.ts';
import { until } from './harness/visitor.ts';
import { PersonId } from '@cardea/protocol';

const ringSeconds = 6;
let stage: Stage;

beforeAll(async () => {
  stage = await Stage.open({ environment: { RING_SECONDS: String(ringSeconds) } });
});
afterAll(() => stage.close());

test('a declined call says so to both, and is in both histories', () =>
  stage.withPair(async ({ ann, bob }) => {
    await ann.open(bob.name);
    await ann.ring('video');
    await ann.reaches('ringing');
    await bob.answer('Decline');
    await ann.reads(`${bob.name} cannot take the call now.`);
    await ann.reaches('ended');
    await until('Bob hears no ring any more', async () => !(await bob.visitor.sees('button', 'Accept')));
    await ann.visitor.click('button', 'Close');
    for (const person of [ann, bob]) {
      await person.visitor.click('button', 'Calls');
      await person.reads('Declined');
    }
  }));

test('nobody answers: the caller reads "No answer", the callee has a missed call', () =>
  stage.withPair(async ({ ann, bob, bobVisitor }) => {
    await ann.open(bob.name);
    await ann.ring('voice');
    await ann.reaches('ringing');
    await ann.reads(`${bob.name} did not pick up.`, (ringSeconds + 8) * 1000);
    await bobVisitor.page.getByLabel('1 missed call', { exact: true }).first().waitFor();
  }));

test('a cancelled call stops ringing at once and is missed', () =>
  stage.withPair(async ({ ann, bob }) => {
    await ann.open(bob.name);
    await ann.ring('voice');
    await until('Bob hears a ring', () => bob.visitor.sees('button', 'Accept'));
    await ann.hangUp();
    await until(
      'Bob hears no ring any more',
      async () => !(await bob.visitor.sees('button', 'Accept')),
      2_000,
    );
    await bob.reads(`Missed call from ${ann.name}`);
  }));

test('somebody who has just left is offline, and finds the missed call on return', async () => {
  await stage.withPair(async ({ ann, bob, bobVisitor, bobIdentity }) => {
    await ann.open(bob.name);
    await bobVisitor.page.goto('about:blank');
    await ann.reads('Offline', 10_000);
    await ann.ring('voice');
    await ann.reads(`${bob.name} is not signed in anywhere.`);
    await Person.arrive(bobVisitor, stage.server.url, bobIdentity);
    await bobVisitor.page.getByLabel('1 missed call', { exact: true }).first().waitFor();
  });
});

test('several devices ring together; the first answer wins and the others stop', () =>
  stage.withPair(async ({ ann, bob, bobVisitor }) => {
    const second = await bobVisitor.newTab();
    await second.goto(stage.server.url);
    const bobsPhone = new Person(bob.name, second);
    await ann.open(bob.name);
    await ann.ring('video');
    await until('the first device rings', () => bob.visitor.sees('button', 'Accept'));
    await until('the second device rings', () => second.sees('button', 'Accept'));
    await bobsPhone.answer();
    await until('the first device is quiet', async () => !(await bob.visitor.sees('button', 'Accept')));
    await Promise.all([ann.seesMovement(), bobsPhone.seesMovement()]);
    expect(await bob.stage()).not.toBe('connected');
    await ann.hangUp();
    await bobsPhone.reaches('ended');
  }));

test('two people who ring each other at the same moment are in one call', () =>
  stage.withPair(async ({ ann, bob }) => {
    await Promise.all([ann.open(bob.name), bob.open(ann.name)]);
    await Person.ringEachOther(ann, bob);
    await Promise.all([ann.seesMovement(), bob.seesMovement()]);
    await Promise.all([ann.hears(880), bob.hears(440)]);
    await ann.hangUp();
    await bob.reaches('ended');
  }));

test('a third caller hears busy when the callee wants no call waiting', () =>
  stage.withPair(async ({ ann, bob, bobIdentity }) => {
    const { url } = stage.server;
    const settings = connect(url, bobIdentity);
    await ask(settings, 'settings:set', { callWaiting: false });
    settings.disconnect();
    const [name = ''] = freshNames('Cid');
    const cidIdentity = await enter(url, name);
    await makeContacts(url, cidIdentity, bobIdentity);
    await ann.open(bob.name);
    await ann.ring('voice');
    await bob.answer('Accept');
    await ann.reaches('connected');
    const visitor = await stage.low.visitor();
    const cid = await Person.arrive(visitor, url, cidIdentity);
    await cid.open(bob.name);
    await cid.ring('voice');
    await cid.reads('Busy');
    expect(await bob.stage()).toBe('connected');
    await visitor.leave();
    await bob.hangUp();
  }));

test('with call waiting a second caller can be answered while the first is held, and the first resumed', () =>
  stage.withPair(async ({ ann, bob, bobIdentity }) => {
    const { url } = stage.server;
    const [name = ''] = freshNames('Cid');
    const cidIdentity = await enter(url, name);
    await makeContacts(url, cidIdentity, bobIdentity);
    await ann.open(bob.name);
    await ann.ring('voice');
    await bob.answer('Accept');
    await ann.reaches('connected');
    const visitor = await stage.low.visitor();
    const cid = await Person.arrive(visitor, url, cidIdentity);
    await cid.open(bob.name);
    await cid.ring('voice');
    await until('Bob is told', () => bob.visitor.sees('button', 'Hold & answer'));
    await bob.visitor.click('button', 'Hold & answer');
    await cid.reaches('connected');
    await ann.reads('has put you on hold');
    await cid.hangUp();
    await bob.visitor.click('button', 'Resume');
    await Promise.all([ann.hears(880), bob.hears(440)]);
    await visitor.leave();
    await ann.hangUp();
    await bob.reaches('ended');
  }));

test('somebody who is blocked cannot ring, and cannot tell it from "offline"', () =>
  stage.withPair(async ({ ann, bob, annIdentity, bobIdentity }) => {
    const socket = connect(stage.server.url, bobIdentity);
    await ask(socket, 'contacts:block', { person: PersonId.parse(annIdentity.id) });
    socket.disconnect();
    await ann.open(bob.name);
    await ann.ring('voice');
    await ann.reads(`${bob.name} is not signed in anywhere.`);
    expect(await bob.visitor.sees('button', 'Accept')).toBe(false);
  }));

test('a reload while it rings lets it ring on', () =>
  stage.withPair(async ({ ann, bob }) => {
    await ann.open(bob.name);
    await ann.ring('video');
    await until('Bob hears a ring', () => bob.visitor.sees('button', 'Accept'));
    await bob.visitor.reload();
    await bob.answer('Accept');
    await Promise.all([ann.seesMovement(), bob.seesMovement()]);
    await ann.hangUp();
  }));

test('people in a room see each other and can ring without being contacts', async () => {
  const { url } = stage.server;
  const [annName = '', bobName = ''] = freshNames('Ann', 'Bob');
  const [annVisitor, bobVisitor] = [await stage.low.visitor(), await stage.high.visitor()];
  const ann = await Person.follow(annVisitor, url, '10012', annName);
  const bob = await Person.follow(bobVisitor, url, '10012', bobName);
  await Promise.all([ann.reads(bobName), bob.reads(annName)]);
  await annVisitor.page
    .getByRole('listitem')
    .filter({ hasText: bobName })
    .getByRole('button', { name: /Video call/ })
    .click();
  await bob.answer();
  await Promise.all([ann.seesMovement(), bob.seesMovement()]);
  await Promise.all([ann.hears(880), bob.hears(440)]);
  await ann.hangUp();
  await bob.reaches('ended');
  await Promise.all([annVisitor.leave(), bobVisitor.leave()]);
});
