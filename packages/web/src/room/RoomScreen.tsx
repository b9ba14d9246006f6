import type { RoomName } from '@cardea/protocol';
import { ArrowLeft, QrCode as QrIcon } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCardea, useMe, useRooms, useServer } from '../app/cardea.ts';
import { bodyText } from '../app/errorText.ts';
import { navigate } from '../app/navigation.ts';
import { useRun } from '../app/useRun.ts';
import { Avatar } from '../design/Avatar.tsx';
import { Button } from '../design/Button.tsx';
import { CopyButton } from '../design/CopyButton.tsx';
import { Dialog } from '../design/Dialog.tsx';
import { DoorArt } from '../design/DoorArt.tsx';
import { EmptyState } from '../design/EmptyState.tsx';
import { IconButton } from '../design/IconButton.tsx';
import { QrCode } from '../design/QrCode.tsx';
import { ServerChip } from '../home/ServerChip.tsx';
import { roomLink } from './roomLink.ts';
import { RoomPerson } from './RoomPerson.tsx';

/** A room: a link, and who has it open. */
export function RoomScreen({ name }: { name: RoomName }) {
  const { t } = useTranslation();
  const cardea = useCardea();
  const run = useRun();
  const me = useMe();
  const { room, status, failure } = useRooms((state) => state);
  const lanUrls = useServer(({ info }) => info?.lanUrls);
  const [code, setCode] = useState(false);
  const { url, localOnly } = roomLink(name, location.origin, lanUrls ?? []);
  const others = room?.people.filter(({ person }) => person.id !== me.id) ?? [];

  return (
    <main className="mx-auto flex min-h-full w-full max-w-3xl flex-col px-4 pb-10 sm:px-8">
      <header className="flex items-center gap-2 py-4 sm:py-6">
        <IconButton label={t('room.leave')} icon={<ArrowLeft />} onClick={() => navigate({ page: 'home' })} />
        <div className="min-w-0 flex-1">
          <p className="text-sm text-soft">{t('room.title')}</p>
          <h1 className="truncate text-2xl leading-tight font-semibold tracking-tight">{name}</h1>
        </div>
        <Avatar person={me} presence="online" />
      </header>
      <div className="-mx-4">
        <ServerChip />
      </div>
      <section
        aria-label={t('room.link')}
        className="flex flex-wrap items-center gap-2 rounded-3xl border border-line bg-surface p-3 pl-5"
      >
        <div className="min-w-48 flex-1 py-1">
          <p className="text-xs text-soft">{t('room.link')}</p>
          <p className="truncate font-medium select-all">{url}</p>
        </div>
        <Button icon={<QrIcon />} onClick={() => setCode(true)}>
          {t('room.showCode')}
        </Button>
        <CopyButton text={url} label={t('room.copyLink')} />
      </section>
      {localOnly && <p className="mt-2 px-5 text-sm text-soft">{t('settings.phoneNone')}</p>}
      {status === 'entering' && room === null && (
        <p className="py-16 text-center text-soft">{t('room.entering')}</p>
      )}
      {status === 'failed' && (
        <EmptyState
          title={t('room.failed')}
          hint={failure === null ? t('errors.unknown') : bodyText(failure, t)}
          art={<DoorArt />}
        >
          <Button look="primary" onClick={() => run(cardea.rooms.enter(name))}>
            {t('common.retry')}
          </Button>
        </EmptyState>
      )}
      {room !== null && (
        <>
          <h2 className="px-3 pt-8 pb-2 text-sm font-semibold text-soft">
            {t('room.here')} <span className="tabular">· {room.people.length}</span>
          </h2>
          <ul className="overflow-hidden rounded-3xl border border-line bg-surface p-1.5">
            {room.people.map(({ person, presence }) => (
              <RoomPerson key={person.id} person={person} presence={presence} isMe={person.id === me.id} />
            ))}
          </ul>
          {others.length === 0 && (
            <EmptyState
              title={t('room.alone')}
              hint={t('room.aloneHint')}
              art={<DoorArt className="h-40" />}
            />
          )}
        </>
      )}
      {code && (
        <Dialog title={t('room.qrTitle')} onClose={() => setCode(false)}>
          <QrCode text={url} label={t('room.qrAlt')} />
          <p className="mt-4 text-center text-sm wrap-anywhere text-soft select-all">{url}</p>
        </Dialog>
      )}
    </main>
  );
}
