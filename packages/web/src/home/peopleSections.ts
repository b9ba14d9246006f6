import type { Contact, Presence } from '@cardea/protocol';

export interface PeopleSections {
  requests: readonly Contact[];
  contacts: readonly Contact[];
  waiting: readonly Contact[];
  blocked: readonly Contact[];
}

const order = { online: 0, 'in-call': 1, away: 2, offline: 3 } as const satisfies Record<Presence, number>;

/** Contacts by what can be done with them; within, those who can be reached first, then by name. */
export function peopleSections(contacts: readonly Contact[], language: string): PeopleSections {
  const byName = new Intl.Collator(language);
  const sorted = contacts.toSorted(
    (a, b) => order[a.presence] - order[b.presence] || byName.compare(a.person.name, b.person.name),
  );
  const those = (state: Contact['state']): Contact[] => sorted.filter((contact) => contact.state === state);
  return {
    requests: those('asks'),
    contacts: those('accepted'),
    waiting: those('asked'),
    blocked: those('blocked'),
  };
}
