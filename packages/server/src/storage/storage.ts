import { Migrator, sql, type Kysely } from 'kysely';
import { migrationProvider } from './migrations.ts';
import { openSqlite } from './sqlite.ts';
import type { Tables } from './tables.ts';

export type Database = Kysely<Tables>;

/** The database with what differs between the two engines. */
export interface Storage {
  readonly db: Database;
  readonly engine: 'sqlite' | 'postgres';
}

export interface StorageOptions {
  /** Folder of the SQLite file; made if it is missing. */
  dataDir: string;
  /** PostgreSQL instead of SQLite. */
  databaseUrl: string | null;
  /** Who opens it: a server, which others want to know of, or an operator's command. */
  program: 'server' | 'operator';
  /** Told of connections that break while nobody uses them. */
  onError: (error: Error) => void;
}

/**
 * Opens the database and brings its tables up to date. Several servers may do so at once: the migrator locks.
 * Whoever opens it closes it with {@link closeStorage}.
 */
export async function openStorage(options: StorageOptions): Promise<Storage> {
  const storage = await connect(options);
  try {
    const migrator = new Migrator({ db: storage.db, provider: migrationProvider });
    const { error } = await migrator.migrateToLatest();
    if (error !== undefined) {
      throw new Error(`The database could not be brought up to date: ${reasonOf(error)}`, { cause: error });
    }
    return storage;
  } catch (error) {
    await closeStorage(storage);
    throw error;
  }
}

async function connect({ databaseUrl, dataDir, program, onError }: StorageOptions): Promise<Storage> {
  if (databaseUrl === null) return { engine: 'sqlite', db: await openSqlite(dataDir) };
  const { openPostgres } = await import('./postgres.ts');
  return { engine: 'postgres', db: openPostgres(databaseUrl, program, onError) };
}

// A refused connection is an AggregateError, one for each address, with a code and no message.
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.message === '' && 'code' in error ? String(error.code) : error.message;
}

export async function closeStorage(storage: Storage): Promise<void> {
  await storage.db.destroy();
}

/** @throws if the database does not answer */
export async function pingStorage(storage: Storage): Promise<void> {
  await sql`select 1`.execute(storage.db);
}
