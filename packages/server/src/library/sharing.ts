import { CardeaError, type ItemId, type LibraryItem, type PersonId } from '@cardea/protocol';
import { findCall, otherPerson, sideOf } from '../calls/callStore.ts';
import { relationOf } from '../contacts/relation.ts';
import { lockPeople } from '../storage/engineDifferences.ts';
import type { Database } from '../storage/storage.ts';
import type { StoredItem } from './itemRecords.ts';
import { insertShare, removeShares } from './itemShares.ts';
import type { Library } from './library.ts';
import type { LibraryDependencies } from './libraryDependencies.ts';

/** Which people may see an item beside its owner. */
export class Sharing {
  readonly #on: Pick<LibraryDependencies, 'storage' | 'announcer' | 'log' | 'now'>;
  readonly #library: Pick<Library, 'permitted' | 'get'>;

  constructor(dependencies: LibraryDependencies, library: Library) {
    this.#on = dependencies;
    this.#library = library;
  }

  /**
   * Exactly these people may see it from now on. From somebody who has blocked the owner it is withheld, which the
   * owner cannot tell from its being shared.
   * @throws CardeaError `not_found`, `not_allowed`
   */
  async shareWith(owner: PersonId, id: ItemId, people: readonly PersonId[]): Promise<LibraryItem> {
    const { storage, announcer, log } = this.#on;
    const item = await this.#library.permitted(owner, id, 'share');
    const wanted = new Set(people);
    const gone = await storage.db.transaction().execute(async (transaction) => {
      // Two devices of the owner at once must not both think to be the last.
      await lockPeople(storage, transaction, [owner]);
      const rows = await transaction
        .selectFrom('item_shares')
        .select(['person_id', 'withheld'])
        .where('item_id', '=', id)
        .execute();
      const had = new Set(rows.map((row) => row.person_id));
      for (const person of wanted) if (!had.has(person)) await this.#add(transaction, item, person);
      const leaving = rows.filter((row) => !wanted.has(row.person_id));
      await removeShares(
        transaction,
        id,
        leaving.map((row) => row.person_id),
      );
      return leaving.filter((row) => row.withheld === 0).map((row) => row.person_id);
    });
    log.info({ item: id, person: owner, people: wanted.size }, 'an item is shared');
    announcer.removed(id, gone);
    announcer.changed(id);
    return this.#library.get(owner, id);
  }

  async #add(db: Database, item: StoredItem, person: PersonId): Promise<void> {
    const withheld = (await permission(db, item, person)) === 'withheld';
    await insertShare(db, { item: item.description.id, person, withheld, at: this.#on.now() });
  }
}

/** @throws CardeaError `not_allowed` */
async function permission(db: Database, item: StoredItem, person: PersonId): Promise<'given' | 'withheld'> {
  const { mine, theirs } = await relationOf(db, item.owner, person);
  if (mine === 'blocked') throw new CardeaError('not_allowed', { details: 'Lift the block first.' });
  const areContacts = mine === 'accepted' && (theirs === 'accepted' || theirs === 'blocked');
  if (!areContacts && !(await wereInTheCall(db, item, person))) {
    throw new CardeaError('not_allowed', { details: 'Only for contacts, and for people of the call.' });
  }
  return theirs === 'blocked' ? 'withheld' : 'given';
}

/** Whether the item is of a call that the owner truly had with this person, which its description alone cannot say. */
async function wereInTheCall(db: Database, item: StoredItem, person: PersonId): Promise<boolean> {
  const { call: id, people } = item.description;
  if (id === null || !people.some((one) => one.id === person)) return false;
  const stored = await findCall(db, id);
  if (stored === null || sideOf(stored.call, item.owner) === null) return false;
  if (otherPerson(stored.call, item.owner) !== person) return false;
  const { state } = stored.call;
  return 'connectedAt' in state && state.connectedAt !== null;
}
