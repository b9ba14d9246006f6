import type { Activity, DeviceId, PersonId, RoomName } from '@cardea/protocol';
import type { DeviceKey, PresenceRegistry, PresentDevice, RoomMember } from './presenceRegistry.ts';

interface Entry extends PresentDevice {
  room: { name: RoomName; enteredAt: number } | null;
}

/** The registry of a server that is alone. */
export class MemoryPresence implements PresenceRegistry {
  readonly #people = new Map<PersonId, Map<DeviceId, Entry>>();
  readonly #rooms = new Map<RoomName, Set<Entry>>();

  connect(
    device: Omit<PresentDevice, 'leftAt'>,
  ): Promise<{ replaced: string | null; room: RoomName | null }> {
    const devices = this.#people.get(device.personId) ?? new Map<DeviceId, Entry>();
    this.#people.set(device.personId, devices);
    const before = devices.get(device.deviceId);
    const replaced = before === undefined || before.leftAt !== null ? null : before.connection;
    if (before === undefined) {
      devices.set(device.deviceId, { ...device, leftAt: null, room: null });
    } else {
      // The same object stays, with its room: a reload does not look like leaving the room.
      Object.assign(before, device, { leftAt: null });
    }
    return Promise.resolve({ replaced, room: before?.room?.name ?? null });
  }

  disconnect(key: DeviceKey, connection: string, at: number): Promise<boolean> {
    const entry = this.#entry(key);
    if (entry === undefined || entry.connection !== connection) return Promise.resolve(false);
    entry.leftAt = at;
    return Promise.resolve(true);
  }

  forget(key: DeviceKey, connection: string): Promise<{ room: RoomName | null } | false> {
    const entry = this.#entry(key);
    if (entry === undefined || entry.connection !== connection || entry.leftAt === null) {
      return Promise.resolve(false);
    }
    const room = this.#leave(entry);
    const devices = this.#people.get(key.personId);
    devices?.delete(key.deviceId);
    if (devices?.size === 0) this.#people.delete(key.personId);
    return Promise.resolve({ room });
  }

  setActivity(key: DeviceKey, activity: Activity, at: number): Promise<void> {
    const entry = this.#entry(key);
    if (entry !== undefined) {
      entry.activity = activity;
      // Going to the background ends the use of it; it was in use until now.
      entry.lastActiveAt = at;
    }
    return Promise.resolve();
  }

  devicesOf(people: readonly PersonId[]): Promise<Map<PersonId, PresentDevice[]>> {
    const found = new Map<PersonId, PresentDevice[]>();
    for (const person of people) {
      const devices = this.#people.get(person);
      if (devices !== undefined) found.set(person, [...devices.values()].map(toDevice));
    }
    return Promise.resolve(found);
  }

  enterRoom(key: DeviceKey, room: RoomName, at: number): Promise<RoomName | null> {
    const entry = this.#entry(key);
    if (entry === undefined) return Promise.resolve(null);
    if (entry.room?.name === room) return Promise.resolve(room);
    const before = this.#leave(entry);
    entry.room = { name: room, enteredAt: at };
    const members = this.#rooms.get(room) ?? new Set<Entry>();
    members.add(entry);
    this.#rooms.set(room, members);
    return Promise.resolve(before);
  }

  leaveRoom(key: DeviceKey): Promise<RoomName | null> {
    const entry = this.#entry(key);
    return Promise.resolve(entry === undefined ? null : this.#leave(entry));
  }

  membersOf(room: RoomName): Promise<RoomMember[]> {
    const members = [...(this.#rooms.get(room) ?? [])].map(({ personId, deviceId, room: at }) => ({
      personId,
      deviceId,
      enteredAt: at?.enteredAt ?? 0,
    }));
    return Promise.resolve(members.sort((one, other) => one.enteredAt - other.enteredAt));
  }

  roomsOf(person: PersonId): Promise<RoomName[]> {
    const rooms = new Set<RoomName>();
    for (const { room } of this.#people.get(person)?.values() ?? []) if (room !== null) rooms.add(room.name);
    return Promise.resolve([...rooms]);
  }

  close(): Promise<void> {
    this.#people.clear();
    this.#rooms.clear();
    return Promise.resolve();
  }

  #entry(key: DeviceKey): Entry | undefined {
    return this.#people.get(key.personId)?.get(key.deviceId);
  }

  #leave(entry: Entry): RoomName | null {
    if (entry.room === null) return null;
    const { name } = entry.room;
    entry.room = null;
    const members = this.#rooms.get(name);
    members?.delete(entry);
    if (members?.size === 0) this.#rooms.delete(name);
    return name;
  }
}

// Copies, so that nobody outside holds what changes here.
function toDevice({ room: _room, ...device }: Entry): PresentDevice {
  return device;
}
