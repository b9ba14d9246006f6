import { useTranslation } from 'react-i18next';
import { DoorOpen } from 'lucide-react';
import { useMemo, type ReactNode } from 'react';
import { usePeople } from '../app/cardea.ts';
import { openDialog } from '../app/dialogs.ts';
import { Button } from '../design/Button.tsx';
import { DoorArt } from '../design/DoorArt.tsx';
import { EmptyState } from '../design/EmptyState.tsx';
import { useLocale } from '../i18n/useLanguage.ts';
import { ContactRow } from './ContactRow.tsx';
import { ListHeading } from './ListHeading.tsx';
import { BlockedRow, RequestRow, WaitingRow } from './OtherRows.tsx';
import { peopleSections } from './peopleSections.ts';

export function PeopleList() {
  const { t } = useTranslation();
  const locale = useLocale();
  const all = usePeople((state) => state.contacts);
  const { requests, contacts, waiting, blocked } = useMemo(() => peopleSections(all, locale), [all, locale]);
  if (all.length === 0) {
    return (
      <EmptyState title={t('people.empty')} hint={t('people.emptyHint')} art={<DoorArt className="h-28" />}>
        <Button icon={<DoorOpen />} onClick={() => openDialog('open-room')}>
          {t('nav.openRoom')}
        </Button>
      </EmptyState>
    );
  }
  return (
    <>
      <Section title={t('people.requests')}>
        {requests.map(({ person }) => (
          <RequestRow key={person.id} person={person} />
        ))}
      </Section>
      <Section title={t('people.contacts')}>
        {contacts.map((contact) => (
          <ContactRow key={contact.person.id} contact={contact} />
        ))}
      </Section>
      <Section title={t('people.waiting')}>
        {waiting.map(({ person }) => (
          <WaitingRow key={person.id} person={person} />
        ))}
      </Section>
      <Section title={t('people.blocked')}>
        {blocked.map(({ person }) => (
          <BlockedRow key={person.id} person={person} />
        ))}
      </Section>
    </>
  );
}

/** A list with its heading, which an empty one does not need. */
function Section({ title, children }: { title: string; children: ReactNode[] }) {
  if (children.length === 0) return null;
  return (
    <section>
      <ListHeading text={title} />
      <ul>{children}</ul>
    </section>
  );
}
