import type { PersonId, Presence } from '@cardea/protocol';
import { peopleInCalls } from '../calls/callStore.ts';
import type { Database } from '../storage/storage.ts';
import type { PresenceRegistry } from './presenceRegistry.ts';

/** How people look to others: devices from the registry, calls from the database. */
export class PresenceView {
  readonly #registry: Pick<PresenceRegistry, 'devicesOf'>;
  readonly #db: Database;

  constructor(registry: Pick<PresenceRegistry, 'devicesOf'>, db: Database) {
    this.#registry = registry;
    this.#db = db;
  }

  /** Presence of these people; who is not in the map is offline. */
  async of(people: readonly PersonId[]): Promise<Map<PersonId, Presence>> {
    if (people.length === 0) return new Map();
    const devices = await this.#registry.devicesOf(people);
    const inCalls = await peopleInCalls(this.#db, [...devices.keys()]);
    const presences = new Map<PersonId, Presence>();
    for (const [person, theirs] of devices) {
      const active = theirs.some((device) => device.activity === 'active');
      presences.set(person, inCalls.has(person) ? 'in-call' : active ? 'online' : 'away');
    }
    return presences;
  }
}
