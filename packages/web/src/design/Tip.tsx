import { Tooltip } from 'radix-ui';
import type { ReactElement } from 'react';

/**
 * The name of a control on hover and focus. It repeats the accessible name, so readers of the screen do not need it.
 * A dialog lies above everything, so while one is open tips would only linger behind it.
 */
export function Tip({ text, children }: { text: string; children: ReactElement }) {
  return (
    <Tooltip.Root>
      <Tooltip.Trigger asChild>{children}</Tooltip.Trigger>
      <Tooltip.Portal>
        <Tooltip.Content
          sideOffset={6}
          collisionPadding={8}
          aria-hidden
          className="z-50 in-[:has(dialog[open])]:hidden animate-appear rounded-lg bg-[#1b2420] px-2.5 py-1.5 text-xs font-medium text-white shadow-float"
        >
          {text}
        </Tooltip.Content>
      </Tooltip.Portal>
    </Tooltip.Root>
  );
}
