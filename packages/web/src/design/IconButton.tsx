import type { ComponentProps, ReactNode } from 'react';
import { Tip } from './Tip.tsx';

const looks = {
  plain: 'text-soft hover:bg-sunken hover:text-ink',
  accent: 'text-accent hover:bg-accent-wash',
  filled: 'bg-accent text-accent-ink hover:bg-accent-strong',
  quiet: 'bg-quiet text-ink hover:bg-line',
  glass: 'bg-black/60 text-white hover:bg-black/65',
} as const;

interface IconButtonProps extends Omit<ComponentProps<'button'>, 'className' | 'children' | 'aria-label'> {
  label: string;
  icon: ReactNode;
  look?: keyof typeof looks;
  size?: 'sm' | 'md';
  badge?: number;
}

/** A round target of at least 44 px with a name that is spoken and shown on hover. */
export function IconButton({
  label,
  icon,
  look = 'plain',
  size = 'md',
  badge = 0,
  ...rest
}: IconButtonProps) {
  return (
    <Tip text={label}>
      <button
        type="button"
        {...rest}
        aria-label={label}
        className={`relative grid shrink-0 place-items-center rounded-full transition-colors disabled:opacity-45 [&_svg]:size-5 ${size === 'md' ? 'size-11' : 'size-9 pointer-coarse:size-11'} ${looks[look]}`}
      >
        {icon}
        {badge > 0 && (
          <span className="absolute top-0.5 right-0.5 grid min-w-4.5 place-items-center rounded-full bg-hangup px-1 text-[0.6875rem] leading-4.5 font-semibold text-white">
            {badge > 99 ? '99+' : badge}
          </span>
        )}
      </button>
    </Tip>
  );
}
