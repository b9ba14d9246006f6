import { lazy, Suspense } from 'react';
import { closeDialog, useDialog } from './dialogs.ts';

const DeviceCheckDialog = lazy(async () => await import('../precheck/DeviceCheckDialog.tsx'));
const OpenRoomDialog = lazy(async () => await import('../room/OpenRoomDialog.tsx'));
const SignOutDialog = lazy(async () => await import('../settings/SignOutDialog.tsx'));
const ShortcutsDialog = lazy(async () => await import('../call/ShortcutsDialog.tsx'));

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
