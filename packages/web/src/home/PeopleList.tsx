import { useTranslation } from 'react-i18next';
import { DoorOpen } from 'lucide-react';
import { useMemo } from 'react';
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
      {requests.length > 0 && (
        <section>
          <ListHeading text={t('people.requests')} />
          <ul>
            {requests.map(({ person }) => (
              <RequestRow key={person.id} person={person} />
            ))}
          </ul>
        </section>
      )}
      {contacts.length > 0 && (
        <section>
          <ListHeading text={t('people.contacts')} />
          <ul>
            {contacts.map((contact) => (
              <ContactRow key={contact.person.id} contact={contact} />
            ))}
          </ul>
        </section>
      )}
      {waiting.length > 0 && (
        <section>
          <ListHeading text={t('people.waiting')} />
          <ul>
            {waiting.map(({ person }) => (
              <WaitingRow key={person.id} person={person} />
            ))}
          </ul>
        </section>
      )}
      {blocked.length > 0 && (
        <section>
          <ListHeading text={t('people.blocked')} />
          <ul>
            {blocked.map(({ person }) => (
              <BlockedRow key={person.id} person={person} />
            ))}
          </ul>
        </section>
      )}
    </>
  );
}
