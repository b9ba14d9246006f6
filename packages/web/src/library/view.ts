import type { LibraryEntry } from '@cardea/client';
import { create } from 'zustand';

export const libraryFilters = ['all', 'recording', 'screenshot', 'message', 'shared'] as const;
export type LibraryFilter = (typeof libraryFilters)[number];

/** What of the library is on the screen, and in which order; the same when one comes back from an item. */
export interface LibraryView {
  filter: LibraryFilter;
  text: string;
  order: 'newest' | 'oldest';
}

export const useLibraryView = create<LibraryView>(() => ({ filter: 'all', text: '', order: 'newest' }));

export function changeView(change: Partial<LibraryView>): void {
  useLibraryView.setState(change);
}

export function passes(entry: LibraryEntry, filter: LibraryFilter): boolean {
  if (filter === 'all') return true;
  return filter === 'shared' ? entry.owner !== null : entry.item.kind === filter;
}

/** @param entries newest first */
export function viewOf(entries: readonly LibraryEntry[], view: LibraryView, locale: string): LibraryEntry[] {
  const words = view.text.toLocaleLowerCase(locale).split(/\s+/u).filter(Boolean);
  const shown = entries.filter((entry) => {
    if (!passes(entry, view.filter)) return false;
    const names = [entry.item.title, entry.owner?.name ?? '', ...entry.item.people.map(({ name }) => name)];
    const text = names.join('\n').toLocaleLowerCase(locale);
    return words.every((word) => text.includes(word));
  });
  return view.order === 'newest' ? shown : shown.toReversed();
}
