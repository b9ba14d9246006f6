import type { LibraryEntry } from '@cardea/client';
import type { Person } from '@cardea/protocol';
import { Check } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCardea, useMe, usePeople } from '../app/cardea.ts';
import { useRun } from '../app/useRun.ts';
import { Avatar } from '../design/Avatar.tsx';

/** Those of the call first, then contacts. */
export function SharePeople({ entry }: { entry: LibraryEntry }) {
  const { t } = useTranslation();
  const cardea = useCardea();
  const run = useRun();
  const me = useMe();
  const { contacts, known } = usePeople((state) => state);
  const [busy, setBusy] = useState(false);
  const { item, sharedWith } = entry;
  const inCall = new Set(item.people.map(({ id }) => id));

  const people = useMemo(() => {
    const list = new Map<string, Pick<Person, 'id' | 'name' | 'avatarUrl'>>();
    for (const one of item.people) list.set(one.id, known.get(one.id) ?? { ...one, avatarUrl: null });
    for (const id of sharedWith) {
      const person = known.get(id);
      if (person !== undefined) list.set(id, person);
    }
    for (const { person, state } of contacts) if (state === 'accepted') list.set(person.id, person);
    list.delete(me.id);
    return [...list.values()];
  }, [contacts, item.people, known, me.id, sharedWith]);

  const toggle = async (id: Person['id']): Promise<void> => {
    setBusy(true);
    try {
      const without = sharedWith.filter((one) => one !== id);
      await cardea.library.share(item.id, without.length < sharedWith.length ? without : [...without, id]);
    } finally {
      setBusy(false);
    }
  };

  return (
    <fieldset aria-busy={busy} className="min-w-0">
      <legend className="mb-2 text-sm font-semibold">{t('library.share.people')}</legend>
      {people.length === 0 && <p className="text-sm text-soft">{t('library.share.noPeople')}</p>}
      <div className="-mx-2 max-h-64 overflow-y-auto">
        {people.map((person) => (
          <label
            key={person.id}
            className="flex min-h-13 items-center gap-3 rounded-2xl px-2 transition-colors hover:bg-sunken has-focus-visible:outline-2 has-focus-visible:-outline-offset-2 has-focus-visible:outline-accent"
          >
            <Avatar person={person} size="sm" />
            <span className="min-w-0 flex-1">
              <span className="block truncate font-medium">{person.name}</span>
              {inCall.has(person.id) && item.call !== null && (
                <span className="block truncate text-xs text-soft">{t('library.share.inCall')}</span>
              )}
            </span>
            <input
              type="checkbox"
              className="peer sr-only"
              checked={sharedWith.includes(person.id)}
              disabled={busy}
              onChange={() => run(toggle(person.id))}
            />
            <span
              aria-hidden
              className="grid size-6 shrink-0 place-items-center rounded-lg border-2 border-nobody text-transparent transition-colors peer-checked:border-accent peer-checked:bg-accent peer-checked:text-accent-ink"
            >
              <Check className="size-4" strokeWidth={3} />
            </span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
