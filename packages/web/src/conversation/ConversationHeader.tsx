import type { Person } from '@cardea/protocol';
import { ArrowLeft, Ban, MoreVertical, UserMinus, UserPlus } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCardea, usePeople } from '../app/cardea.ts';
import { navigate } from '../app/navigation.ts';
import { toast } from '../app/toasts.ts';
import { usePhone } from '../app/useMedia.ts';
import { useRun } from '../app/useRun.ts';
import { Avatar } from '../design/Avatar.tsx';
import { ConfirmDialog } from '../design/ConfirmDialog.tsx';
import { IconButton } from '../design/IconButton.tsx';
import { Menu, MenuItem } from '../design/Menu.tsx';
import { CallButtons } from '../home/CallButtons.tsx';

export function ConversationHeader({ person }: { person: Person }) {
  const { t } = useTranslation();
  const cardea = useCardea();
  const run = useRun();
  const phone = usePhone();
  const contact = usePeople(({ contacts }) => contacts.find((one) => one.person.id === person.id));
  const [asking, setAsking] = useState<'remove' | 'block' | null>(null);
  const state = contact?.state;
  const presence = state === 'accepted' ? contact?.presence : undefined;
  const status =
    presence !== undefined
      ? t(`presence.${presence}`)
      : state === 'asked'
        ? t('people.youAsked')
        : state === 'asks'
          ? t('people.asksYou')
          : state === 'blocked'
            ? t('people.isBlocked')
            : person.kind === 'guest'
              ? t('people.guest')
              : '';

  return (
    <header className="flex min-h-18 items-center gap-2 border-b border-line bg-surface px-4 py-2 max-sm:px-2">
      {phone && (
        <IconButton
          label={t('common.back')}
          icon={<ArrowLeft />}
          onClick={() => navigate({ page: 'home' })}
        />
      )}
      <Avatar person={person} presence={presence} />
      <div className="min-w-0 flex-1 pl-1">
        <h1 className="truncate leading-snug font-semibold">{person.name}</h1>
        <p className="truncate text-sm text-soft">{status}</p>
      </div>
      {state !== 'blocked' && <CallButtons person={person} />}
      <Menu
        trigger={<IconButton label={t('people.moreFor', { name: person.name })} icon={<MoreVertical />} />}
      >
        {(state === undefined || state === 'asks') && (
          <MenuItem
            icon={<UserPlus />}
            onSelect={() =>
              run(state === 'asks' ? cardea.people.accept(person.id) : cardea.people.ask(person.id))
            }
          >
            {state === 'asks' ? t('people.accept') : t('people.ask')}
          </MenuItem>
        )}
        {state === 'asked' && (
          <MenuItem icon={<UserMinus />} onSelect={() => run(cardea.people.remove(person.id))}>
            {t('people.withdraw')}
          </MenuItem>
        )}
        {state === 'accepted' && (
          <MenuItem icon={<UserMinus />} onSelect={() => setAsking('remove')}>
            {t('people.removeContact')}
          </MenuItem>
        )}
        {state === 'blocked' ? (
          <MenuItem icon={<Ban />} onSelect={() => run(cardea.people.remove(person.id))}>
            {t('people.unblock')}
          </MenuItem>
        ) : (
          <MenuItem icon={<Ban />} danger onSelect={() => setAsking('block')}>
            {t('people.block')}
          </MenuItem>
        )}
      </Menu>
      {asking === 'remove' && (
        <ConfirmDialog
          title={t('people.removeTitle', { name: person.name })}
          hint={t('people.removeHint')}
          action={t('common.remove')}
          onClose={() => setAsking(null)}
          onConfirm={() => {
            run(cardea.people.remove(person.id));
            toast(t('people.removed', { name: person.name }));
          }}
        />
      )}
      {asking === 'block' && (
        <ConfirmDialog
          title={t('people.blockTitle', { name: person.name })}
          hint={t('people.blockHint')}
          action={t('people.block')}
          onClose={() => setAsking(null)}
          onConfirm={() => {
            run(cardea.people.block(person.id));
            toast(t('people.blockedNow', { name: person.name }));
          }}
        />
      )}
    </header>
  );
}
