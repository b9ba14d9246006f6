import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { testDatabases } from './testing/testDatabases.ts';
import { befriend, ring, talk, TestServers } from './testing/testServer.ts';

describe.each(testDatabases())('a server that stops in the middle of calls, on $name', (database) => {
  let servers: TestServers;

  beforeAll(async () => {
    servers = await TestServers.create(database);
  });
  afterEach(() => servers.closeDevices());
  afterAll(() => servers.close());

  it('finds the call again when both ends come back within the grace', async () => {
    const before = await servers.start();
    const ann = await servers.device(before, 'Ann');
    const bob = await servers.device(before, 'Bob');
    const call = await talk(ann, bob);
    await servers.stop(before);
    const after = await servers.start();
    const annAgain = servers.keep(await ann.person.on(after.port).connect({ device: ann.id }));
    const bobAgain = servers.keep(await bob.person.on(after.port).connect({ device: bob.id }));
    expect(bobAgain.welcome?.calls).toMatchObject([
      { call: { id: call, state: { phase: 'connected', away: [] } } },
    ]);
    await annAgain.ask('call:hangup', { call });
    const ended = await bobAgain.next('call:updated', (event) => event.call.state.phase === 'ended');
    expect(ended.call.state).toMatchObject({ reason: 'hung-up', endedBy: 'caller' });
    await servers.stop(after);
  });

  it('ends the call after the grace when nobody comes back, as long as the last contact says', async () => {
    const before = await servers.start();
    const ann = await servers.device(before, 'Ann');
    const bob = await servers.device(before, 'Bob');
    await talk(ann, bob);
    const lastContact = Date.now();
    await servers.stop(before);
    const after = await servers.start({}, { times: { grace: 1_500 } });
    const other = servers.keep(await ann.person.on(after.port).connect());
    const { entry } = await other.next('history:added');
    expect(entry).toMatchObject({ result: 'failed', direction: 'outgoing' });
    expect(entry.startedAt + entry.duration).toBeLessThanOrEqual(lastContact + 100);
    await servers.stop(after);
  });

  it('has the right history of a ring whose time ran out while no server was there', async () => {
    const before = await servers.start({}, { times: { ring: 300 } });
    const ann = await servers.device(before, 'Ann');
    const bob = await servers.device(before, 'Bob');
    const { call } = await ring(ann, bob);
    await servers.stop(before);
    await expect.poll(() => Date.now()).toBeGreaterThan(call.createdAt + 300);
    const after = await servers.start();
    const again = servers.keep(await bob.person.on(after.port).connect());
    expect(again.welcome).toMatchObject({ missedCalls: 1, calls: [] });
    const { entries } = await again.ask('history:list', {});
    expect(entries).toMatchObject([{ result: 'no-answer', missedUnseen: true, duration: 0 }]);
    await servers.stop(after);
  });

  it('keeps people, contacts and sessions', async () => {
    const before = await servers.start();
    const ann = await servers.device(before, 'Ann');
    const bob = await servers.device(before, 'Bob');
    await befriend(ann, bob);
    await servers.stop(before);
    const after = await servers.start();
    const again = servers.keep(await ann.person.on(after.port).connect());
    expect(again.welcome).toMatchObject({
      me: ann.person.me,
      contacts: [{ person: { id: bob.person.me.id }, state: 'accepted', presence: 'offline' }],
    });
    await servers.stop(after);
  });
});

describe('time', () => {
  let servers: TestServers;
  beforeAll(async () => {
    servers = await TestServers.create();
  });
  afterAll(() => servers.close());

  it('ends a ring that nobody answers, a connection that does not come about, and a call both ends have left', async () => {
    const server = await servers.start({}, { times: { ring: 300, connect: 300, grace: 300 } });
    const ann = await servers.device(server, 'Ann');
    const bob = await servers.device(server, 'Bob');
    await ring(ann, bob);
    const unanswered = await ann.next('call:updated', (event) => event.call.state.phase === 'ended');
    expect(unanswered.call.state).toMatchObject({ reason: 'no-answer', endedBy: 'server' });

    const second = await ring(ann, bob);
    await bob.ask('call:accept', { call: second.call.id });
    const unconnected = await ann.next('call:updated', (event) => event.call.state.phase === 'ended');
    expect(unconnected.call.state).toMatchObject({ reason: 'failed', endedBy: 'server' });

    const tablet = servers.keep(await ann.person.connect());
    await talk(ann, bob);
    ann.close();
    bob.close();
    const left = await tablet.next(
      'history:added',
      ({ entry }) => entry.result === 'failed' && entry.callId !== second.call.id,
    );
    expect(left.entry.duration).toBeLessThan(2_000);
    await servers.stop(server);
  });

  it('gives a caller who vanished while it rings the grace and no longer', async () => {
    const server = await servers.start({}, { times: { ring: 20_000, grace: 300 } });
    const ann = await servers.device(server, 'Ann');
    const bob = await servers.device(server, 'Bob');
    await ring(ann, bob);
    ann.close();
    await bob.next('call:updated', (event) => event.call.state.phase === 'ended');
    await servers.stop(server);
  });
});
