import type { ItemId, LibraryItem, PersonId, Timestamp } from '@cardea/protocol';
import { getPeople } from '../people/personRecords.ts';
import type { Database } from '../storage/storage.ts';
import type { StoredItem } from './itemRecords.ts';

/** Items as one person is told of them: with whom they are shared, and how many links there are, knows the owner only. */
export async function viewItems(
  db: Database,
  items: readonly StoredItem[],
  viewer: PersonId,
  now: Timestamp,
): Promise<LibraryItem[]> {
  const owners = await getPeople(
    db,
    items.map((item) => item.owner),
  );
  const own = items.filter((item) => item.owner === viewer).map((item) => item.description.id);
  const shares = await sharesOf(db, own);
  const links = await countLinks(db, own, now);
  return items.flatMap((item) => {
    const owner = owners.get(item.owner)?.person;
    if (owner === undefined || item.state === 'deleted') return [];
    const { id } = item.description;
    return [
      {
        ...item.description,
        owner,
        state: item.state,
        createdAt: item.createdAt,
        thumbnail: item.hasThumbnail,
        sharedWith: shares.get(id) ?? [],
        links: links.get(id) ?? 0,
      },
    ];
  });
}

/** Those from whom an item is withheld are among them, so that the owner cannot tell. */
async function sharesOf(db: Database, ids: readonly ItemId[]): Promise<Map<ItemId, PersonId[]>> {
  const shares = new Map<ItemId, PersonId[]>();
  if (ids.length === 0) return shares;
  const rows = await db
    .selectFrom('item_shares')
    .select(['item_id', 'person_id'])
    .where('item_id', 'in', ids)
    .orderBy('person_id')
    .execute();
  for (const row of rows) shares.set(row.item_id, [...(shares.get(row.item_id) ?? []), row.person_id]);
  return shares;
}

async function countLinks(
  db: Database,
  ids: readonly ItemId[],
  now: Timestamp,
): Promise<Map<ItemId, number>> {
  if (ids.length === 0) return new Map();
  const rows = await db
    .selectFrom('item_links')
    .select((select) => ['item_id', select.fn.countAll<number>().as('links')])
    .where('item_id', 'in', ids)
    .where('expires_at', '>', now)
    .groupBy('item_id')
    .execute();
  return new Map(rows.map((row) => [row.item_id, row.links]));
}
