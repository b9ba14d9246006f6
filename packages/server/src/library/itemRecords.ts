import { ItemDescription, limits, type ItemId, type PersonId, type Timestamp } from '@cardea/protocol';
import type { Selectable } from 'kysely';
import type { Database } from '../storage/storage.ts';
import type { ItemsTable } from '../storage/tables.ts';
import type { ItemState, Relation } from './access.ts';

/** An item as it is in the database. */
export interface StoredItem {
  description: ItemDescription;
  owner: PersonId;
  state: ItemState;
  /** Under which name its bytes are kept; `null` before the upload begins. */
  uploadId: string | null;
  createdAt: Timestamp;
  /** Milliseconds; `null` unless it is deleted. */
  deletedAt: Timestamp | null;
  hasThumbnail: boolean;
}

const columns = ['description', 'owner_id', 'state', 'upload_id', 'created_at', 'deleted_at'] as const;

type Row = Pick<Selectable<ItemsTable>, (typeof columns)[number]> & { has_thumbnail: unknown };

function toStoredItem(row: Row): StoredItem {
  return {
    description: ItemDescription.parse(JSON.parse(row.description)),
    owner: row.owner_id,
    state: row.deleted_at === null ? row.state : 'deleted',
    uploadId: row.upload_id,
    createdAt: row.created_at,
    deletedAt: row.deleted_at,
    // SQLite says 0 and 1 where PostgreSQL says false and true.
    hasThumbnail: Boolean(row.has_thumbnail),
  };
}

function selectItems(db: Database) {
  return db
    .selectFrom('items')
    .select(columns)
    .select((select) => select('thumbnail', 'is not', null).as('has_thumbnail'));
}

export async function findItem(db: Database, id: ItemId): Promise<StoredItem | null> {
  const row = await selectItems(db).where('id', '=', id).executeTakeFirst();
  return row === undefined ? null : toStoredItem(row);
}

export async function findItemOfUpload(db: Database, uploadId: string): Promise<StoredItem | null> {
  const row = await selectItems(db).where('upload_id', '=', uploadId).executeTakeFirst();
  return row === undefined ? null : toStoredItem(row);
}

/** How a person stands to an item that is there. */
export async function relationTo(db: Database, item: StoredItem, person: PersonId): Promise<Relation> {
  if (item.owner === person) return 'owner';
  const share = await db
    .selectFrom('item_shares')
    .select('person_id')
    .where('item_id', '=', item.description.id)
    .where('person_id', '=', person)
    .where('withheld', '=', 0)
    .executeTakeFirst();
  return share === undefined ? 'stranger' : 'shared';
}

/** Where a page ends. */
export interface PageBorder {
  recordedAt: Timestamp;
  id?: ItemId | undefined;
}

/**
 * What a person sees in the library: what is theirs, and what others share with them; newest first, one page.
 * @param before the earliest item known: its `recordedAt`, and its id where others may have the same
 */
export async function listItems(
  db: Database,
  viewer: PersonId,
  before: PageBorder | undefined,
): Promise<{ items: StoredItem[]; more: boolean }> {
  const rows = await selectItems(db)
    .where('deleted_at', 'is', null)
    .where((where) =>
      where.or([
        where('owner_id', '=', viewer),
        where.and([
          where('state', '=', 'ready'),
          where('id', 'in', (select) =>
            select
              .selectFrom('item_shares')
              .select('item_id')
              .where('person_id', '=', viewer)
              .where('withheld', '=', 0),
          ),
        ]),
      ]),
    )
    .$if(before !== undefined, (query) => {
      const { recordedAt = 0, id } = before ?? {};
      return query.where((where) => {
        const earlier = where('recorded_at', '<', recordedAt);
        if (id === undefined) return earlier;
        return where.or([earlier, where.and([where('recorded_at', '=', recordedAt), where('id', '<', id)])]);
      });
    })
    .orderBy('recorded_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limits.pageSize + 1)
    .execute();
  return { items: rows.slice(0, limits.pageSize).map(toStoredItem), more: rows.length > limits.pageSize };
}

/** @throws a unique violation if the id exists */
export async function insertItem(
  db: Database,
  owner: PersonId,
  description: ItemDescription,
  thumbnail: string | null,
  at: Timestamp,
): Promise<void> {
  await db
    .insertInto('items')
    .values({
      id: description.id,
      owner_id: owner,
      description: JSON.stringify(description),
      thumbnail,
      size: description.size,
      recorded_at: description.recordedAt,
      state: 'uploading',
      upload_id: null,
      created_at: at,
      touched_at: at,
      deleted_at: null,
    })
    .execute();
}

/** Forgets items and who may see them. Their bytes are gone already. */
export async function deleteItems(db: Database, ids: readonly ItemId[]): Promise<void> {
  if (ids.length === 0) return;
  await db.deleteFrom('item_shares').where('item_id', 'in', ids).execute();
  await db.deleteFrom('item_links').where('item_id', 'in', ids).execute();
  await db.deleteFrom('items').where('id', 'in', ids).execute();
}
