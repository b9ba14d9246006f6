import { randomUUID } from 'node:crypto';
import { Kysely, PostgresDialect } from 'kysely';
import pg from 'pg';
import { programName } from './programName.ts';
import type { Tables } from './tables.ts';

const int8 = 20;

/** Connects lazily: a database that is away shows when the first query is made. */
export function openPostgres(
  url: string,
  program: keyof typeof programName,
  onError: (error: Error) => void,
): Kysely<Tables> {
  const pool = new pg.Pool({
    connectionString: url,
    application_name: `${programName[program]}${randomUUID()}`,
    max: 16,
    connectionTimeoutMillis: 5_000,
    // A database that hangs must not collect requests without bound.
    statement_timeout: 10_000,
    query_timeout: 12_000,
    idle_in_transaction_session_timeout: 15_000,
    types: { getTypeParser },
  });
  pool.on('error', onError);
  // One that breaks between two queries of a transaction has nobody else to tell, and would end the process.
  pool.on('connect', (client) => client.on('error', onError));
  return new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
}

// Milliseconds since 1970 stay far below 2^53, so 64-bit integers are read as numbers, as SQLite gives them.
const getTypeParser: typeof pg.types.getTypeParser = (oid: number, format?: unknown) => {
  if (oid === int8 && format !== 'binary') return Number;
  return pg.types.getTypeParser(oid, format as 'text') as unknown;
};
