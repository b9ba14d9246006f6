import { CardeaError, type Person, type PersonId, type PersonSettings } from '@cardea/protocol';
import type { Selectable } from 'kysely';
import type { Database } from '../storage/storage.ts';
import type { PeopleTable } from '../storage/tables.ts';

/** A person as the server knows them. */
export interface KnownPerson {
  person: Person;
  settings: PersonSettings;
}

const publicColumns = ['id', 'name', 'kind', 'avatar_id'] as const;
const columns = [...publicColumns, 'call_waiting', 'reachable_by', 'relay_only'] as const;

type PublicRow = Pick<Selectable<PeopleTable>, (typeof publicColumns)[number]>;
type Row = Pick<Selectable<PeopleTable>, (typeof columns)[number]>;

export function toPerson(row: PublicRow): Person {
  const avatarUrl = row.avatar_id === null ? null : `/api/avatars/${row.avatar_id}`;
  return { id: row.id, name: row.name, kind: row.kind, avatarUrl };
}

export function toKnownPerson(row: Row): KnownPerson {
  return {
    person: toPerson(row),
    settings: {
      callWaiting: row.call_waiting === 1,
      reachableBy: row.reachable_by,
      relayOnly: row.relay_only === 1,
    },
  };
}

/** @throws CardeaError `person_not_found` */
export async function getPerson(db: Database, id: PersonId): Promise<KnownPerson> {
  const row = await db.selectFrom('people').select(columns).where('id', '=', id).executeTakeFirst();
  if (row === undefined) throw new CardeaError('person_not_found');
  return toKnownPerson(row);
}

/** Those of the people that exist, by id. */
export async function getPeople(db: Database, ids: Iterable<PersonId>): Promise<Map<PersonId, KnownPerson>> {
  const wanted = [...new Set(ids)];
  if (wanted.length === 0) return new Map();
  const rows = await db.selectFrom('people').select(columns).where('id', 'in', wanted).execute();
  return new Map(rows.map((row) => [row.id, toKnownPerson(row)]));
}
