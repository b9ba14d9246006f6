import { MessageId, newId, RoomName } from '@cardea/protocol';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { RunningServer } from '../server.ts';
import { testDatabases } from '../testing/testDatabases.ts';
import type { TestDevice } from '../testing/testPerson.ts';
import { befriend, talk, TestServers } from '../testing/testServer.ts';

describe.each(testDatabases())('on $name', (database) => {
  let servers: TestServers;
  let server: RunningServer;

  beforeAll(async () => {
    servers = await TestServers.create(database);
    server = await servers.start({
      turnUrls: ['turn:turn.example:3478'],
      turnSecret: 'a secret of some length',
    });
  });
  afterEach(() => servers.closeDevices());
  afterAll(() => servers.close());

  const both = async () =>
    [await servers.device(server, 'Ann'), await servers.device(server, 'Bob')] as const;

  describe('contacts', () => {
    it('are found by the beginning of a name, however it is written, without oneself', async () => {
      const [ann, bob] = await both();
      const { people } = await ann.ask('people:search', { text: bob.person.me.name.toUpperCase() });
      expect(people).toEqual([bob.person.me]);
      const own = await ann.ask('people:search', { text: ann.person.me.name });
      expect(own.people).toEqual([]);
      expect((await ann.ask('people:search', { text: '%' })).people).toEqual([]);
      expect((await ann.ask('people:get', { ids: [bob.person.me.id] })).people).toEqual([bob.person.me]);
    });

    it('come about when one asks and the other accepts, and both see presence from then on', async () => {
      const [ann, bob] = await both();
      const asked = await ann.ask('contacts:ask', { person: bob.person.me.id });
      expect(asked.contact).toMatchObject({ state: 'asked', presence: 'offline' });
      const request = await bob.next('contacts:changed');
      expect(request.contact).toMatchObject({ state: 'asks', person: ann.person.me, presence: 'offline' });
      const accepted = await bob.ask('contacts:accept', { person: ann.person.me.id });
      expect(accepted.contact).toMatchObject({ state: 'accepted', presence: 'online' });
      await ann.next('contacts:changed', ({ contact }) => contact.presence === 'online');
      await bob.ask('presence:activity', { activity: 'away' });
      await ann.next('presence:changed', (event) => event.presence === 'away');
    });

    it('come about at once when both ask', async () => {
      const [ann, bob] = await both();
      await ann.ask('contacts:ask', { person: bob.person.me.id });
      const { contact } = await bob.ask('contacts:ask', { person: ann.person.me.id });
      expect(contact.state).toBe('accepted');
    });

    it('are declined, withdrawn and removed for both', async () => {
      const [ann, bob] = await both();
      await ann.ask('contacts:ask', { person: bob.person.me.id });
      await bob.ask('contacts:remove', { person: ann.person.me.id });
      await ann.next('contacts:removed', (event) => event.person === bob.person.me.id);
      expect(await bob.codeOf('contacts:accept', { person: ann.person.me.id })).toBe('not_allowed');
    });

    it('cannot be oneself, nobody, or somebody who did not ask', async () => {
      const [ann, bob] = await both();
      expect(await ann.codeOf('contacts:ask', { person: ann.person.me.id })).toBe('cannot_contact_self');
      expect(await ann.codeOf('contacts:ask', { person: 'nobody-there' })).toBe('person_not_found');
      expect(await ann.codeOf('contacts:accept', { person: bob.person.me.id })).toBe('not_allowed');
    });

    it('who are blocked see somebody offline, learn nothing, and reach nobody', async () => {
      const [ann, bob] = await both();
      await befriend(ann, bob);
      await bob.ask('contacts:block', { person: ann.person.me.id });
      await ann.next('presence:changed', (event) => event.presence === 'offline');
      await bob.ask('presence:activity', { activity: 'active' });
      const again = servers.keep(await ann.person.connect());
      expect(again.welcome?.contacts).toMatchObject([{ state: 'accepted', presence: 'offline' }]);
      await again.ask('contacts:ask', { person: bob.person.me.id });
      const asBob = servers.keep(await bob.person.connect());
      expect(asBob.welcome?.contacts).toMatchObject([{ state: 'blocked', presence: 'offline' }]);
      expect(await bob.codeOf('call:ring', ringOf(ann))).toBe('not_allowed');
      await bob.ask('contacts:remove', { person: ann.person.me.id });
      await ann.next('contacts:removed');
    });
  });

  describe('messages', () => {
    it('reach every other device of both, once however often they are sent', async () => {
      const [ann, bob] = await both();
      const tablet = servers.keep(await ann.person.connect());
      const message = messageTo(bob, 'hello');
      const first = await ann.ask('chat:send', message);
      const second = await ann.ask('chat:send', { ...message, body: { type: 'text', text: 'changed' } });
      expect(second).toEqual(first);
      expect(await bob.next('chat:message')).toEqual({ message: first.message, person: ann.person.me });
      expect(await tablet.next('chat:message')).toEqual({ message: first.message, person: bob.person.me });
      await bob.ask('ice:get', {});
      expect([...bob.pending('chat:message'), ...ann.pending('chat:message')]).toEqual([]);
    });

    it('with the id of another are refused', async () => {
      const [ann, bob] = await both();
      const message = messageTo(bob, 'hello');
      await ann.ask('chat:send', message);
      expect(await bob.codeOf('chat:send', { ...message, to: ann.person.me.id })).toBe('not_allowed');
      const cy = await servers.device(server, 'Cy');
      expect(await ann.codeOf('chat:send', { ...message, to: cy.person.me.id })).toBe('not_allowed');
      expect(await ann.codeOf('chat:send', messageTo(ann, 'me'))).toBe('cannot_contact_self');
    });

    it('wait for somebody who is offline, and are counted until they are read', async () => {
      const [ann, bob] = await both();
      bob.close();
      const sent = await ann.ask('chat:send', messageTo(bob, 'one', 1));
      const last = await ann.ask('chat:send', messageTo(bob, 'two', 2));
      const again = servers.keep(await bob.person.connect());
      expect(again.welcome?.conversations).toEqual([
        { person: ann.person.me, lastMessage: last.message, unread: 2 },
      ]);
      const { messages, more } = await again.ask('chat:list', { person: ann.person.me.id });
      expect(messages).toEqual([sent.message, last.message]);
      expect(more).toBe(false);
      const ids = messages.map((message) => message.id);
      await again.ask('chat:receipt', { person: ann.person.me.id, ids, state: 'delivered' });
      const delivered = await ann.next('chat:receipt', (event) => event.state === 'delivered');
      expect(delivered).toMatchObject({ person: bob.person.me.id, messagesOf: 'me' });
      expect([...delivered.ids].sort()).toEqual([...ids].sort());
      await again.ask('chat:receipt', { person: ann.person.me.id, ids, state: 'read' });
      await ann.next('chat:receipt', (event) => event.state === 'read');
      await again.ask('chat:receipt', { person: ann.person.me.id, ids, state: 'delivered' });
      const { conversations } = await again.ask('chat:conversations', {});
      expect(conversations[0]?.unread).toBe(0);
      expect(ann.pending('chat:receipt')).toEqual([]);
    });

    it('are read page by page, newest page first, oldest message first within it', async () => {
      const [ann, bob] = await both();
      for (let at = 1; at <= 130; at += 1) await ann.ask('chat:send', messageTo(bob, `number ${at}`, at));
      const newest = await bob.ask('chat:list', { person: ann.person.me.id });
      expect(newest.more).toBe(true);
      expect(newest.messages.map((message) => message.sentAt)).toEqual(
        Array.from({ length: 100 }, (_, at) => at + 31),
      );
      const rest = await bob.ask('chat:list', { person: ann.person.me.id, before: 31 });
      expect(rest).toMatchObject({ more: false });
      expect(rest.messages).toHaveLength(30);
    });

    it('to somebody who has blocked the sender look sent and are never seen', async () => {
      const [ann, bob] = await both();
      await bob.ask('contacts:block', { person: ann.person.me.id });
      const { message } = await ann.ask('chat:send', messageTo(bob, 'hello?'));
      await ann.ask('chat:typing', { person: bob.person.me.id, typing: true });
      expect(message).toMatchObject({ deliveredAt: null, readAt: null });
      const again = servers.keep(await bob.person.connect());
      expect(again.welcome?.conversations).toEqual([]);
      expect((await again.ask('chat:list', { person: ann.person.me.id })).messages).toEqual([]);
      expect((await ann.ask('chat:list', { person: bob.person.me.id })).messages).toEqual([message]);
      expect(bob.received.map((one) => one.name)).not.toContain('chat:typing');
      expect(await bob.codeOf('chat:send', messageTo(ann, 'no'))).toBe('not_allowed');
    });

    it('of strangers are refused by somebody whom only contacts reach, except while they talk', async () => {
      const [ann, bob] = await both();
      await bob.ask('settings:set', { reachableBy: 'contacts' });
      expect(await ann.codeOf('chat:send', messageTo(bob, 'hello'))).toBe('not_allowed');
      await talk(bob, ann);
      expect(await ann.codeOf('chat:send', messageTo(bob, 'hello'))).toBe('ok');
    });

    it('have their times by the sender, unless they come from the future', async () => {
      const [ann, bob] = await both();
      const future = Date.now() + 3_600_000;
      const { message } = await ann.ask('chat:send', messageTo(bob, 'soon', future));
      expect(message.sentAt).toBeLessThan(future);
    });

    it('show that somebody types', async () => {
      const [ann, bob] = await both();
      await ann.ask('chat:typing', { person: bob.person.me.id, typing: true });
      expect(await bob.next('chat:typing')).toEqual({ person: ann.person.me.id, typing: true });
    });
  });

  describe('rooms', () => {
    it('show who is there, each person once, until they leave or go elsewhere', async () => {
      const [ann, bob] = await both();
      const tablet = servers.keep(await bob.person.connect());
      const room = RoomName.parse(`küche-${ann.id}`);
      await ann.ask('room:enter', { room });
      await bob.ask('room:enter', { room });
      const entered = await tablet.ask('room:enter', { room });
      expect(entered.room.people.map((one) => one.person.id)).toEqual([ann.person.me.id, bob.person.me.id]);
      await ann.next('room:changed', (event) => event.room.people.length === 2);
      await tablet.ask('room:leave', {});
      await bob.ask('room:enter', { room: RoomName.parse(`bad-${ann.id}`) });
      await ann.next('room:changed', (event) => event.room.people.length === 1);
      bob.close();
    });

    it('do not flicker when somebody reloads, and forget who reloads to another page', async () => {
      const [ann, bob] = await both();
      const room = RoomName.parse(`flur-${ann.id}`);
      await ann.ask('room:enter', { room });
      await bob.ask('room:enter', { room });
      await ann.next('room:changed', (event) => event.room.people.length === 2);
      bob.close();
      const back = servers.keep(await bob.person.connect({ device: bob.id }));
      await back.ask('room:enter', { room });
      expect(ann.pending('room:changed').every((event) => event.room.people.length === 2)).toBe(true);
      back.close();
      servers.keep(await bob.person.connect({ device: bob.id }));
      await ann.next('room:changed', (event) => event.room.people.length === 1);
    });

    it('show who is in a call', async () => {
      const [ann, bob] = await both();
      const room = RoomName.parse(`diele-${ann.id}`);
      await ann.ask('room:enter', { room });
      await bob.ask('room:enter', { room });
      await talk(ann, bob);
      await ann.next('room:changed', (event) => event.room.people.every((one) => one.presence === 'in-call'));
    });
  });

  describe('relay credentials', () => {
    it('come with the welcome and on request, and follow the wish to hide addresses', async () => {
      const [ann] = await both();
      expect(ann.welcome?.ice).toMatchObject({
        iceTransportPolicy: 'all',
        iceServers: [{ urls: ['turn:turn.example:3478'] }],
      });
      await ann.ask('settings:set', { relayOnly: true });
      expect((await ann.next('ice')).ice.iceTransportPolicy).toBe('relay');
      expect((await ann.next('me:changed')).settings.relayOnly).toBe(true);
      const { ice } = await ann.ask('ice:get', {});
      expect(ice.iceServers[0]?.username).toMatch(new RegExp(`^\\d+:${ann.person.me.id}$`));
    });
  });
});

function ringOf(callee: TestDevice) {
  return { call: newId(MessageId), person: callee.person.me.id, kind: 'audio', offer: null };
}

function messageTo(receiver: TestDevice, text: string, sentAt = Date.now()) {
  const body = { type: 'text', text } as const;
  return { id: newId(MessageId), to: receiver.person.me.id, body, sentAt, delivered: false };
}
