import { create } from 'zustand';

export const homeTabs = ['people', 'chats', 'calls'] as const;
export type HomeTab = (typeof homeTabs)[number];

/** Which list the sidebar shows. Not part of the address: a conversation is the same from every list. */
export const useHomeTab = create<{ tab: HomeTab }>(() => ({ tab: 'people' }));

export function showTab(tab: HomeTab): void {
  useHomeTab.setState({ tab });
}
