import { CardeaError, limits, type PersonId, type Room, type RoomName } from '@cardea/protocol';
import type { BackgroundWork } from '../backgroundWork.ts';
import { getPeople } from '../people/personRecords.ts';
import type { DeviceKey, PresenceRegistry } from '../presence/presenceRegistry.ts';
import type { PresenceView } from '../presence/presenceView.ts';
import type { Notifier } from '../signalling/notifier.ts';
import type { Database } from '../storage/storage.ts';

export interface RoomsDependencies {
  db: Database;
  registry: PresenceRegistry;
  view: PresenceView;
  notifier: Notifier;
  background: BackgroundWork;
  now: () => number;
}

/** Several changes within this time are told as one, milliseconds. */
const gatherFor = 50;

/** Rooms by link: who has one open. A room exists while somebody is in it, and nothing of it is kept. */
export class Rooms {
  readonly #on: RoomsDependencies;
  readonly #due = new Map<RoomName, NodeJS.Timeout>();

  constructor(dependencies: RoomsDependencies) {
    this.#on = dependencies;
  }

  /**
   * Enters; a device is in one room at a time.
   * @returns the room as it is now, and the one left for it
   * @throws CardeaError `room_full`
   */
  async enter(device: DeviceKey, name: RoomName): Promise<{ room: Room; left: RoomName | null }> {
    const { registry, now } = this.#on;
    const members = await registry.membersOf(name);
    const people = new Set(members.map((member) => member.personId));
    if (!people.has(device.personId) && people.size >= limits.roomPeople) throw new CardeaError('room_full');
    const before = await registry.enterRoom(device, name, now());
    const left = before === name ? null : before;
    if (left !== null) this.refresh(left);
    if (before !== name) this.refresh(name);
    return { room: await this.get(name), left };
  }

  /** @returns the room that was left */
  async leave(device: DeviceKey): Promise<RoomName | null> {
    const left = await this.#on.registry.leaveRoom(device);
    if (left !== null) this.refresh(left);
    return left;
  }

  /** Everybody in the room, each person once, in order of arrival. */
  async get(name: RoomName): Promise<Room> {
    const { registry, db, view } = this.#on;
    const members = await registry.membersOf(name);
    const ids = [...new Set(members.map((member) => member.personId))];
    const [people, presences] = [await getPeople(db, ids), await view.of(ids)];
    return {
      name,
      people: ids.flatMap((id) => {
        const known = people.get(id);
        return known === undefined
          ? []
          : [{ person: known.person, presence: presences.get(id) ?? 'offline' }];
      }),
    };
  }

  /** Tells the room who is in it, soon. */
  refresh(name: RoomName): void {
    if (this.#due.has(name)) return;
    const timer = setTimeout(() => {
      this.#due.delete(name);
      this.#on.background.run('announce a room', async () => {
        this.#on.notifier.tell({ room: name }, 'room:changed', { room: await this.get(name) });
      });
    }, gatherFor);
    this.#due.set(name, timer);
  }

  async refreshRoomsOf(person: PersonId): Promise<void> {
    for (const name of await this.#on.registry.roomsOf(person)) this.refresh(name);
  }

  close(): void {
    for (const timer of this.#due.values()) clearTimeout(timer);
    this.#due.clear();
  }
}
