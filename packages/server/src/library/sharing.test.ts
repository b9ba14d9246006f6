import { CallId, ItemId, MessageId, newId } from '@cardea/protocol';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { RunningServer } from '../server.ts';
import { itemOf, keep, outcomeOf, webm } from '../testing/testItems.ts';
import type { TestDevice } from '../testing/testPerson.ts';
import { befriend, ring, talk, TestServers } from '../testing/testServer.ts';

describe('sharing with people', () => {
  let servers: TestServers;
  let server: RunningServer;
  let ann: TestDevice;
  let bob: TestDevice;

  beforeAll(async () => {
    servers = await TestServers.create();
    server = await servers.start();
  });
  afterEach(() => servers.closeDevices());
  afterAll(() => servers.close());

  async function newPair(): Promise<void> {
    ann = await servers.device(server, 'Ann');
    bob = await servers.device(server, 'Bob');
  }

  const share = (item: { id: ItemId }, ...people: TestDevice[]): Promise<Response> =>
    ann.person.request('PUT', `/api/library/${item.id}/people`, {
      people: people.map(({ person }) => person.me.id),
    });
  const bobSees = (item: { id: ItemId }): Promise<string> =>
    outcomeOf(bob.person.request('GET', `/api/library/${item.id}`));

  it('gives a contact the item and takes it back, and tells them of both', async () => {
    await newPair();
    await befriend(ann, bob);
    const { item } = await keep(ann.person, webm());
    expect(await outcomeOf(share(item, bob))).toBe('200');
    const told = await bob.next('library:changed');
    expect(told.item).toMatchObject({ id: item.id, sharedWith: [], owner: { id: ann.person.me.id } });
    expect(await bobSees(item)).toBe('200');
    expect(await outcomeOf(share(item))).toBe('200');
    expect(await bob.next('library:removed')).toEqual({ item: item.id });
    expect(await bobSees(item)).toBe('404 not_found');
  });

  it('refuses strangers, oneself and people that are not there, all or nothing', async () => {
    await newPair();
    const carl = await servers.device(server, 'Carl');
    await befriend(ann, carl);
    const { item } = await keep(ann.person, webm());
    expect(await outcomeOf(share(item, carl, bob))).toBe('403 not_allowed');
    expect(await outcomeOf(share(item, ann))).toBe('403 not_allowed');
    const missing = { people: ['nobody-at-all'] };
    expect(await outcomeOf(ann.person.request('PUT', `/api/library/${item.id}/people`, missing))).toBe(
      '403 not_allowed',
    );
    expect((await itemOf(ann.person, item.id)).sharedWith).toEqual([]);
  });

  it('allows the other person of a call that was answered, and not of one that only rang or never was', async () => {
    await newPair();
    const call = await talk(ann, bob);
    await ann.ask('call:hangup', { call });
    const rang = await ring(ann, bob);
    await ann.ask('call:hangup', { call: rang.call.id });
    const people = [{ id: bob.person.me.id, name: 'Bob' }];
    const of = async (id: CallId) => (await keep(ann.person, webm(), { call: id, people })).item;
    expect(await outcomeOf(share(await of(rang.call.id), bob))).toBe('403 not_allowed');
    expect(await outcomeOf(share(await of(newId(CallId)), bob))).toBe('403 not_allowed');
    const unnamed = (await keep(ann.person, webm(), { call })).item;
    expect(await outcomeOf(share(unnamed, bob))).toBe('403 not_allowed');
    const item = await of(call);
    expect(await outcomeOf(share(item, bob))).toBe('200');
    expect(await bobSees(item)).toBe('200');
  });

  it('withholds it from somebody who has blocked the owner, who cannot tell, and refuses whom the owner blocked', async () => {
    await newPair();
    await befriend(ann, bob);
    const { item } = await keep(ann.person, webm());
    await bob.ask('contacts:block', { person: ann.person.me.id });
    expect(await outcomeOf(share(item, bob))).toBe('200');
    expect((await itemOf(ann.person, item.id)).sharedWith).toEqual([bob.person.me.id]);
    expect(await bobSees(item)).toBe('404 not_found');
    await share(item);
    expect([...bob.pending('library:changed'), ...bob.pending('library:removed')]).toEqual([]);
    await ann.ask('contacts:block', { person: bob.person.me.id });
    expect(await outcomeOf(share(item, bob))).toBe('403 not_allowed');
  });

  describe('a message with sound or picture', () => {
    const send = (item: ItemId, to: TestDevice, from = ann, id = newId(MessageId)) =>
      from.codeOf('chat:send', {
        id,
        to: to.person.me.id,
        body: { type: 'recording', item, picture: true, duration: 1_000 },
        sentAt: Date.now(),
        delivered: false,
      });

    it('brings its item with it', async () => {
      await newPair();
      const { item } = await keep(ann.person, webm(), { kind: 'message', subject: null });
      expect(await send(item.id, bob)).toBe('ok');
      const { message } = await bob.next('chat:message');
      expect(message.body).toMatchObject({ type: 'recording', item: item.id });
      await bob.next('library:changed', (event) => event.item.id === item.id);
      expect(await outcomeOf(bob.person.request('GET', `/api/library/${item.id}/content`))).toBe('200');
    });

    it('must be one that the writer has recorded as a message and uploaded', async () => {
      await newPair();
      const recording = (await keep(ann.person, webm())).item;
      const message = (await keep(ann.person, webm(), { kind: 'message' })).item;
      expect(await send(recording.id, bob)).toBe('not_allowed');
      expect(await send(newId(ItemId), bob)).toBe('not_allowed');
      expect(await send(message.id, ann, bob)).toBe('not_allowed');
      await ann.person.request('DELETE', `/api/library/${message.id}`);
      expect(await send(message.id, bob)).toBe('not_allowed');
      expect(bob.pending('chat:message')).toEqual([]);
    });

    it('is kept from somebody who has blocked the writer, with its item', async () => {
      await newPair();
      const { item } = await keep(ann.person, webm(), { kind: 'message' });
      await bob.ask('contacts:block', { person: ann.person.me.id });
      const id = newId(MessageId);
      expect(await send(item.id, bob, ann, id)).toBe('ok');
      expect(await send(item.id, bob, ann, id)).toBe('ok');
      expect(await bobSees(item)).toBe('404 not_found');
      expect(bob.pending('library:changed')).toEqual([]);
    });
  });
});
