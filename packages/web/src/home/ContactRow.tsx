import type { Contact } from '@cardea/protocol';
import { useTranslation } from 'react-i18next';
import { useChat } from '../app/cardea.ts';
import { CountBadge } from '../design/CountBadge.tsx';
import { CallButtons } from './CallButtons.tsx';
import { PersonRow } from './PersonRow.tsx';
import { openConversation, useSelected } from './selected.ts';
import { usePreview } from './usePreview.ts';

export function ContactRow({ contact }: { contact: Contact }) {
  const { t } = useTranslation();
  const { person, presence } = contact;
  const conversation = useChat(({ conversations }) =>
    conversations.find((one) => one.person.id === person.id),
  );
  const preview = usePreview(conversation);
  const unread = conversation?.unread ?? 0;
  return (
    <PersonRow
      person={person}
      presence={presence}
      detail={<span className="truncate">{preview ?? t(`presence.${presence}`)}</span>}
      badge={<CountBadge count={unread} label={t('nav.unread', { count: unread })} />}
      selected={useSelected(person.id)}
      actions={<CallButtons person={person} named />}
      onOpen={() => openConversation(person.id)}
    />
  );
}
