import { createHash, randomBytes } from 'node:crypto';
import type { PersonId } from '@cardea/protocol';
import { newSessionId } from './sessionId.ts';
import type { KnownPerson } from './personRecords.ts';
import { toKnownPerson } from './personRecords.ts';
import type { Database } from '../storage/storage.ts';

const day = 24 * 60 * 60 * 1000;

/** How long a session lasts without use, milliseconds. Use makes it last as long again. */
export const sessionLife = { guest: 30 * day, account: 90 * day } as const;

/** Renewing at every request would write for nothing. */
const renewAfter = day / 2;

export interface Session extends KnownPerson {
  id: string;
  expiresAt: number;
}

/** Sign-ins. The token is a random secret that only the browser keeps; the database has its SHA-256. */
export class Sessions {
  readonly #db: Database;
  readonly #now: () => number;

  constructor(db: Database, now: () => number) {
    this.#db = db;
    this.#now = now;
  }

  /** @returns the token for the cookie, and the id of the session, which is no secret */
  async start(person: PersonId, kind: 'guest' | 'account'): Promise<{ id: string; token: string }> {
    const id = newSessionId();
    const token = newToken();
    const now = this.#now();
    await this.#db
      .insertInto('sessions')
      .values({
        id,
        token_hash: hashToken(token),
        person_id: person,
        created_at: now,
        expires_at: now + sessionLife[kind],
      })
      .execute();
    return { id, token };
  }

  /** @returns the session and its person, or `null` for a token that is wrong or too old */
  async find(token: string): Promise<Session | null> {
    if (!tokenPattern.test(token)) return null;
    const now = this.#now();
    const row = await this.#db
      .selectFrom('sessions')
      .innerJoin('people', 'people.id', 'sessions.person_id')
      .select(['sessions.id as session_id', 'sessions.expires_at'])
      .select(['people.id', 'name', 'kind', 'avatar_id', 'call_waiting', 'reachable_by', 'relay_only'])
      .where('token_hash', '=', hashToken(token))
      .where('expires_at', '>', now)
      .executeTakeFirst();
    if (row === undefined) return null;
    const session = { id: row.session_id, expiresAt: row.expires_at, ...toKnownPerson(row) };
    if (row.expires_at < now + sessionLife[row.kind] - renewAfter) await this.renew([session.id]);
    return session;
  }

  /** Makes sessions in use last on. */
  async renew(ids: readonly string[]): Promise<void> {
    const now = this.#now();
    for (let from = 0; from < ids.length; from += 500) {
      const some = ids.slice(from, from + 500);
      for (const kind of ['guest', 'account'] as const) {
        await this.#db
          .updateTable('sessions')
          .set({ expires_at: now + sessionLife[kind] })
          .where('id', 'in', some)
          .where('person_id', 'in', (query) =>
            query.selectFrom('people').select('people.id').where('people.kind', '=', kind),
          )
          .execute();
      }
    }
  }

  /** A new token for the same session, after what it may do has changed. The old token is of no use any more. */
  async replaceToken(id: string, kind: 'guest' | 'account'): Promise<string> {
    const token = newToken();
    await this.#db
      .updateTable('sessions')
      .set({ token_hash: hashToken(token), expires_at: this.#now() + sessionLife[kind] })
      .where('id', '=', id)
      .execute();
    return token;
  }

  async end(id: string): Promise<void> {
    await this.#db.deleteFrom('sessions').where('id', '=', id).execute();
  }

  /** Ends all sessions of a person but one. @returns the ids of those that ended */
  async endOthers(person: PersonId, except: string): Promise<string[]> {
    const ended = await this.#db
      .deleteFrom('sessions')
      .where('person_id', '=', person)
      .where('id', '!=', except)
      .returning('id')
      .execute();
    return ended.map(({ id }) => id);
  }

  /** @returns those of the sessions that are not there any more */
  async ended(ids: readonly string[]): Promise<string[]> {
    const there = new Set<string>();
    for (let from = 0; from < ids.length; from += 500) {
      const some = ids.slice(from, from + 500);
      const rows = await this.#db.selectFrom('sessions').select('id').where('id', 'in', some).execute();
      for (const { id } of rows) there.add(id);
    }
    return ids.filter((id) => !there.has(id));
  }

  async endExpired(): Promise<void> {
    await this.#db.deleteFrom('sessions').where('expires_at', '<=', this.#now()).execute();
  }
}

// 32 random bytes in base64url.
const tokenPattern = /^[A-Za-z0-9_-]{43}$/;

function newToken(): string {
  return randomBytes(32).toString('base64url');
}

function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
