import type { Person, Presence } from '@cardea/protocol';
import { useTranslation } from 'react-i18next';
import { Avatar } from '../design/Avatar.tsx';
import { testIds } from '../design/testIds.ts';
import { CallButtons } from '../home/CallButtons.tsx';

interface RoomPersonProps {
  person: Person;
  presence: Presence;
  isMe: boolean;
}

export function RoomPerson({ person, presence, isMe }: RoomPersonProps) {
  const { t } = useTranslation();
  return (
    <li data-testid={testIds.roomPerson} className="flex min-h-18 items-center gap-3.5 rounded-2xl px-3 py-2">
      <Avatar person={person} presence={presence} />
      <div className="min-w-0 flex-1">
        <p className="truncate font-medium">{person.name}</p>
        <p className="text-sm text-soft">{isMe ? t('common.you') : t(`presence.${presence}`)}</p>
      </div>
      {!isMe && <CallButtons person={person} named />}
    </li>
  );
}
