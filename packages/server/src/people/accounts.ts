import {
  CardeaError,
  defaultSettings,
  nameKey,
  newId,
  PersonId,
  type Person,
  type PersonSettings,
} from '@cardea/protocol';
import { isUniqueViolation } from '../storage/engineDifferences.ts';
import type { Database } from '../storage/storage.ts';
import type { Bit } from '../storage/tables.ts';
import type { Passwords } from './passwords.ts';
import { getPerson, toPerson, type KnownPerson } from './personRecords.ts';

/** Who there is: guests, who are a name and a cookie, and accounts, which have a password too. */
export class Accounts {
  readonly #db: Database;
  readonly #passwords: Passwords;
  readonly #now: () => number;

  constructor(db: Database, passwords: Passwords, now: () => number) {
    this.#db = db;
    this.#passwords = passwords;
    this.#now = now;
  }

  /** @throws CardeaError `name_taken` */
  createGuest(name: string): Promise<KnownPerson> {
    return this.#create(name, 'guest', null);
  }

  /** @throws CardeaError `name_taken` */
  async createAccount(name: string, password: string): Promise<KnownPerson> {
    // Refused before the hash is made; the unique index decides when two come at once.
    const taken = await this.#db
      .selectFrom('people')
      .select('id')
      .where('name_key', '=', nameKey(name))
      .executeTakeFirst();
    if (taken !== undefined) throw new CardeaError('name_taken');
    return this.#create(name, 'account', await this.#passwords.hash(password));
  }

  /** @throws CardeaError `wrong_credentials`, after the same work whether or not the account exists */
  async checkCredentials(name: string, password: string): Promise<Person> {
    const row = await this.#db
      .selectFrom('people')
      .select(['id', 'name', 'kind', 'avatar_id', 'password_hash'])
      .where('name_key', '=', nameKey(name))
      .executeTakeFirst();
    const matches = await this.#passwords.matches(row?.password_hash ?? null, password);
    if (!matches || row === undefined) throw new CardeaError('wrong_credentials');
    return toPerson(row);
  }

  /**
   * Makes an account of a guest, or changes the password of an account, which has to be known.
   * @throws CardeaError `wrong_credentials`
   */
  async setPassword(person: PersonId, password: string, current: string | undefined): Promise<void> {
    const row = await this.#db
      .selectFrom('people')
      .select('password_hash')
      .where('id', '=', person)
      .executeTakeFirst();
    if (row === undefined) throw new CardeaError('person_not_found');
    if (row.password_hash !== null && !(await this.#passwords.matches(row.password_hash, current ?? ''))) {
      throw new CardeaError('wrong_credentials');
    }
    const changed = await this.#db
      .updateTable('people')
      .set({ password_hash: await this.#passwords.hash(password), kind: 'account' })
      .where('id', '=', person)
      // Another device may have set one in the meantime.
      .where('password_hash', row.password_hash === null ? 'is' : '=', row.password_hash)
      .executeTakeFirst();
    if (changed.numUpdatedRows === 0n) throw new CardeaError('wrong_credentials');
  }

  /** @throws CardeaError `name_taken` */
  async rename(person: PersonId, name: string): Promise<void> {
    await takingName(() =>
      this.#db
        .updateTable('people')
        .set({ name, name_key: nameKey(name) })
        .where('id', '=', person)
        .execute(),
    );
  }

  async changeSettings(
    person: PersonId,
    change: { [K in keyof PersonSettings]?: PersonSettings[K] | undefined },
  ): Promise<KnownPerson> {
    const set = {
      ...(change.callWaiting !== undefined && { call_waiting: toBit(change.callWaiting) }),
      ...(change.reachableBy !== undefined && { reachable_by: change.reachableBy }),
      ...(change.relayOnly !== undefined && { relay_only: toBit(change.relayOnly) }),
    };
    if (Object.keys(set).length > 0) {
      await this.#db.updateTable('people').set(set).where('id', '=', person).execute();
    }
    return getPerson(this.#db, person);
  }

  /**
   * Frees the name of a guest who has no session left: nobody can be this guest again. What they said and whom
   * they rang stays in the lists of the others.
   */
  async releaseGuest(person: PersonId): Promise<void> {
    await this.#db
      .updateTable('people')
      .set({ name_key: null })
      .where('id', '=', person)
      .where('kind', '=', 'guest')
      .where((where) =>
        where.not(
          where.exists(
            where.selectFrom('sessions').select('id').whereRef('sessions.person_id', '=', 'people.id'),
          ),
        ),
      )
      .execute();
  }

  /** As {@link releaseGuest} for all guests whose sessions have run out. */
  async releaseUnusedGuests(): Promise<void> {
    await this.#db
      .updateTable('people')
      .set({ name_key: null })
      .where('kind', '=', 'guest')
      .where('name_key', 'is not', null)
      // A guest is made a moment before the first session is.
      .where('created_at', '<', this.#now() - 60_000)
      .where((where) =>
        where.not(
          where.exists(
            where.selectFrom('sessions').select('id').whereRef('sessions.person_id', '=', 'people.id'),
          ),
        ),
      )
      .execute();
  }

  async #create(name: string, kind: Person['kind'], passwordHash: string | null): Promise<KnownPerson> {
    const id = newId(PersonId);
    await takingName(() =>
      this.#db
        .insertInto('people')
        .values({
          id,
          name,
          name_key: nameKey(name),
          kind,
          password_hash: passwordHash,
          avatar_id: null,
          call_waiting: toBit(defaultSettings.callWaiting),
          reachable_by: defaultSettings.reachableBy,
          relay_only: toBit(defaultSettings.relayOnly),
          created_at: this.#now(),
        })
        .execute(),
    );
    return { person: { id, name, kind, avatarUrl: null }, settings: defaultSettings };
  }
}

function toBit(yes: boolean): Bit {
  return yes ? 1 : 0;
}

async function takingName<T>(write: () => Promise<T>): Promise<T> {
  try {
    return await write();
  } catch (error) {
    if (isUniqueViolation(error)) throw new CardeaError('name_taken', { cause: error });
    throw error;
  }
}
