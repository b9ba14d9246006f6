import type { Person } from '@cardea/protocol';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useFileSending } from './useFileSending.ts';

/** Takes files that are dropped anywhere on a conversation. */
export function DropZone({ person, children }: { person: Person; children: ReactNode }) {
  const { t } = useTranslation();
  const { possible, send } = useFileSending(person.id);
  // Entering a child is leaving its parent, so the depth is counted.
  const [depth, setDepth] = useState(0);
  return (
    <div
      className="relative flex min-h-0 flex-1 flex-col"
      onDragEnter={(event) => {
        if (possible && event.dataTransfer.types.includes('Files')) setDepth((value) => value + 1);
      }}
      onDragLeave={() => setDepth((value) => Math.max(0, value - 1))}
      onDragOver={(event) => {
        if (possible) event.preventDefault();
      }}
      onDrop={(event) => {
        setDepth(0);
        if (!possible) return;
        event.preventDefault();
        send(Array.from(event.dataTransfer.files));
      }}
    >
      {children}
      {depth > 0 && (
        <div className="pointer-events-none absolute inset-2 z-10 grid place-items-center rounded-3xl border-2 border-dashed border-accent bg-accent-wash/90 text-lg font-semibold">
          {t('chat.dropHere', { name: person.name })}
        </div>
      )}
    </div>
  );
}
