import type { PersonId } from '@cardea/protocol';

/** Two people as one key, the same from both sides. Ids have no blank, so keys cannot collide. */
export function pairOf(one: PersonId, other: PersonId): string {
  return one < other ? `${one} ${other}` : `${other} ${one}`;
}
