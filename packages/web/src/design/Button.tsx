import type { ComponentProps, ReactNode } from 'react';
import { Spinner } from './Spinner.tsx';

const looks = {
  primary: 'bg-accent text-accent-ink hover:bg-accent-strong',
  quiet: 'bg-quiet text-ink hover:bg-line',
  plain: 'text-accent hover:bg-accent-wash',
  outline: 'border border-line bg-surface text-ink hover:bg-sunken',
  danger: 'bg-hangup text-white hover:bg-hangup-strong',
  dangerPlain: 'text-danger hover:bg-danger-wash',
  answer: 'bg-answer text-white hover:bg-answer-strong',
} as const;

const sizes = {
  sm: 'min-h-9 px-3 text-sm gap-1.5',
  md: 'min-h-11 px-4 gap-2',
  lg: 'min-h-12 px-6 text-base gap-2',
} as const;

interface Appearance {
  look?: keyof typeof looks | undefined;
  size?: keyof typeof sizes | undefined;
  icon?: ReactNode;
  wide?: boolean | undefined;
}

interface ButtonProps extends Omit<ComponentProps<'button'>, 'className'>, Appearance {
  busy?: boolean;
}

interface LinkButtonProps extends Omit<ComponentProps<'a'>, 'className'>, Appearance {}

function classes({ look = 'quiet', size = 'md', wide = false }: Appearance): string {
  return `inline-flex shrink-0 items-center justify-center rounded-xl font-medium whitespace-nowrap transition-colors disabled:opacity-60 [&_svg]:size-[1.15em] [&_svg]:shrink-0 ${looks[look]} ${sizes[size]} ${wide ? 'w-full' : ''}`;
}

export function Button({
  look,
  size,
  icon,
  busy = false,
  wide,
  children,
  disabled,
  type = 'button',
  ...rest
}: ButtonProps) {
  return (
    <button
      {...rest}
      type={type}
      disabled={disabled === true || busy}
      aria-busy={busy || undefined}
      className={classes({ look, size, wide })}
    >
      {busy ? <Spinner /> : icon}
      {children}
    </button>
  );
}

/** A link that looks like a button: something to fetch or to open. */
export function LinkButton({ look, size, icon, wide, children, ...rest }: LinkButtonProps) {
  return (
    <a {...rest} className={classes({ look, size, wide })}>
      {icon}
      {children}
    </a>
  );
}
