import type { Person } from '@cardea/protocol';
import { create } from 'zustand';

/** The message that is being made; from the end of a call or from the conversation. */
export const useMessageDialog = create<{
  to: Person | null;
  picture: boolean;
  /** The colours of a call, over which it opens. */
  theme: 'room' | undefined;
}>(() => ({ to: null, picture: false, theme: undefined }));

export function openMessageDialog(to: Person, picture: boolean, theme?: 'room'): void {
  useMessageDialog.setState({ to, picture, theme });
}

export function closeMessageDialog(): void {
  useMessageDialog.setState({ to: null });
}
