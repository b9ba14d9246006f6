import { Suspense } from 'react';
import { closeDialog, useDialog } from './dialogs.ts';
import { closeMessageDialog, useMessageDialog } from '../message/messageDialog.ts';
import { lazyPart } from './lazyPart.tsx';

const DeviceCheckDialog = lazyPart(
  async () => await import('../precheck/DeviceCheckDialog.tsx'),
  closeDialog,
);
const OpenRoomDialog = lazyPart(async () => await import('../room/OpenRoomDialog.tsx'), closeDialog);
const SignOutDialog = lazyPart(async () => await import('../settings/SignOutDialog.tsx'), closeDialog);
const ShortcutsDialog = lazyPart(async () => await import('../call/ShortcutsDialog.tsx'), closeDialog);

const MessageDialog = lazyPart(async () => await import('../message/MessageDialog.tsx'), closeMessageDialog);

export function AppDialogs() {
  const open = useDialog((state) => state.open);
  const { to, picture, theme } = useMessageDialog();
  return (
    <Suspense>
      {to !== null && (
        <MessageDialog person={to} picture={picture} theme={theme} onClose={closeMessageDialog} />
      )}
      {open === 'device-check' && <DeviceCheckDialog onClose={closeDialog} />}
      {open === 'open-room' && <OpenRoomDialog onClose={closeDialog} />}
      {open === 'sign-out' && <SignOutDialog onClose={closeDialog} />}
      {open === 'shortcuts' && <ShortcutsDialog onClose={closeDialog} />}
    </Suspense>
  );
}
