import type { PersonId } from '@cardea/protocol';
import { create } from 'zustand';

/** What was begun and not sent, for each person. */
const useDrafts = create<{ drafts: ReadonlyMap<PersonId, string> }>(() => ({ drafts: new Map() }));

export function useDraft(person: PersonId): string {
  return useDrafts(({ drafts }) => drafts.get(person) ?? '');
}

export function setDraft(person: PersonId, text: string): void {
  useDrafts.setState(({ drafts }) => {
    const next = new Map(drafts);
    if (text === '') next.delete(person);
    else next.set(person, text);
    return { drafts: next };
  });
}

export function hasDrafts(): boolean {
  return useDrafts.getState().drafts.size > 0;
}

/** On signing out: the next person must not find them. */
export function forgetDrafts(): void {
  useDrafts.setState({ drafts: new Map() });
}
