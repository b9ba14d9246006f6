import type { PersonId } from '@cardea/protocol';
import { sql, type Transaction } from 'kysely';
import type { Storage } from './storage.ts';
import type { Tables } from './tables.ts';

/**
 * Makes other transactions that lock one of these people wait until this one is over. SQLite has one writer at a
 * time anyway. Rows are locked in order of id, so that two transactions never wait for each other.
 */
export async function lockPeople(
  storage: Storage,
  transaction: Transaction<Tables>,
  people: readonly PersonId[],
): Promise<void> {
  if (storage.engine === 'sqlite') return;
  await transaction
    .selectFrom('people')
    .select('id')
    .where('id', 'in', people)
    .orderBy('id')
    .forUpdate()
    .execute();
}

/** Any number that nothing else of ours locks; PostgreSQL's advisory locks are known by their number alone. */
const libraryLock = 7_240_002;

/**
 * Makes other transactions that lock the library wait until this one is over: what is left of a quota can only be
 * given away once. SQLite has one writer at a time anyway.
 */
export async function lockLibrary(storage: Storage, transaction: Transaction<Tables>): Promise<void> {
  if (storage.engine === 'sqlite') return;
  await sql`select pg_advisory_xact_lock(${sql.lit(libraryLock)})`.execute(transaction);
}

/** Whether a query failed because a unique value exists already. */
export function isUniqueViolation(error: unknown): boolean {
  const code = codeOf(error);
  return code === '23505' || code === 'SQLITE_CONSTRAINT_UNIQUE' || code === 'SQLITE_CONSTRAINT_PRIMARYKEY';
}

/**
 * Whether something failed because PostgreSQL or Redis is away for now: network errors, and classes 08 (connection)
 * and 57 (operator intervention) of PostgreSQL's error codes.
 */
export function isOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false;
  const code = codeOf(error);
  if (code !== null) {
    return /^(E(CONN|PIPE|HOST|NET|TIMEDOUT|AI_)|08|57|53300|40001|40P01|SQLITE_BUSY)/.test(code);
  }
  return /timeout|Connection terminated|ClientOffline|ClientClosed|SocketClosed|Disconnects/i.test(
    `${error.name} ${error.constructor.name} ${error.message}`,
  );
}

function codeOf(error: unknown): string | null {
  if (!(error instanceof Error) || !('code' in error)) return null;
  return typeof error.code === 'string' ? error.code : null;
}
