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

interface ButtonProps extends Omit<ComponentProps<'button'>, 'className'> {
  look?: keyof typeof looks;
  size?: keyof typeof sizes;
  icon?: ReactNode;
  busy?: boolean;
  wide?: boolean;
}

export function Button({
  look = 'quiet',
  size = 'md',
  icon,
  busy = false,
  wide = false,
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
      className={`inline-flex shrink-0 items-center justify-center rounded-xl font-medium whitespace-nowrap transition-colors disabled:opacity-60 [&_svg]:size-[1.15em] [&_svg]:shrink-0 ${looks[look]} ${sizes[size]} ${wide ? 'w-full' : ''}`}
    >
      {busy ? <Spinner /> : icon}
      {children}
    </button>
  );
}
