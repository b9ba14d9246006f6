import { randomBytes } from 'node:crypto';
import pg from 'pg';

/** A database of one test file's own, empty at first. */
export interface OpenTestDatabase {
  /** As in the configuration: `null` is SQLite in the data folder. */
  url: string | null;
  drop: () => Promise<void>;
}

export interface TestDatabase {
  name: string;
  open: () => Promise<OpenTestDatabase>;
}

/** In the data folder, which the test removes. */
export const sqlite: TestDatabase = {
  name: 'SQLite',
  open: () => Promise.resolve({ url: null, drop: () => Promise.resolve() }),
};

/**
 * The databases that tests run on: SQLite always, PostgreSQL where `TEST_DATABASE_URL` names a server on which
 * databases may be made.
 * @throws in CI, where nothing may be left out
 */
export function testDatabases(): TestDatabase[] {
  const url = requiredInCi('TEST_DATABASE_URL');
  return url === null ? [sqlite] : [sqlite, { name: 'PostgreSQL', open: () => openPostgres(url) }];
}

/** @throws in CI if the variable is missing */
export function requiredInCi(variable: string): string | null {
  const value = process.env[variable] ?? '';
  if (value !== '') return value;
  if ((process.env['CI'] ?? '') !== '') throw new Error(`${variable} is not set; in CI nothing is left out.`);
  return null;
}

async function openPostgres(server: string): Promise<OpenTestDatabase> {
  const name = `cardea_test_${randomBytes(6).toString('hex')}`;
  await execute(server, `create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => execute(server, `drop database ${name} with (force)`) };
}

async function execute(server: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
