import { create } from 'zustand';

/** What a reader of the screen should say next. `id` makes the same sentence twice two announcements. */
export const useAnnouncement = create<{ text: string; id: number }>(() => ({ text: '', id: 0 }));

export function announce(text: string): void {
  useAnnouncement.setState(({ id }) => ({ text, id: id + 1 }));
}
