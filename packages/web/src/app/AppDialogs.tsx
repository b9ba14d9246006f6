import { Suspense } from 'react';
import { closeDialog, useDialog } from './dialogs.ts';
import { lazyPart } from './lazyPart.tsx';

const DeviceCheckDialog = lazyPart(
  async () => await import('../precheck/DeviceCheckDialog.tsx'),
  closeDialog,
);
const OpenRoomDialog = lazyPart(async () => await import('../room/OpenRoomDialog.tsx'), closeDialog);
const SignOutDialog = lazyPart(async () => await import('../settings/SignOutDialog.tsx'), closeDialog);
const ShortcutsDialog = lazyPart(async () => await import('../call/ShortcutsDialog.tsx'), closeDialog);

export function AppDialogs() {
  const open = useDialog((state) => state.open);
  if (open === null) return null;
  return (
    <Suspense>
      {open === 'device-check' && <DeviceCheckDialog onClose={closeDialog} />}
      {open === 'open-room' && <OpenRoomDialog onClose={closeDialog} />}
      {open === 'sign-out' && <SignOutDialog onClose={closeDialog} />}
      {open === 'shortcuts' && <ShortcutsDialog onClose={closeDialog} />}
    </Suspense>
  );
}
