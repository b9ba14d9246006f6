import type { Conversation, MessageBody } from '@cardea/protocol';
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { useChat } from '../app/cardea.ts';

/** The last thing said, on one line; "typing" while they do. */
export function usePreview(conversation: Conversation | undefined): string | null {
  const { t } = useTranslation();
  const typing = useChat(({ open }) =>
    conversation === undefined ? false : (open.get(conversation.person.id)?.theyType ?? false),
  );
  if (conversation === undefined) return null;
  const { person, lastMessage } = conversation;
  if (typing) return t('chat.typing', { name: person.name });
  const { body } = lastMessage;
  const text = previewOf(body, t);
  return lastMessage.from === person.id ? text : t('chat.you', { text });
}

function previewOf(body: MessageBody, t: TFunction): string {
  switch (body.type) {
    case 'text':
      return body.text;
    case 'file':
      return t('chat.file', { name: body.file.name });
    case 'recording':
      return t(body.picture ? 'chat.videoMessage' : 'chat.voiceMessage');
  }
}
