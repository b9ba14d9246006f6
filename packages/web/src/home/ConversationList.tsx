import type { Conversation } from '@cardea/protocol';
import { useTranslation } from 'react-i18next';
import { useChat, usePresence } from '../app/cardea.ts';
import { useNow } from '../app/useNow.ts';
import { CountBadge } from '../design/CountBadge.tsx';
import { DoorArt } from '../design/DoorArt.tsx';
import { EmptyState } from '../design/EmptyState.tsx';
import { shortMoment } from '../i18n/format.ts';
import { useLocale } from '../i18n/useLanguage.ts';
import { PersonRow } from './PersonRow.tsx';
import { openConversation, useSelected } from './selected.ts';
import { usePreview } from './usePreview.ts';

export function ConversationList() {
  const { t } = useTranslation();
  const conversations = useChat((state) => state.conversations);
  const now = useNow(30_000);
  if (conversations.length === 0) {
    return (
      <EmptyState title={t('chat.empty')} hint={t('chat.emptyHint')} art={<DoorArt className="h-28" />} />
    );
  }
  return (
    <ul className="pt-2">
      {conversations.map((conversation) => (
        <ConversationRow key={conversation.person.id} conversation={conversation} now={now} />
      ))}
    </ul>
  );
}

function ConversationRow({ conversation, now }: { conversation: Conversation; now: number }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const { person, lastMessage, unread } = conversation;
  return (
    <PersonRow
      person={person}
      presence={usePresence(person.id)}
      detail={<span className="truncate">{usePreview(conversation)}</span>}
      aside={shortMoment(lastMessage.sentAt, now, locale)}
      badge={<CountBadge count={unread} label={t('nav.unread', { count: unread })} />}
      selected={useSelected(person.id)}
      onOpen={() => openConversation(person.id)}
    />
  );
}
