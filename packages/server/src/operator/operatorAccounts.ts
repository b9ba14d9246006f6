import { nameKey, type PersonId } from '@cardea/protocol';
import type { Passwords } from '../people/passwords.ts';
import type { Database } from '../storage/storage.ts';

export interface ListedPerson {
  id: PersonId;
  name: string;
  kind: 'guest' | 'account';
  createdAt: number;
}

const columns = ['id', 'name', 'kind', 'created_at as createdAt'] as const;

/** What only whoever runs the server may do: no password is asked, since the database is theirs. */
export class OperatorAccounts {
  readonly #db: Database;
  readonly #passwords: Pick<Passwords, 'hash'>;

  constructor(db: Database, passwords: Pick<Passwords, 'hash'>) {
    this.#db = db;
    this.#passwords = passwords;
  }

  /** Everybody whose name is taken, in order of name. */
  list(): Promise<ListedPerson[]> {
    return this.#db
      .selectFrom('people')
      .select(columns)
      .where('name_key', 'is not', null)
      .orderBy('name_key')
      .execute();
  }

  /** @param name however it is written */
  async find(name: string): Promise<ListedPerson | null> {
    const row = await this.#db
      .selectFrom('people')
      .select(columns)
      .where('name_key', '=', nameKey(name))
      .executeTakeFirst();
    return row ?? null;
  }

  /** A new password, with which a guest becomes an account. Every device has to sign in anew. */
  async setPassword(person: PersonId, password: string): Promise<void> {
    const hash = await this.#passwords.hash(password);
    await this.#db.transaction().execute(async (transaction) => {
      await transaction
        .updateTable('people')
        .set({ password_hash: hash, kind: 'account' })
        .where('id', '=', person)
        .execute();
      await transaction.deleteFrom('sessions').where('person_id', '=', person).execute();
    });
  }

  /**
   * Nobody can be this person again: sessions, password, picture and contacts are gone and the name is free. What
   * they said and whom they rang stays in the lists of the others, as when a guest leaves.
   */
  async remove(person: PersonId): Promise<void> {
    await this.#db.transaction().execute(async (transaction) => {
      await transaction
        .updateTable('people')
        .set({ name_key: null, password_hash: null, avatar_id: null })
        .where('id', '=', person)
        .execute();
      await transaction.deleteFrom('sessions').where('person_id', '=', person).execute();
      await transaction.deleteFrom('avatars').where('person_id', '=', person).execute();
      await transaction
        .deleteFrom('contacts')
        .where((where) => where.or([where('person_id', '=', person), where('other_id', '=', person)]))
        .execute();
    });
  }
}
