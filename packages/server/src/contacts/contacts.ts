import { CardeaError, type Contact, type ContactState, type PersonId } from '@cardea/protocol';
import { getPerson, toPerson } from '../people/personRecords.ts';
import type { PresenceView } from '../presence/presenceView.ts';
import type { Notifier } from '../signalling/notifier.ts';
import { lockPeople } from '../storage/engineDifferences.ts';
import type { Database, Storage } from '../storage/storage.ts';
import { areContacts, relationOf, type Relation } from './relation.ts';

export interface ContactsDependencies {
  storage: Storage;
  presence: Pick<PresenceView, 'of'>;
  notifier: Notifier;
  now: () => number;
}

/** What a request does to the two rows; `undefined` leaves a row as it is, `null` removes it. */
interface Change {
  mine?: ContactState | null;
  theirs?: ContactState | null;
}

/**
 * Contacts. Each person has a row of their own about the other, so that blocking can be silent: it changes only
 * the row of the one who blocks, and to the other the contact looks offline from then on.
 */
export class Contacts {
  readonly #on: ContactsDependencies;

  constructor(dependencies: ContactsDependencies) {
    this.#on = dependencies;
  }

  /** @throws CardeaError `cannot_contact_self`, `person_not_found`, `not_allowed` (blocked by oneself) */
  async ask(me: PersonId, other: PersonId): Promise<Contact> {
    return this.#change(me, other, ({ mine, theirs }) => {
      if (mine === 'blocked') throw new CardeaError('not_allowed', { details: 'Lift the block first.' });
      if (mine === 'accepted' || mine === 'asked') return {};
      if (theirs === 'blocked') return { mine: mine === 'asks' ? 'accepted' : 'asked' };
      if (mine === 'asks') return { mine: 'accepted', theirs: 'accepted' };
      return { mine: 'asked', theirs: 'asks' };
    });
  }

  /** @throws CardeaError `not_allowed` if they did not ask */
  async accept(me: PersonId, other: PersonId): Promise<Contact> {
    return this.#change(me, other, ({ mine, theirs }) => {
      if (mine === 'accepted') return {};
      if (mine !== 'asks') throw new CardeaError('not_allowed', { details: 'They have not asked.' });
      return theirs === 'blocked' ? { mine: 'accepted' } : { mine: 'accepted', theirs: 'accepted' };
    });
  }

  async block(me: PersonId, other: PersonId): Promise<Contact> {
    const contact = await this.#change(me, other, () => ({ mine: 'blocked' }));
    // To them this one just went away.
    this.#on.notifier.tell({ person: other }, 'presence:changed', { person: me, presence: 'offline' });
    return contact;
  }

  /** Removes a contact, withdraws or declines a request, lifts a block. Nothing there is no error. */
  async remove(me: PersonId, other: PersonId): Promise<void> {
    await this.#write(me, other, ({ theirs }) =>
      theirs === 'blocked' ? { mine: null } : { mine: null, theirs: null },
    );
  }

  /** All contacts of a person, for the first screen. */
  async list(me: PersonId): Promise<Contact[]> {
    const rows = await this.#on.storage.db
      .selectFrom('contacts as mine')
      .innerJoin('people', 'people.id', 'mine.other_id')
      .leftJoin('contacts as theirs', (join) =>
        join.onRef('theirs.person_id', '=', 'mine.other_id').onRef('theirs.other_id', '=', 'mine.person_id'),
      )
      .select(['people.id', 'name', 'kind', 'avatar_id', 'mine.state', 'theirs.state as their_state'])
      .where('mine.person_id', '=', me)
      .orderBy('name')
      .execute();
    const mutual = rows.filter((row) => row.state === 'accepted' && row.their_state === 'accepted');
    const presences = await this.#on.presence.of(mutual.map((row) => row.id));
    const visible = new Set(mutual.map((row) => row.id));
    return rows.map((row) => ({
      person: toPerson(row),
      state: row.state,
      presence: visible.has(row.id) ? (presences.get(row.id) ?? 'offline') : 'offline',
    }));
  }

  /** Tells everybody who has this person in their list that name, picture or kind are new. */
  async announceProfile(person: PersonId): Promise<void> {
    const { db } = this.#on.storage;
    const rows = await db.selectFrom('contacts').select('person_id').where('other_id', '=', person).execute();
    for (const { person_id: viewer } of rows) await this.#tellChanged(viewer, person);
  }

  async #change(me: PersonId, other: PersonId, decide: (relation: Relation) => Change): Promise<Contact> {
    await this.#write(me, other, decide);
    const contact = await this.#contact(me, other);
    if (contact === null) throw new CardeaError('person_not_found');
    return contact;
  }

  async #write(me: PersonId, other: PersonId, decide: (relation: Relation) => Change): Promise<void> {
    if (me === other) throw new CardeaError('cannot_contact_self');
    const { storage, now } = this.#on;
    const change = await storage.db.transaction().execute(async (transaction) => {
      await lockPeople(storage, transaction, [me, other]);
      await getPerson(transaction, other);
      const relation = await relationOf(transaction, me, other);
      const { mine, theirs } = decide(relation);
      const set = (mineOrTheirs: ContactState | null | undefined, before: ContactState | null): boolean =>
        mineOrTheirs !== undefined && mineOrTheirs !== before;
      if (set(mine, relation.mine)) await setState(transaction, me, other, mine ?? null, now());
      if (set(theirs, relation.theirs)) await setState(transaction, other, me, theirs ?? null, now());
      return { mine: set(mine, relation.mine), theirs: set(theirs, relation.theirs) };
    });
    if (change.mine) await this.#tellChanged(me, other);
    if (change.theirs) await this.#tellChanged(other, me);
  }

  async #tellChanged(viewer: PersonId, other: PersonId): Promise<void> {
    const contact = await this.#contact(viewer, other);
    const { notifier } = this.#on;
    if (contact === null) notifier.tell({ person: viewer }, 'contacts:removed', { person: other });
    else notifier.tell({ person: viewer }, 'contacts:changed', { contact });
  }

  async #contact(viewer: PersonId, other: PersonId): Promise<Contact | null> {
    const { db } = this.#on.storage;
    const relation = await relationOf(db, viewer, other);
    if (relation.mine === null) return null;
    const { person } = await getPerson(db, other);
    const presences = areContacts(relation) ? await this.#on.presence.of([other]) : null;
    return { person, state: relation.mine, presence: presences?.get(other) ?? 'offline' };
  }
}

async function setState(
  db: Database,
  person: PersonId,
  other: PersonId,
  state: ContactState | null,
  at: number,
): Promise<void> {
  if (state === null) {
    await db.deleteFrom('contacts').where('person_id', '=', person).where('other_id', '=', other).execute();
    return;
  }
  await db
    .insertInto('contacts')
    .values({ person_id: person, other_id: other, state, changed_at: at })
    .onConflict((conflict) =>
      conflict.columns(['person_id', 'other_id']).doUpdateSet({ state, changed_at: at }),
    )
    .execute();
}
