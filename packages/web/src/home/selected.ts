import type { PersonId } from '@cardea/protocol';
import { navigate, useRoute } from '../app/navigation.ts';

/** Whether this person's conversation is the one that is open. */
export function useSelected(person: PersonId): boolean {
  const route = useRoute();
  return route.page === 'conversation' && route.person === person;
}

export function openConversation(person: PersonId): void {
  navigate({ page: 'conversation', person });
}
