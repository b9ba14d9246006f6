import type { ComponentProps, ReactNode } from 'react';
import { Tip } from '../design/Tip.tsx';

const looks = {
  plain: 'bg-white/10 text-white hover:bg-white/20',
  off: 'bg-[#f1d9d4] text-[#8d2413] hover:bg-white',
  active: 'bg-accent text-accent-ink hover:bg-accent-strong',
  leave: 'bg-hangup text-white hover:bg-hangup-strong',
} as const;

interface ControlButtonProps extends Omit<ComponentProps<'button'>, 'className' | 'children' | 'aria-label'> {
  label: string;
  /** Under the icon, where there is room. */
  short: string;
  icon: ReactNode;
  look?: keyof typeof looks;
  badge?: number;
  /** Half of a split button: the other half is at its right. */
  split?: boolean;
}

/** A control of the call: at least 48 px, named, and with a word under it on wide screens. */
export function ControlButton(props: ControlButtonProps) {
  const { label, short, icon, look = 'plain', badge = 0, split = false, ...rest } = props;
  return (
    <Tip text={label}>
      <button
        type="button"
        {...rest}
        aria-label={label}
        className={`relative flex h-12 min-w-12 flex-col items-center justify-center gap-0.5 px-3 transition-colors disabled:opacity-40 md:h-14 md:min-w-17 [&_svg]:size-5.5 md:[&_svg]:size-5 ${split ? 'rounded-l-2xl' : 'rounded-2xl'} ${looks[look]}`}
      >
        {icon}
        <span aria-hidden className="hidden text-[0.6875rem] leading-3.5 font-medium md:block">
          {short}
        </span>
        {badge > 0 && (
          <span className="absolute -top-1 -right-1 grid h-5 min-w-5 place-items-center rounded-full bg-accent px-1 text-xs font-semibold text-accent-ink">
            {badge}
          </span>
        )}
      </button>
    </Tip>
  );
}
