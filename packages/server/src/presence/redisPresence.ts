import type { Activity, PersonId, RoomName } from '@cardea/protocol';
import { Timestamp } from '@cardea/protocol';
import type {
  DeviceKey,
  LostDevice,
  PresenceRegistry,
  PresentDevice,
  RoomMember,
} from './presenceRegistry.ts';
import { memberName, parseEntry, parseMember, redisKeys, toDevice, type RedisEntry } from './redisEntry.ts';

/** The part of a node-redis client that is used here. */
export interface RedisCommands {
  hGet(key: string, field: string): Promise<string | null | undefined>;
  hGetAll(key: string): Promise<Record<string, string>>;
  hSet(key: string, field: string, value: string): Promise<number>;
  hDel(key: string, field: string): Promise<number>;
  hVals(key: string): Promise<string[]>;
  sAdd(key: string, member: string): Promise<number>;
  sRem(key: string, member: string): Promise<number>;
  sMembers(key: string): Promise<string[]>;
  exists(key: string): Promise<number>;
  del(key: string): Promise<number>;
  setEx(key: string, seconds: number, value: string): Promise<unknown>;
  eval(script: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>;
}

/**
 * Compare-and-swap of one field of a hash: an empty new value removes it. Without it the late goodbye of an old
 * socket on one node could undo the arrival of a new one on another.
 */
const swapScript = `
if redis.call('HGET', KEYS[1], ARGV[1]) ~= ARGV[2] then return 0 end
if ARGV[3] == '' then redis.call('HDEL', KEYS[1], ARGV[1]) else redis.call('HSET', KEYS[1], ARGV[1], ARGV[3]) end
return 1`;

/** How long a node that says nothing still counts as alive, seconds. */
export const heartbeatLife = 15;

/** The registry that several nodes share in Redis. Each node keeps what it has itself, to write it again if lost. */
export class RedisPresence implements PresenceRegistry {
  readonly #redis: RedisCommands;
  readonly #node: string;
  readonly #own = new Map<string, RedisEntry>();

  /** @param node an id that no other process has */
  constructor(redis: RedisCommands, node: string) {
    this.#redis = redis;
    this.#node = node;
  }

  async connect(
    device: Omit<PresentDevice, 'leftAt'>,
  ): Promise<{ replaced: string | null; room: RoomName | null }> {
    const before = await this.#read(device);
    const room = before?.entry.room ?? null;
    const entry: RedisEntry = { ...device, leftAt: null, node: this.#node, room };
    await this.#writeOwn(entry);
    if (before !== null && before.entry.node !== this.#node) {
      await this.#redis.sRem(redisKeys.nodeMembers(before.entry.node), memberName(device));
    }
    const replaced = before === null || before.entry.leftAt !== null ? null : before.entry.connection;
    return { replaced, room: room?.name ?? null };
  }

  disconnect(key: DeviceKey, connection: string, at: number): Promise<boolean> {
    return this.#update(key, connection, (entry) => ({ ...entry, leftAt: at }));
  }

  async forget(key: DeviceKey, connection: string): Promise<{ room: RoomName | null } | false> {
    let room: RoomName | null = null;
    const gone = await this.#update(key, connection, (entry) => {
      room = entry.room?.name ?? null;
      return entry.leftAt === null ? 'keep' : 'remove';
    });
    if (!gone) return false;
    if (room !== null) await this.#redis.hDel(redisKeys.room(room), memberName(key));
    return { room };
  }

  async setActivity(key: DeviceKey, activity: Activity, at: number): Promise<void> {
    await this.#update(key, null, (entry) => ({ ...entry, activity, lastActiveAt: at }));
  }

  async devicesOf(people: readonly PersonId[]): Promise<Map<PersonId, PresentDevice[]>> {
    // Asked for together: the client sends them in one go.
    const answers = await Promise.all(people.map((person) => this.#redis.hVals(redisKeys.devices(person))));
    const found = new Map<PersonId, PresentDevice[]>();
    for (const [index, values] of answers.entries()) {
      const person = people[index];
      if (person !== undefined && values.length > 0) {
        found.set(
          person,
          values.map((raw) => toDevice(parseEntry(raw))),
        );
      }
    }
    return found;
  }

  async enterRoom(key: DeviceKey, room: RoomName, at: number): Promise<RoomName | null> {
    let before: RoomName | null = null;
    const entered = await this.#update(key, null, (entry) => {
      before = entry.room?.name ?? null;
      return before === room ? 'keep' : { ...entry, room: { name: room, enteredAt: at } };
    });
    if (!entered) return before;
    if (before !== null) await this.#redis.hDel(redisKeys.room(before), memberName(key));
    await this.#redis.hSet(redisKeys.room(room), memberName(key), String(at));
    return before;
  }

