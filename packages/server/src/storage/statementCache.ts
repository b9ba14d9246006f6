import type { SqliteDatabase, SqliteStatement } from 'kysely';

/** Statements kept. All queries of the server are far fewer; only lists of varying length add to them. */
const most = 500;

/**
 * A database that prepares each text of SQL once. Preparing takes longer than running most of the server's queries,
 * and Kysely prepares at every one.
 */
export function cacheStatements(database: SqliteDatabase): SqliteDatabase {
  const statements = new Map<string, SqliteStatement>();
  return {
    close: () => {
      statements.clear();
      database.close();
    },
    prepare: (sql) => {
      const known = statements.get(sql);
      if (known !== undefined) return known;
      const statement = withFixedReader(database.prepare(sql));
      // The oldest goes; what is used all the time is soon back.
      if (statements.size >= most) statements.delete(statements.keys().next().value ?? '');
      statements.set(sql, statement);
      return statement;
    },
  };
}

/** libsql asks its native side at every look whether a statement gives rows; it never changes. */
function withFixedReader(statement: SqliteStatement): SqliteStatement {
  const { reader } = statement;
  return {
    reader,
    all: (parameters) => statement.all(parameters),
    run: (parameters) => statement.run(parameters),
    iterate: (parameters) => statement.iterate(parameters),
  };
}
