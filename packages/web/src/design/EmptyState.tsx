import type { ReactNode } from 'react';

interface EmptyStateProps {
  title: string;
  hint: string;
  art?: ReactNode;
  children?: ReactNode;
}

/** What to do when there is nothing yet. */
export function EmptyState({ title, hint, art, children }: EmptyStateProps) {
  return (
    <div className="mx-auto flex max-w-md flex-col items-center px-6 py-12 text-center">
      {art}
      <h2 className="mt-4 text-lg font-semibold tracking-tight text-balance">{title}</h2>
      <p className="mt-1.5 text-pretty text-soft">{hint}</p>
      {children !== undefined && <div className="mt-5 flex flex-wrap justify-center gap-2">{children}</div>}
    </div>
  );
}
