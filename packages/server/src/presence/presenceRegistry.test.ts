import { DeviceId, newId, PersonId, RoomName, type Activity } from '@cardea/protocol';
import { createClient } from 'redis';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { requiredInCi } from '../testing/testDatabases.ts';
import { MemoryPresence } from './memoryPresence.ts';
import { mostRecentlyUsed, type PresenceRegistry } from './presenceRegistry.ts';
import { RedisPresence } from './redisPresence.ts';

const redisUrl = requiredInCi('TEST_REDIS_URL');

function device(connection: string, activity: Activity = 'active', lastActiveAt = 1) {
  return {
    personId: newId(PersonId),
    deviceId: newId(DeviceId),
    connection,
    activity,
    connectedAt: 1,
    lastActiveAt,
  };
}

describe.each(['memory', ...(redisUrl === null ? [] : ['redis'])])('presence in %s', (kind) => {
  const client = createClient({ url: redisUrl ?? '' });
  let registry: PresenceRegistry;

  beforeAll(async () => {
    if (kind === 'redis') await client.connect();
    registry = kind === 'redis' ? new RedisPresence(client, newId(PersonId)) : new MemoryPresence();
  });
  afterAll(async () => {
    await registry.close();
    if (kind === 'redis') client.destroy();
  });

  const devicesOf = async (person: PersonId) => (await registry.devicesOf([person])).get(person) ?? [];

  it('knows a device from its coming until it is forgotten', async () => {
    const one = device('first');
    expect(await registry.connect(one)).toEqual({ replaced: null, room: null });
    expect(await devicesOf(one.personId)).toEqual([{ ...one, leftAt: null }]);
    expect(await registry.disconnect(one, 'first', 5)).toBe(true);
    expect(await devicesOf(one.personId)).toEqual([{ ...one, leftAt: 5 }]);
    expect(await registry.forget(one, 'first')).toEqual({ room: null });
    expect(await devicesOf(one.personId)).toEqual([]);
  });

  it('takes no notice of the late goodbye of a socket that was replaced', async () => {
    const one = device('first');
    await registry.connect(one);
    expect(await registry.connect({ ...one, connection: 'second' })).toMatchObject({ replaced: 'first' });
    expect(await registry.disconnect(one, 'first', 5)).toBe(false);
    expect(await registry.forget(one, 'first')).toBe(false);
    expect(await registry.forget(one, 'second')).toBe(false);
    expect(await devicesOf(one.personId)).toMatchObject([{ connection: 'second', leftAt: null }]);
  });

  it('keeps a device in its room while it reloads', async () => {
    const one = device('first');
    const room = RoomName.parse(`room-${one.deviceId}`);
    await registry.connect(one);
    expect(await registry.enterRoom(one, room, 7)).toBeNull();
    expect(await registry.enterRoom(one, room, 8)).toBe(room);
    await registry.disconnect(one, 'first', 9);
    expect(await registry.connect({ ...one, connection: 'second' })).toEqual({ replaced: null, room });
    expect(await registry.membersOf(room)).toEqual([
      { personId: one.personId, deviceId: one.deviceId, enteredAt: 7 },
    ]);
    expect(await registry.roomsOf(one.personId)).toEqual([room]);
    const next = RoomName.parse(`next-${one.deviceId}`);
    expect(await registry.enterRoom(one, next, 10)).toBe(room);
    expect(await registry.membersOf(room)).toEqual([]);
    await registry.disconnect(one, 'second', 11);
    expect(await registry.forget(one, 'second')).toEqual({ room: next });
    expect(await registry.membersOf(next)).toEqual([]);
  });

  it('lists members in order of arrival, and lets them leave', async () => {
    const [one, two] = [device('one'), device('two')];
    const room = RoomName.parse(`hall-${one.deviceId}`);
    await registry.connect(one);
    await registry.connect(two);
    await registry.enterRoom(two, room, 1);
    await registry.enterRoom(one, room, 2);
    const members = await registry.membersOf(room);
    expect(members.map((member) => member.deviceId)).toEqual([two.deviceId, one.deviceId]);
    expect(await registry.leaveRoom(two)).toBe(room);
    expect(await registry.leaveRoom(two)).toBeNull();
    expect(await registry.membersOf(room)).toHaveLength(1);
  });

  it('notes which device is used', async () => {
    const one = device('one', 'away');
    await registry.connect(one);
    await registry.setActivity(one, 'active', 42);
    expect(await devicesOf(one.personId)).toMatchObject([{ activity: 'active', lastActiveAt: 42 }]);
  });
});

describe.skipIf(redisUrl === null)('presence of several nodes', () => {
  const client = createClient({ url: redisUrl ?? '' });
  beforeAll(async () => {
    await client.connect();
  });
  afterAll(() => client.destroy());

  it('loses the devices of a node that died, once, and only those that were still its own', async () => {
    const [dead, living, other] = ['dead', 'living', 'other'].map(
      (name) => new RedisPresence(client, `${name}-${newId(PersonId)}`),
    ) as [RedisPresence, RedisPresence, RedisPresence];
    const lost = device('on the dead node');
    const moved = device('on the dead node');
    const room = RoomName.parse(`room-${lost.deviceId}`);
    for (const node of [dead, living, other]) await node.beat();
    await dead.connect(lost);
    await dead.connect(moved);
    await dead.enterRoom(lost, room, 1);
    await living.connect({ ...moved, connection: 'on the living node' });
    // What time does to a node that says nothing any more.
    for (const key of await client.keys('cardea:node:dead-*')) await client.del(key);
    const found = (await Promise.all([living.takeLost(), other.takeLost()])).flat();
    expect(found).toMatchObject([{ deviceId: lost.deviceId, room }]);
    expect(await living.membersOf(room)).toEqual([]);
    const left = await living.devicesOf([lost.personId, moved.personId]);
    expect([...left.keys()]).toEqual([moved.personId]);
    await living.close();
    await other.close();
  });

  it('writes everything again after Redis has forgotten it', async () => {
    const node = new RedisPresence(client, `node-${newId(PersonId)}`);
    const one = device('one');
    await node.beat();
    await node.connect(one);
    await client.del(`cardea:devices:${one.personId}`);
    for (const key of await client.keys('cardea:node:node-*')) await client.del(key);
    await node.beat();
    expect((await node.devicesOf([one.personId])).get(one.personId)).toMatchObject([{ connection: 'one' }]);
    await node.close();
  });
});

describe('the device at which somebody is', () => {
  it('is one in use, then the one used last, and never one that has left', () => {
    const devices = [
      { ...device('a', 'away', 100), leftAt: null },
      { ...device('b', 'active', 10), leftAt: null },
      { ...device('c', 'active', 20), leftAt: null },
      { ...device('d', 'active', 30), leftAt: 31 },
    ];
    expect(mostRecentlyUsed(devices)?.connection).toBe('c');
    expect(mostRecentlyUsed([])).toBeNull();
  });
});
