import type { Person } from '@cardea/protocol';
import { Ban, Check, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useCardea } from '../app/cardea.ts';
import { useRun } from '../app/useRun.ts';
import { Button } from '../design/Button.tsx';
import { IconButton } from '../design/IconButton.tsx';
import { PersonRow } from './PersonRow.tsx';
import { openConversation, useSelected } from './selected.ts';

/** Somebody who asks to be a contact. */
export function RequestRow({ person }: { person: Person }) {
  const { t } = useTranslation();
  const cardea = useCardea();
  const run = useRun();
  return (
    <PersonRow
      person={person}
      detail={<span className="truncate">{t('people.asksYou')}</span>}
      selected={useSelected(person.id)}
      onOpen={() => openConversation(person.id)}
      actions={
        <span className="flex gap-1">
          <IconButton
            label={`${t('people.accept')} – ${person.name}`}
            icon={<Check />}
            look="filled"
            size="sm"
            onClick={() => run(cardea.people.accept(person.id))}
          />
          <IconButton
            label={`${t('people.decline')} – ${person.name}`}
            icon={<X />}
            look="quiet"
            size="sm"
            onClick={() => run(cardea.people.remove(person.id))}
          />
          <IconButton
            label={`${t('people.block')} – ${person.name}`}
            icon={<Ban />}
            size="sm"
            onClick={() => run(cardea.people.block(person.id))}
          />
        </span>
      }
    />
  );
}

/** Somebody whom I have asked. */
export function WaitingRow({ person }: { person: Person }) {
  const { t } = useTranslation();
  const cardea = useCardea();
  const run = useRun();
  return (
    <PersonRow
      person={person}
      detail={<span className="truncate">{t('people.youAsked')}</span>}
      selected={useSelected(person.id)}
      onOpen={() => openConversation(person.id)}
      actions={
        <IconButton
          label={`${t('people.withdraw')} – ${person.name}`}
          icon={<X />}
          size="sm"
          onClick={() => run(cardea.people.remove(person.id))}
        />
      }
    />
  );
}

export function BlockedRow({ person }: { person: Person }) {
  const { t } = useTranslation();
  const cardea = useCardea();
  const run = useRun();
  return (
    <PersonRow
      person={person}
      detail={<span className="truncate">{t('people.isBlocked')}</span>}
      selected={useSelected(person.id)}
      onOpen={() => openConversation(person.id)}
      actions={
        <Button size="sm" look="plain" onClick={() => run(cardea.people.remove(person.id))}>
          {t('people.unblock')}
        </Button>
      }
    />
  );
}
