import type { ReactNode } from 'react';

/** A group of settings that belong together. */
export function Card({ title, children }: { title?: string; children: ReactNode }) {
  return (
    <section className="mb-5 rounded-3xl border border-line bg-surface p-5 sm:p-6">
      {title !== undefined && <h3 className="mb-4 text-lg font-semibold tracking-tight">{title}</h3>}
      {children}
    </section>
  );
}