  async leaveRoom(key: DeviceKey): Promise<RoomName | null> {
    let before: RoomName | null = null;
    await this.#update(key, null, (entry) => {
      before = entry.room?.name ?? null;
      return before === null ? 'keep' : { ...entry, room: null };
    });
    if (before !== null) await this.#redis.hDel(redisKeys.room(before), memberName(key));
    return before;
  }

  async membersOf(room: RoomName): Promise<RoomMember[]> {
    const members = await this.#redis.hGetAll(redisKeys.room(room));
    return Object.entries(members)
      .map(([name, at]) => ({ ...parseMember(name), enteredAt: Timestamp.parse(Number(at)) }))
      .sort((one, other) => one.enteredAt - other.enteredAt);
  }

  async roomsOf(person: PersonId): Promise<RoomName[]> {
    const values = await this.#redis.hVals(redisKeys.devices(person));
    const rooms = values.map((raw) => parseEntry(raw).room?.name ?? null);
    return [...new Set(rooms.filter((room) => room !== null))];
  }

  /** Says that this node lives. After a time without Redis, or with an empty one, writes everything again. */
  async beat(): Promise<void> {
    const known = await this.#redis.exists(redisKeys.heartbeat(this.#node));
    await this.#redis.setEx(redisKeys.heartbeat(this.#node), heartbeatLife, 'alive');
    const isNew = (await this.#redis.sAdd(redisKeys.nodes, this.#node)) === 1;
    if (known === 1 && !isNew) return;
    for (const entry of this.#own.values()) {
      await this.#writeOwn(entry);
      const { room } = entry;
      if (room !== null) {
        await this.#redis.hSet(redisKeys.room(room.name), memberName(entry), String(room.enteredAt));
      }
    }
  }

  /** Removes what dead nodes have left behind. Of several nodes that find a dead one, one does. */
  async takeLost(): Promise<LostDevice[]> {
    const lost: LostDevice[] = [];
    for (const node of await this.#redis.sMembers(redisKeys.nodes)) {
      if (node === this.#node || (await this.#redis.exists(redisKeys.heartbeat(node))) === 1) continue;
      if ((await this.#redis.sRem(redisKeys.nodes, node)) === 0) continue;
      for (const name of await this.#redis.sMembers(redisKeys.nodeMembers(node))) {
        const device = await this.#removeOf(node, parseMember(name));
        if (device !== null) lost.push(device);
      }
      await this.#redis.del(redisKeys.nodeMembers(node));
    }
    return lost;
  }

  /** A node that stops in order says so; its devices are away at once. */
  async close(): Promise<void> {
    for (const entry of this.#own.values()) await this.#removeOf(this.#node, entry);
    this.#own.clear();
    await this.#redis.del(redisKeys.nodeMembers(this.#node));
    await this.#redis.sRem(redisKeys.nodes, this.#node);
    await this.#redis.del(redisKeys.heartbeat(this.#node));
  }

  async #removeOf(node: string, key: DeviceKey): Promise<LostDevice | null> {
    const found = await this.#read(key);
    if (found === null || found.entry.node !== node) return null;
    if (!(await this.#swap(key, found.raw, null))) return null;
    const room = found.entry.room?.name ?? null;
    if (room !== null) await this.#redis.hDel(redisKeys.room(room), memberName(key));
    return { ...toDevice(found.entry), room };
  }

  async #writeOwn(entry: RedisEntry): Promise<void> {
    this.#own.set(memberName(entry), entry);
    await this.#redis.hSet(redisKeys.devices(entry.personId), entry.deviceId, JSON.stringify(entry));
    await this.#redis.sAdd(redisKeys.nodeMembers(this.#node), memberName(entry));
  }

  async #read(key: DeviceKey): Promise<{ entry: RedisEntry; raw: string } | null> {
    const raw = await this.#redis.hGet(redisKeys.devices(key.personId), key.deviceId);
    return raw === null || raw === undefined ? null : { entry: parseEntry(raw), raw };
  }

  /** @param connection only if the device still has this one; `null` for any. @returns whether it was changed */
  async #update(
    key: DeviceKey,
    connection: string | null,
    change: (entry: RedisEntry) => RedisEntry | 'keep' | 'remove',
  ): Promise<boolean> {
    for (;;) {
      const found = await this.#read(key);
      if (found === null || (connection !== null && found.entry.connection !== connection)) {
        const own = this.#own.get(memberName(key));
        if (own !== undefined && own.connection === connection) this.#own.delete(memberName(key));
        return false;
      }
      const next = change(found.entry);
      if (next === 'keep') return false;
      const after = next === 'remove' ? null : next;
      if (!(await this.#swap(key, found.raw, after))) continue;
      if (after === null) {
        this.#own.delete(memberName(key));
        await this.#redis.sRem(redisKeys.nodeMembers(this.#node), memberName(key));
      } else if (after.node === this.#node) {
        this.#own.set(memberName(key), after);
      }
      return true;
    }
  }

  async #swap(key: DeviceKey, before: string, after: RedisEntry | null): Promise<boolean> {
    const done = await this.#redis.eval(swapScript, {
      keys: [redisKeys.devices(key.personId)],
      arguments: [key.deviceId, before, after === null ? '' : JSON.stringify(after)],
    });
    return done === 1;
  }
}
