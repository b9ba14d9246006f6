import type { Person } from '@cardea/protocol';
import { UserPlus } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCardea, usePeople } from '../app/cardea.ts';
import { errorText } from '../app/errorText.ts';
import { toast } from '../app/toasts.ts';
import { useRun } from '../app/useRun.ts';
import { EmptyState } from '../design/EmptyState.tsx';
import { IconButton } from '../design/IconButton.tsx';
import { CallButtons } from './CallButtons.tsx';
import { ListHeading } from './ListHeading.tsx';
import { PersonRow } from './PersonRow.tsx';
import { openConversation, useSelected } from './selected.ts';

type Found =
  { state: 'searching' } | { state: 'found'; people: readonly Person[] } | { state: 'failed'; text: string };

export function SearchResults({ text, onDone }: { text: string; onDone: () => void }) {
  const { t } = useTranslation();
  const cardea = useCardea();
  const [found, setFound] = useState<Found>({ state: 'searching' });

  useEffect(() => {
    let current = true;
    // A pause of typing, so that not every letter is a question to the server.
    const timer = setTimeout(() => {
      cardea.people.search(text).then(
        (people) => current && setFound({ state: 'found', people }),
        (error: unknown) => current && setFound({ state: 'failed', text: errorText(error, t) }),
      );
    }, 200);
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [cardea, text, t]);

  switch (found.state) {
    case 'searching':
      return null;
    case 'failed':
      return (
        <p role="alert" className="m-3 rounded-xl bg-danger-wash px-4 py-3 text-sm text-danger">
          {found.text}
        </p>
      );
    case 'found':
      if (found.people.length === 0) {
        return <EmptyState title={t('people.noResults', { text })} hint={t('people.noResultsHint')} />;
      }
      return (
        <section>
          <ListHeading text={t('people.results')} />
          <ul>
            {found.people.map((person) => (
              <ResultRow key={person.id} person={person} onDone={onDone} />
            ))}
          </ul>
        </section>
      );
  }
}

function ResultRow({ person, onDone }: { person: Person; onDone: () => void }) {
  const { t } = useTranslation();
  const cardea = useCardea();
  const run = useRun();
  const contact = usePeople(({ contacts }) => contacts.find((one) => one.person.id === person.id));
  const details = {
    accepted: t('people.isContact'),
    asked: t('people.youAsked'),
    asks: t('people.asksYou'),
    blocked: t('people.blocked'),
  } as const;
  const ask = async (): Promise<void> => {
    await cardea.people.ask(person.id);
    toast(t('people.askedNow', { name: person.name }));
  };
  return (
    <PersonRow
      person={person}
      presence={contact?.state === 'accepted' ? contact.presence : undefined}
      detail={
        <span className="truncate">
          {contact === undefined
            ? person.kind === 'guest'
              ? t('people.guest')
              : ''
            : details[contact.state]}
        </span>
      }
      selected={useSelected(person.id)}
      onOpen={() => {
        openConversation(person.id);
        onDone();
      }}
      actions={
        <>
          {(contact === undefined || contact.state === 'asks') && (
            <IconButton
              label={`${t('people.ask')} – ${person.name}`}
              icon={<UserPlus />}
              look="accent"
              size="sm"
              onClick={() => run(ask())}
            />
          )}
          {contact?.state !== 'blocked' && <CallButtons person={person} named />}
        </>
      }
    />
  );
}
