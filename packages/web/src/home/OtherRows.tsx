import type { Person } from '@cardea/protocol';
import { Ban, Check, X } from 'lucide-react';
import type { ReactNode } from 'react';
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
  const { people } = useCardea();
  const run = useRun();
  return (
    <OtherRow person={person} detail={t('people.asksYou')}>
      <span className="flex gap-1">
        <IconButton
          label={`${t('people.accept')} – ${person.name}`}
          icon={<Check />}
          look="filled"
          size="sm"
          onClick={() => run(people.accept(person.id))}
        />
        <IconButton
          label={`${t('people.decline')} – ${person.name}`}
          icon={<X />}
          look="quiet"
          size="sm"
          onClick={() => run(people.remove(person.id))}
        />
        <IconButton
          label={`${t('people.block')} – ${person.name}`}
          icon={<Ban />}
          size="sm"
          onClick={() => run(people.block(person.id))}
        />
      </span>
    </OtherRow>
  );
}

/** Somebody whom I have asked. */
export function WaitingRow({ person }: { person: Person }) {
  const { t } = useTranslation();
  const { people } = useCardea();
  const run = useRun();
  return (
    <OtherRow person={person} detail={t('people.youAsked')}>
      <IconButton
        label={`${t('people.withdraw')} – ${person.name}`}
        icon={<X />}
        size="sm"
        onClick={() => run(people.remove(person.id))}
      />
    </OtherRow>
  );
}

export function BlockedRow({ person }: { person: Person }) {
  const { t } = useTranslation();
  const { people } = useCardea();
  const run = useRun();
  return (
    <OtherRow person={person} detail={t('people.isBlocked')}>
      <Button size="sm" look="plain" onClick={() => run(people.remove(person.id))}>
        {t('people.unblock')}
      </Button>
    </OtherRow>
  );
}

/** Somebody who is no contact: how we stand, and beside it what can be done about it. */
function OtherRow({ person, detail, children }: { person: Person; detail: string; children: ReactNode }) {
  return (
    <PersonRow
      person={person}
      detail={<span className="truncate">{detail}</span>}
      selected={useSelected(person.id)}
      onOpen={() => openConversation(person.id)}
      actions={children}
    />
  );
}
