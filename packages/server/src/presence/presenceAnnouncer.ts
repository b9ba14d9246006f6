import type { PersonId } from '@cardea/protocol';
import { mutualContacts } from '../contacts/relation.ts';
import type { Notifier } from '../signalling/notifier.ts';
import type { Database } from '../storage/storage.ts';
import type { PresenceView } from './presenceView.ts';

export interface AnnouncerDependencies {
  db: Database;
  view: PresenceView;
  notifier: Notifier;
  /** The rooms this person is in show presence too. */
  refreshRoomsOf: (person: PersonId) => Promise<void>;
}

/**
 * Tells contacts and rooms that a person's presence may have changed. It is asked anew each time, so that several
 * nodes cannot disagree for long: whoever tells last has looked last.
 */
export class PresenceAnnouncer {
  readonly #on: AnnouncerDependencies;

  constructor(dependencies: AnnouncerDependencies) {
    this.#on = dependencies;
  }

  async changed(person: PersonId): Promise<void> {
    const { db, view, notifier, refreshRoomsOf } = this.#on;
    const contacts = await mutualContacts(db, person);
    if (contacts.length > 0) {
      const presence = (await view.of([person])).get(person) ?? 'offline';
      notifier.tell(
        contacts.map((contact) => ({ person: contact })),
        'presence:changed',
        { person, presence },
      );
    }
    await refreshRoomsOf(person);
  }
}
