import { create } from 'zustand';

export type AppDialog = 'device-check' | 'open-room' | 'sign-out' | 'shortcuts';

/** The one dialog that is open over the app, for those that can be asked for from several places. */
export const useDialog = create<{ open: AppDialog | null }>(() => ({ open: null }));

export function openDialog(dialog: AppDialog): void {
  useDialog.setState({ open: dialog });
}

export function closeDialog(): void {
  useDialog.setState({ open: null });
}
