import type { PersonId } from '@cardea/protocol';
import { useTranslation } from 'react-i18next';
import { useChat, usePeople } from '../app/cardea.ts';
import { navigate } from '../app/navigation.ts';
import { Button } from '../design/Button.tsx';
import { DoorArt } from '../design/DoorArt.tsx';
import { EmptyState } from '../design/EmptyState.tsx';
import { Composer } from './Composer.tsx';
import { ConversationHeader } from './ConversationHeader.tsx';
import { DropZone } from './DropZone.tsx';
import { MessageList } from './MessageList.tsx';

export function Conversation({ person: id }: { person: PersonId }) {
  const { t } = useTranslation();
  const known = usePeople((state) => state.known.get(id));
  const contact = usePeople(({ contacts }) => contacts.find(({ person }) => person.id === id)?.person);
  const person = contact ?? known;
  const conversation = useChat(({ open }) => open.get(id));
  if (person === undefined) {
    return (
      <div className="grid flex-1 place-items-center">
        <EmptyState title={t('errors.person_not_found')} hint={t('start.notFoundHint')} art={<DoorArt />}>
          <Button look="primary" onClick={() => navigate({ page: 'home' }, 'replace')}>
            {t('start.home')}
          </Button>
        </EmptyState>
      </div>
    );
  }
  return (
    <DropZone person={person}>
      <ConversationHeader person={person} />
      <MessageList person={person} conversation={conversation} />
      <Composer person={person} autoFocus />
    </DropZone>
  );
}
