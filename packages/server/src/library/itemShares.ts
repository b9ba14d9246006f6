import type { ItemId, PersonId, Timestamp } from '@cardea/protocol';
import type { Database } from '../storage/storage.ts';
import type { Bit } from '../storage/tables.ts';

export async function removeShares(db: Database, item: ItemId, people: readonly PersonId[]): Promise<void> {
  if (people.length === 0) return;
  await db.deleteFrom('item_shares').where('item_id', '=', item).where('person_id', 'in', people).execute();
}

export async function insertShare(
  db: Database,
  share: { item: ItemId; person: PersonId; withheld: boolean; at: Timestamp },
): Promise<void> {
  const withheld: Bit = share.withheld ? 1 : 0;
  await db
    .insertInto('item_shares')
    .values({ item_id: share.item, person_id: share.person, created_at: share.at, withheld })
    .onConflict((conflict) => conflict.columns(['item_id', 'person_id']).doNothing())
    .execute();
}
