import { CallId, DeviceId, newId, PeerSessionId } from '@cardea/protocol';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { RunningServer } from '../server.ts';
import { testDatabases } from '../testing/testDatabases.ts';
import { befriend, ring, talk, TestServers } from '../testing/testServer.ts';
import { TestDevice, type TestPerson } from '../testing/testPerson.ts';

describe.each(testDatabases())('calls on $name', (database) => {
  let servers: TestServers;
  let server: RunningServer;

  beforeAll(async () => {
    servers = await TestServers.create(database);
    server = await servers.start();
  });
  afterEach(() => servers.closeDevices());
  afterAll(() => servers.close());

  const both = async () =>
    [await servers.device(server, 'Ann'), await servers.device(server, 'Bob')] as const;

  describe('ringing', () => {
    it('reaches the callee with the name of the caller, and the caller learns that it rings', async () => {
      const [ann, bob] = await both();
      const { call } = await ring(ann, bob, { kind: 'audio' });
      expect(call.state.phase).toBe('calling');
      const incoming = await bob.next('call:incoming');
      expect(incoming).toMatchObject({
        person: { name: ann.person.me.name },
        call: { id: call.id, kind: 'audio' },
        offer: null,
      });
      await bob.ask('call:ringing', { call: call.id });
      const updated = await ann.next('call:updated');
      expect(updated.call.state).toMatchObject({ phase: 'ringing', devices: [bob.id] });
    });

    it('is answered, connects and ends for both with the same reason and a history entry each', async () => {
      const [ann, bob] = await both();
      const id = await talk(ann, bob);
      await bob.ask('call:hangup', { call: id });
      const { call } = await ann.next('call:updated', (event) => event.call.state.phase === 'ended');
      expect(call.state).toMatchObject({ reason: 'hung-up', endedBy: 'callee' });
      const mine = await ann.next('history:added');
      expect(mine).toMatchObject({
        entry: { direction: 'outgoing', result: 'hung-up', missedUnseen: false },
        person: { name: bob.person.me.name },
      });
      const theirs = await bob.next('history:added');
      expect(theirs.entry).toMatchObject({ direction: 'incoming', result: 'hung-up' });
      expect((await bob.ask('history:list', {})).entries).toEqual([theirs.entry]);
    });

    it.each([
      ['declined', 'callee'],
      ['cancelled', 'caller'],
    ] as const)('is %s when the %s hangs up before the answer', async (reason, side) => {
      const [ann, bob] = await both();
      const { call } = await ring(ann, bob);
      await bob.next('call:incoming');
      await (side === 'caller' ? ann : bob).ask('call:hangup', { call: call.id });
      const updated = await (side === 'caller' ? bob : ann).next('call:updated');
      expect(updated.call.state).toMatchObject({ phase: 'ended', reason, endedBy: side });
      const missed = reason === 'cancelled';
      expect((await bob.next('history:added')).entry.missedUnseen).toBe(missed);
      if (missed) expect(await bob.next('history:missed')).toEqual({ count: 1 });
    });

    it('stops on the other devices of the callee when one answers', async () => {
      const [ann, bob] = await both();
      const tablet = servers.keep(await bob.person.connect());
      const { call } = await ring(ann, bob);
      await tablet.next('call:incoming');
      await bob.ask('call:accept', { call: call.id });
      const updated = await tablet.next('call:updated');
      expect(updated.call.state).toMatchObject({ phase: 'connecting', answeredBy: bob.id });
      expect(await tablet.codeOf('call:accept', { call: call.id })).toBe('answered_elsewhere');
      expect(await tablet.codeOf('call:hangup', { call: call.id })).toBe('answered_elsewhere');
    });

    it('becomes one call when two ring each other at once', async () => {
      const [ann, bob] = await both();
      const [mine, theirs] = await Promise.all([ring(ann, bob), ring(bob, ann)]);
      expect(mine.call.id).toBe(theirs.call.id);
      expect(mine.glare).toBe(!theirs.glare);
      const winner = mine.glare ? theirs : mine;
      expect((mine.glare ? mine : theirs).call.state.phase).toBe('connecting');
      expect(winner.call.state.phase).toBe('calling');
    });

    it('of somebody who is not here ends as offline and is missed', async () => {
      const [ann, bob] = await both();
      await befriend(ann, bob);
      bob.close();
      await ann.next('presence:changed', (event) => event.presence === 'offline');
      expect((await ring(ann, bob)).call.state).toMatchObject({ phase: 'ended', reason: 'offline' });
      const entry = (await ann.ask('history:list', {})).entries[0];
      expect(entry?.result).toBe('offline');
      const back = servers.keep(await bob.person.connect());
      expect(back.welcome?.missedCalls).toBe(1);
      await back.ask('history:seen', {});
      expect(await back.next('history:missed')).toEqual({ count: 0 });
    });

    it('is busy for a third caller when the callee takes no second call, and waits when they do', async () => {
      const [ann, bob] = await both();
      const cy = await servers.device(server, 'Cy');
      await talk(ann, bob);
      const waiting = await ring(cy, bob);
      expect(waiting.call.state.phase).toBe('calling');
      await cy.ask('call:hangup', { call: waiting.call.id });
      await bob.ask('settings:set', { callWaiting: false });
      expect((await ring(cy, bob)).call.state).toMatchObject({ phase: 'ended', reason: 'busy' });
    });

    it('is refused beyond two calls of one person, and heard as busy by whoever rings them', async () => {
      const [ann, bob] = await both();
      const cy = await servers.device(server, 'Cy');
      const di = await servers.device(server, 'Di');
      await talk(ann, bob);
      await ring(ann, cy);
      expect(await ann.codeOf('call:ring', ringOf(di.person))).toBe('already_in_call');
      expect((await ring(di, ann)).call.state).toMatchObject({ phase: 'ended', reason: 'busy' });
    });

    it('of oneself, of nobody, or a second time is refused', async () => {
      const [ann, bob] = await both();
      expect(await ann.codeOf('call:ring', ringOf(ann.person))).toBe('cannot_ring_self');
      expect(await ann.codeOf('call:ring', { ...ringOf(ann.person), person: 'nobody-there' })).toBe(
        'person_not_found',
      );
      await ring(ann, bob);
      expect(await ann.codeOf('call:ring', ringOf(bob.person))).toBe('already_in_call');
    });

    it('gives the same call when the request is repeated, and nothing to somebody else who names it', async () => {
      const [ann, bob] = await both();
      const cy = await servers.device(server, 'Cy');
      const call = newId(CallId);
      const first = await ring(ann, bob, { call });
      expect((await ring(ann, bob, { call })).call).toEqual(first.call);
      expect(await cy.codeOf('call:ring', { ...ringOf(bob.person), call })).toBe('not_allowed');
      for (const name of ['call:ringing', 'call:accept', 'call:hangup', 'call:connected', 'call:failed']) {
        expect(await cy.codeOf(name, { call })).toBe('call_not_found');
      }
      expect(await ann.codeOf('call:accept', { call })).toBe('not_allowed');
    });

    it('looks offline to somebody who is blocked, and leaves no trace with whoever blocked', async () => {
      const [ann, bob] = await both();
      await bob.ask('contacts:block', { person: ann.person.me.id });
      expect((await ring(ann, bob)).call.state).toMatchObject({ phase: 'ended', reason: 'offline' });
      expect((await bob.ask('history:list', {})).entries).toEqual([]);
      expect((await ann.ask('history:list', {})).entries).toHaveLength(1);
      expect(bob.pending('call:incoming')).toEqual([]);
    });

    it('looks offline to strangers of somebody who is reachable by contacts only', async () => {
      const [ann, bob] = await both();
      await bob.ask('settings:set', { reachableBy: 'contacts' });
      expect((await ring(ann, bob)).call.state).toMatchObject({ phase: 'ended', reason: 'offline' });
      await befriend(ann, bob);
      expect((await ring(ann, bob)).call.state.phase).toBe('calling');
    });
  });

  describe('preparing the connection while it rings', () => {
    const offer = { from: newId(PeerSessionId), sdp: 'v=0' };
    const candidate = { type: 'candidate', from: offer.from, to: null, candidate: null } as const;

    it('brings the offer to the device of a contact that was used last, and to no other', async () => {
      const [ann, bob] = await both();
      const tablet = servers.keep(await bob.person.connect());
      await befriend(ann, bob);
      await bob.ask('presence:activity', { activity: 'active' });
      await tablet.ask('presence:activity', { activity: 'away' });
      const answer = await ann.ask('call:ring', { ...ringOf(bob.person), offer });
      expect(answer).toMatchObject({ offeredTo: bob.id, call: { preconnect: true } });
      expect((await bob.next('call:incoming')).offer).toEqual(offer);
      expect((await tablet.next('call:incoming')).offer).toBeNull();
      await bob.ask('call:signal', { call: answer.call.id, to: ann.id, signal: candidate });
      expect(await ann.next('call:signal')).toMatchObject({ from: bob.id });
    });

    it('brings no offer and no signal to a stranger before the answer', async () => {
      const [ann, bob] = await both();
      const answer = await ann.ask('call:ring', { ...ringOf(bob.person), offer });
      expect(answer).toMatchObject({ offeredTo: null, call: { preconnect: false } });
      expect((await bob.next('call:incoming')).offer).toBeNull();
      const signal = { call: answer.call.id, to: bob.id, signal: candidate };
      expect(await ann.codeOf('call:signal', signal)).toBe('not_allowed');
      expect(await bob.codeOf('call:signal', { ...signal, to: ann.id })).toBe('not_allowed');
      await bob.ask('call:accept', { call: answer.call.id });
      expect(await ann.codeOf('call:signal', signal)).toBe('ok');
      expect(await bob.next('call:signal')).toMatchObject({ from: ann.id, signal: candidate });
    });

    it('passes signals between the two devices that talk and nobody else', async () => {
      const [ann, bob] = await both();
      const tablet = servers.keep(await bob.person.connect());
      const cy = await servers.device(server, 'Cy');
      const call = await talk(ann, bob);
      const signal = { call, signal: candidate };
      expect(await cy.codeOf('call:signal', { ...signal, to: ann.id })).toBe('call_not_found');
      expect(await tablet.codeOf('call:signal', { ...signal, to: ann.id })).toBe('not_allowed');
      expect(await ann.codeOf('call:signal', { ...signal, to: tablet.id })).toBe('not_allowed');
      expect(await ann.codeOf('call:signal', { ...signal, to: cy.id })).toBe('not_allowed');
      await bob.ask('call:hangup', { call });
      expect(await ann.codeOf('call:signal', { ...signal, to: bob.id })).toBe('call_over');
    });

    it('does not reach somebody else who took the same device id', async () => {
      const [ann, bob] = await both();
      const { person: thief } = await servers.device(server, 'Eve');
      const eve = servers.keep(await thief.connect({ device: bob.id }));
      const call = await talk(ann, bob);
      await ann.ask('call:signal', { call, to: bob.id, signal: candidate });
      await bob.next('call:signal');
      await eve.ask('ice:get', {});
      expect(eve.received.map((one) => one.name)).not.toContain('call:signal');
    });
  });

  describe('devices that come and go', () => {
    it('gives the ring to a device that connects while it rings', async () => {
      const [ann, bob] = await both();
      const { call } = await ring(ann, bob);
      const tablet = servers.keep(await bob.person.connect());
      expect(tablet.welcome?.calls).toMatchObject([
        { call: { id: call.id }, person: { name: ann.person.me.name } },
      ]);
    });

    it('rings somebody who reloads at this moment', async () => {
      const [ann, bob] = await both();
      bob.close();
      const { call } = await ring(ann, bob);
      expect(call.state.phase).toBe('calling');
      const again = servers.keep(await bob.person.connect({ device: bob.id }));
      expect(again.welcome?.calls).toHaveLength(1);
    });

    it('replaces an older socket of the same device', async () => {
      const [ann] = await both();
      const again = servers.keep(await ann.person.connect({ device: ann.id }));
      expect(await ann.ended()).toBe('io server disconnect');
      expect(again.socket.connected).toBe(true);
    });

    it('gives a call back to a device that reloads, and says who is away meanwhile', async () => {
      const [ann, bob] = await both();
      const call = await talk(ann, bob);
      bob.close();
      const away = await ann.next(
        'call:updated',
        (event) => event.call.state.phase === 'connected' && event.call.state.away.length > 0,
      );
      expect(away.call.state).toMatchObject({ away: ['callee'] });
      const again = servers.keep(await bob.person.connect({ device: bob.id }));
      expect(again.welcome?.calls).toMatchObject([{ call: { id: call, state: { away: [] } } }]);
    });

    it('clears a ring that an earlier page of the same device left behind', async () => {
      const [ann, bob] = await both();
      const { call } = await ring(ann, bob);
      const again = servers.keep(await ann.person.connect({ device: ann.id }));
      const next = await ring(again, bob);
      expect(next.call.state.phase).toBe('calling');
      const updated = await bob.next('call:updated', (event) => event.call.id === call.id);
      expect(updated.call.state).toMatchObject({ phase: 'ended', reason: 'cancelled' });
    });

    it('shows contacts that somebody is in a call, and when they are gone for good', async () => {
      const [ann, bob] = await both();
      const cy = await servers.device(server, 'Cy');
      await befriend(cy, bob);
      const call = await talk(ann, bob);
      await cy.next('presence:changed', (event) => event.presence === 'in-call');
      await ann.ask('call:hangup', { call });
      await cy.next('presence:changed', (event) => event.presence === 'online');
      bob.close();
      await cy.next('presence:changed', (event) => event.presence === 'offline');
    });
  });

  describe('devices', () => {
    it('are sixteen at most for one person', async () => {
      const { person: ann } = await servers.device(server, 'Ann');
      for (let count = 1; count < 16; count += 1) servers.keep(await ann.connect());
      const another = servers.keep(new TestDevice(ann, newId(DeviceId), 'active'));
      expect((await another.refused()).data).toMatchObject({ code: 'too_many_devices' });
    });
  });
});

function ringOf(person: TestPerson) {
  return { call: newId(CallId), person: person.me.id, kind: 'audio', offer: null } as const;
}
