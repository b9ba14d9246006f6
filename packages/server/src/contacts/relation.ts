import type { ContactState, PersonId } from '@cardea/protocol';
import type { Database } from '../storage/storage.ts';

/** How two people stand to each other: one's own row and that of the other. */
export interface Relation {
  mine: ContactState | null;
  theirs: ContactState | null;
}

export async function relationOf(db: Database, me: PersonId, other: PersonId): Promise<Relation> {
  const rows = await db
    .selectFrom('contacts')
    .select(['person_id', 'state'])
    .where((where) =>
      where.or([
        where.and({ person_id: me, other_id: other }),
        where.and({ person_id: other, other_id: me }),
      ]),
    )
    .execute();
  return {
    mine: rows.find((row) => row.person_id === me)?.state ?? null,
    theirs: rows.find((row) => row.person_id === other)?.state ?? null,
  };
}

/** Both agreed, and neither has blocked the other since. */
export function areContacts(relation: Relation): boolean {
  return relation.mine === 'accepted' && relation.theirs === 'accepted';
}

/** People to whom a person's presence may be shown. */
export async function mutualContacts(db: Database, person: PersonId): Promise<PersonId[]> {
  const rows = await db
    .selectFrom('contacts as mine')
    .innerJoin('contacts as theirs', (join) =>
      join.onRef('theirs.person_id', '=', 'mine.other_id').onRef('theirs.other_id', '=', 'mine.person_id'),
    )
    .select('mine.other_id')
    .where('mine.person_id', '=', person)
    .where('mine.state', '=', 'accepted')
    .where('theirs.state', '=', 'accepted')
    .execute();
  return rows.map((row) => row.other_id);
}
