import { CardeaError, limits, type PersonId } from '@cardea/protocol';
import type { Database } from '../storage/storage.ts';

/** Bytes. */
export interface Quotas {
  file: number;
  person: number;
  /** Of a person without an account; never more than `person`. */
  guest: number;
  server: number;
}

/** What is left free on the disk for the database and for everything else on the machine, bytes. */
const spare = 512 * 1024 * 1024;

/** How much a person has declared, bytes; what is deleted and could be restored is apart. */
interface Usage {
  used: number;
  deleted: number;
}

/**
 * Whether there is room for one more item. What was deleted and could be restored takes up room too, and gives way
 * when it is needed. The library has to be locked until the item is written.
 * @throws CardeaError `too_large`, `quota_exceeded`
 */
export async function makeRoom(db: Database, owner: PersonId, size: number, quotas: Quotas): Promise<void> {
  if (size > quotas.file) throw new CardeaError('too_large', { details: 'No file may be so large.' });
  const [{ used, deleted }, quota] = [await usageOf(db, owner), await quotaOf(db, owner, quotas)];
  if (used + size > quota) throw new CardeaError('quota_exceeded');
  if (used + deleted + size > quota) await giveUpDeleted(db, owner);
  if ((await bytesOfAll(db)) + size > quotas.server) throw new CardeaError('quota_exceeded');
  const { items, unfinished } = await countItems(db, owner);
  if (items >= limits.itemsPerPerson) {
    throw new CardeaError('quota_exceeded', { details: 'So many items are enough for one person.' });
  }
  if (unfinished >= limits.unfinishedUploads) {
    throw new CardeaError('quota_exceeded', { details: 'Finish or delete other uploads first.' });
  }
}

/** @param free bytes free on the disk, `null` if nobody knows @throws CardeaError `storage_full` */
export function assertFree(free: number | null, size: number): void {
  if (free !== null && free - size < spare) throw new CardeaError('storage_full');
}

/** How much a person may keep, bytes. */
export async function quotaOf(db: Database, person: PersonId, quotas: Quotas): Promise<number> {
  const row = await db.selectFrom('people').select('kind').where('id', '=', person).executeTakeFirst();
  return row?.kind === 'account' ? quotas.person : Math.min(quotas.guest, quotas.person);
}

export async function usageOf(db: Database, owner: PersonId): Promise<Usage> {
  const rows = await db
    .selectFrom('items')
    .select((select) => [
      select('deleted_at', 'is', null).as('kept'),
      select.fn.sum<number | string>('size').as('bytes'),
    ])
    .where('owner_id', '=', owner)
    .where((where) => where.or([where('deleted_at', 'is', null), where('deleted_at', '>', 0)]))
    .groupBy('kept')
    .execute();
  const bytes = (kept: boolean): number => Number(rows.find((row) => Boolean(row.kept) === kept)?.bytes ?? 0);
  return { used: bytes(true), deleted: bytes(false) };
}

/** Of all items, those too whose bytes wait for being removed. */
export async function bytesOfAll(db: Database): Promise<number> {
  const row = await db
    .selectFrom('items')
    .select((select) => select.fn.sum<number | string | null>('size').as('bytes'))
    .executeTakeFirst();
  // PostgreSQL adds up 64-bit integers to a "numeric", which arrives as text.
  return Number(row?.bytes ?? 0);
}

async function countItems(db: Database, owner: PersonId): Promise<{ items: number; unfinished: number }> {
  const rows = await db
    .selectFrom('items')
    .select((select) => ['state', select.fn.countAll<number>().as('items')])
    .where('owner_id', '=', owner)
    .where('deleted_at', 'is', null)
    .groupBy('state')
    .execute();
  return {
    items: rows.reduce((sum, row) => sum + row.items, 0),
    unfinished: rows.find((row) => row.state === 'uploading')?.items ?? 0,
  };
}

async function giveUpDeleted(db: Database, owner: PersonId): Promise<void> {
  await db
    .updateTable('items')
    .set({ deleted_at: 0 })
    .where('owner_id', '=', owner)
    .where('deleted_at', 'is not', null)
    .execute();
}
