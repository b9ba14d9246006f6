import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { CompiledQuery, Kysely, SqliteDialect } from 'kysely';
import Libsql from 'libsql';
import { cacheStatements } from './statementCache.ts';
import type { Tables } from './tables.ts';

/** Opens `dataDir/cardea.db`. Other processes may have it open too (a backup, a server about to stop). */
export async function openSqlite(dataDir: string): Promise<Kysely<Tables>> {
  await mkdir(dataDir, { recursive: true });
  const database = new Libsql(join(dataDir, 'cardea.db'));
  return new Kysely<Tables>({
    dialect: new SqliteDialect({
      database: cacheStatements(database),
      onCreateConnection: async (connection) => {
        // With a write-ahead log, NORMAL loses nothing when the process dies, only perhaps the last moments when
        // the machine loses power (sqlite.org/pragma.html#pragma_synchronous).
        for (const pragma of [
          'journal_mode = WAL',
          'synchronous = NORMAL',
          'busy_timeout = 5000',
          'foreign_keys = ON',
        ]) {
          await connection.executeQuery(CompiledQuery.raw(`pragma ${pragma}`));
        }
      },
    }),
  });
}
