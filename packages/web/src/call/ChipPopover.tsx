import { Popover } from 'radix-ui';
import type { ReactElement, ReactNode } from 'react';

interface ChipPopoverProps {
  /** The chip, a button. */
  chip: ReactElement;
  label: string;
  children: ReactNode;
}

/** A chip of the call's top bar that explains itself when it is pressed. */
export function ChipPopover({ chip, label, children }: ChipPopoverProps) {
  return (
    <Popover.Root>
      <Popover.Trigger asChild>{chip}</Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          data-theme="room"
          align="end"
          sideOffset={8}
          collisionPadding={12}
          aria-label={label}
          className="z-50 w-80 max-w-[calc(100vw-1.5rem)] animate-rise rounded-2xl border border-line bg-raised p-5 text-ink shadow-float outline-none"
        >
          {children}
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
