import type { ItemId, PersonId } from '@cardea/protocol';
import type { BackgroundWork } from '../backgroundWork.ts';
import type { Notifier } from '../signalling/notifier.ts';
import type { Database } from '../storage/storage.ts';
import { mayDo } from './access.ts';
import { findItem } from './itemRecords.ts';
import { viewItems } from './itemViews.ts';

export interface ItemAnnouncerDependencies {
  db: Database;
  notifier: Notifier;
  background: BackgroundWork;
  now: () => number;
}

/** Tells people's devices what became of an item, each as much as they may know. */
export class ItemAnnouncer {
  readonly #on: ItemAnnouncerDependencies;

  constructor(dependencies: ItemAnnouncerDependencies) {
    this.#on = dependencies;
  }

  /** The item is new, changed, or may be seen from now on. */
  changed(id: ItemId): void {
    this.#on.background.run('announce an item', async () => {
      const { db, notifier, now } = this.#on;
      const item = await findItem(db, id);
      if (item === null) return;
      const others = mayDo('see', 'shared', item.state) ? await this.sharedWith(id) : [];
      for (const person of [item.owner, ...others]) {
        const [view] = await viewItems(db, [item], person, now());
        if (view !== undefined) notifier.tell({ person }, 'library:changed', { item: view });
      }
    });
  }

  /** These people see it no longer. */
  removed(id: ItemId, people: readonly PersonId[]): void {
    this.#on.notifier.tell(
      people.map((person) => ({ person })),
      'library:removed',
      { item: id },
    );
  }

  /** Who sees an item beside its owner. */
  async sharedWith(id: ItemId): Promise<PersonId[]> {
    const rows = await this.#on.db
      .selectFrom('item_shares')
      .select('person_id')
      .where('item_id', '=', id)
      .where('withheld', '=', 0)
      .execute();
    return rows.map((row) => row.person_id);
  }
}
