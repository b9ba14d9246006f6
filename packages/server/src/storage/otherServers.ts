import { sql } from 'kysely';
import type { Logger } from 'pino';
import type { BackgroundWork } from '../backgroundWork.ts';
import { programName } from './programName.ts';
import type { Storage } from './storage.ts';

/**
 * How many other servers use this database now. PostgreSQL knows the names that connections were opened with and shows
 * them to everybody; SQLite is in a folder of one server.
 */
export async function countOtherServers({ db, engine }: Storage): Promise<number> {
  if (engine === 'sqlite') return 0;
  const { rows } = await sql<{ count: number }>`
    select count(distinct application_name) as count from pg_stat_activity
    where datname = current_database()
      and application_name like ${`${programName.server}%`}
      and application_name <> current_setting('application_name')`.execute(db);
  return rows[0]?.count ?? 0;
}

/**
 * Warns once when a server that shares its database but no Redis is not alone: people on one of them would look
 * offline on the other, and rings would not arrive.
 */
export class OtherServers {
  readonly #timer: NodeJS.Timeout;

  constructor(
    parts: { storage: Storage; log: Logger; background: BackgroundWork },
    /** Time between two looks, milliseconds. */
    interval: number,
  ) {
    const { storage, log, background } = parts;
    const look = async (): Promise<void> => {
      const others = await countOtherServers(storage);
      if (others === 0) return;
      this.stop();
      log.warn(
        { others },
        'Another server uses this database, and without REDIS_URL they do not see who is on the other: ' +
          'set the same REDIS_URL for all of them, or stop the others.',
      );
    };
    this.#timer = setInterval(() => background.run('look for other servers', look), interval);
    this.#timer.unref();
    background.run('look for other servers', look);
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
