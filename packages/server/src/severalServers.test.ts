import { newId, RoomName, type EventOf } from '@cardea/protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RunningServer } from './server.ts';
import { requiredInCi, testDatabases } from './testing/testDatabases.ts';
import { TestPerson } from './testing/testPerson.ts';
import { befriend, ring, talk, TestServers } from './testing/testServer.ts';

const redisUrl = requiredInCi('TEST_REDIS_URL');
const postgres = testDatabases().find((database) => database.name === 'PostgreSQL');

// Both are there in CI, where a missing one is an error.
describe.skipIf(redisUrl === null || postgres === undefined)(
  'two servers on one PostgreSQL and one Redis',
  () => {
    let servers: TestServers;
    let first: RunningServer;
    let second: RunningServer;

    beforeAll(async () => {
      servers = await TestServers.create(postgres);
      first = await servers.start({ redisUrl });
      second = await servers.start({ redisUrl });
    });
    afterAll(() => servers.close());

    it('carry a call from a device of one to a device of the other, signals included', async () => {
      const ann = await servers.device(first, 'Ann');
      const bob = await servers.device(second, 'Bob');
      await befriend(ann, bob);
      const call = await talk(ann, bob);
      const from = newId({ parse: (text: string) => text });
      await ann.tryTo('call:signal', { call, to: bob.id, signal: { type: 'restart', from } });
      expect(await bob.next('call:signal')).toMatchObject({ from: ann.id });
      await bob.ask('call:hangup', { call });
      await ann.next('call:updated', (event) => event.call.state.phase === 'ended');
    });

    it('make one call of two people who ring each other at once', async () => {
      const ann = await servers.device(first, 'Ann');
      const bob = await servers.device(second, 'Bob');
      const [mine, theirs] = await Promise.all([ring(ann, bob), ring(bob, ann)]);
      expect(mine.call.id).toBe(theirs.call.id);
      expect(mine.glare).toBe(!theirs.glare);
    });

    it('ring every device of a person wherever it is, and stop the others at the first answer', async () => {
      const ann = await servers.device(first, 'Ann');
      const bob = await servers.device(first, 'Bob');
      const tablet = servers.keep(await bob.person.on(second.port).connect());
      const { call } = await ring(ann, bob);
      await bob.next('call:incoming');
      await tablet.next('call:incoming');
      const answers = await Promise.all([
        bob.codeOf('call:accept', { call: call.id }),
        tablet.codeOf('call:accept', { call: call.id }),
      ]);
      expect(answers.sort()).toEqual(['answered_elsewhere', 'ok']);
    });

    it('know of each other who is here, who is in a room and who left', async () => {
      const ann = await servers.device(first, 'Ann');
      const bob = await servers.device(second, 'Bob');
      await befriend(ann, bob);
      const room = RoomName.parse('kitchen');
      await ann.ask('room:enter', { room });
      const entered = await bob.ask('room:enter', { room });
      expect(entered.room.people.map((one) => one.person.name)).toEqual([
        ann.person.me.name,
        bob.person.me.name,
      ]);
      const hasTwo = (event: EventOf<'room:changed'>) => event.room.people.length === 2;
      await ann.next('room:changed', hasTwo);
      bob.close();
      await ann.next('presence:changed', (event) => event.presence === 'offline');
      await ann.next('room:changed', (event) => event.room.people.length === 1);
    });

    it('let a device move from one to the other in the middle of a call', async () => {
      const ann = await servers.device(first, 'Ann');
      const bob = await servers.device(second, 'Bob');
      const call = await talk(ann, bob);
      const moved = servers.keep(await bob.person.on(first.port).connect({ device: bob.id }));
      expect(moved.welcome?.calls).toMatchObject([{ call: { id: call, state: { away: [] } } }]);
      await bob.ended();
      await ann.ask('call:hangup', { call });
      await moved.next('call:updated', (event) => event.call.state.phase === 'ended');
    });

    it('end sessions on the other one too', async () => {
      const ann = await servers.device(first, 'Ann');
      const there = servers.keep(await ann.person.on(second.port).connect());
      await ann.person.request('DELETE', '/api/session');
      await there.next('session:ended');
      await there.ended();
    });

    it('go on when one of them stops in order', async () => {
      const third = await servers.start({ redisUrl });
      const ann = await servers.device(first, 'Ann');
      const bob = await servers.device(third, 'Bob');
      await befriend(ann, bob);
      const call = await talk(ann, bob);
      await servers.stop(third);
      await ann.next(
        'call:updated',
        (event) => event.call.state.phase === 'connected' && event.call.state.away.includes('callee'),
      );
      const again = servers.keep(await bob.person.on(second.port).connect({ device: bob.id }));
      expect(again.welcome?.calls).toMatchObject([
        { call: { id: call, state: { phase: 'connected', away: [] } } },
      ]);
    });

    it('sign the same person in on both with one account', async () => {
      const name = `Zoe ${first.port}`;
      await TestPerson.enter(first.port, '/api/accounts', { name, password: 'correct horse' });
      const zoe = await TestPerson.enter(second.port, '/api/session', { name, password: 'correct horse' });
      expect(zoe.me).toMatchObject({ name, kind: 'account' });
    });
  },
);
