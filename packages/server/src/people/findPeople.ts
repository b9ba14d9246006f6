import { limits, Name, nameKey, type Person, type PersonId } from '@cardea/protocol';
import { sql } from 'kysely';
import type { Database } from '../storage/storage.ts';
import { toPerson } from './personRecords.ts';

/** People whose name begins with the text, in order of name, without the one who asks; at most 20. */
export async function findPeople(db: Database, text: string, asker: PersonId): Promise<Person[]> {
  const name = Name.safeParse(text);
  if (!name.success) return [];
  const prefix = nameKey(name.data).replace(/[\\%_]/g, (wildcard) => `\\${wildcard}`);
  const rows = await db
    .selectFrom('people')
    .select(['id', 'name', 'kind', 'avatar_id'])
    .where(sql<boolean>`name_key like ${`${prefix}%`} escape '\\'`)
    .where('id', '!=', asker)
    .orderBy('name_key')
    .limit(limits.searchResults)
    .execute();
  return rows.map(toPerson);
}
