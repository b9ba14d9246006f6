interface CountBadgeProps {
  count: number;
  label: string;
  tone?: 'accent' | 'alarm';
}

/** How many wait. Spoken with its unit, shown as a number. */
export function CountBadge({ count, label, tone = 'accent' }: CountBadgeProps) {
  if (count === 0) return null;
  return (
    <span
      role="img"
      aria-label={label}
      className={`inline-grid h-5 min-w-5 shrink-0 place-items-center rounded-full px-1.5 text-xs font-semibold tabular ${tone === 'accent' ? 'bg-accent text-accent-ink' : 'bg-hangup text-white'}`}
    >
      {count > 99 ? '99+' : count}
    </span>
  );
}
