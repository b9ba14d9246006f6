import type { LibraryEntry } from '@cardea/client';
import type { ItemId } from '@cardea/protocol';
import { ArrowLeft, Download, Share2 } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCardea, useMe, usePeople, useServerKeeps } from '../app/cardea.ts';
import { errorText } from '../app/errorText.ts';
import { navigate } from '../app/navigation.ts';
import { toast } from '../app/toasts.ts';
import { useNow } from '../app/useNow.ts';
import { useRun } from '../app/useRun.ts';
import { Button } from '../design/Button.tsx';
import { DoorArt } from '../design/DoorArt.tsx';
import { EmptyState } from '../design/EmptyState.tsx';
import { IconButton } from '../design/IconButton.tsx';
import { Spinner } from '../design/Spinner.tsx';
import { timer } from '../i18n/format.ts';
import { useLocale } from '../i18n/useLanguage.ts';
import { PictureView } from '../player/PictureView.tsx';
import { Player } from '../player/Player.tsx';
import { ItemMenu } from './ItemMenu.tsx';
import { detailText } from './itemText.ts';
import { ShareDialog } from './ShareDialog.tsx';
import { useOpened } from './useOpened.ts';

const toLibrary = (): void => navigate({ page: 'library', item: null });

/** One item on the whole screen. */
export function ItemPage({ id }: { id: ItemId }) {
  const { t } = useTranslation();
  const opened = useOpened(id);
  if (opened.status === 'loading') return <Opening />;
  if (opened.status !== 'open') {
    const gone = opened.status === 'gone';
    return (
      <main className="grid h-dvh place-items-center">
        <EmptyState
          title={gone ? t('library.gone') : t('library.message.away')}
          hint={gone ? t('library.goneHint') : errorText(opened.error, t)}
          art={<DoorArt />}
        >
          <Button look="primary" onClick={toLibrary}>
            {t('library.back')}
          </Button>
        </EmptyState>
      </main>
    );
  }
  return <OpenItem entry={opened.entry} url={opened.url} />;
}

function Opening() {
  const { t } = useTranslation();
  return (
    <main data-theme="room" className="grid h-dvh place-items-center bg-black text-ink">
      <span role="status" aria-label={t('common.loading')} className="[&_svg]:size-10">
        <Spinner />
      </span>
    </main>
  );
}

function OpenItem({ entry, url }: { entry: LibraryEntry; url: string }) {
  const { t } = useTranslation();
  const { library } = useCardea();
  const run = useRun();
  const { item, owner, thumbnail } = entry;
  const known = usePeople((state) => state.known);

  useEffect(() => {
    if (item.kind === 'message') library.markPlayed(item.id);
  }, [library, item.kind, item.id]);

  const keep = async (picture: Blob, time: number): Promise<void> => {
    const people = item.people.map(
      (one) => known.get(one.id) ?? { ...one, kind: 'guest' as const, avatarUrl: null },
    );
    const title = t('library.player.frameOf', { title: item.title.slice(0, 100), time: timer(time * 1_000) });
    const kept = await library.keepScreenshot(picture, { title, call: item.call, people });
    toast(t('library.player.kept'), {
      action: { label: t('library.player.show'), run: () => navigate({ page: 'library', item: kept }) },
    });
  };

  return (
    <main data-theme="room" className="flex h-dvh flex-col bg-black text-ink">
      <ItemHeader entry={entry} />
      {item.kind === 'screenshot' ? (
        <PictureView title={item.title} src={url} />
      ) : (
        <Player
          id={item.id}
          title={item.title}
          src={url}
          picture={item.mediaType.startsWith('video/')}
          people={[
            ...(owner === null ? [] : [owner]),
            ...item.people
              .filter((one) => one.id !== owner?.id)
              .map((one) => known.get(one.id) ?? { ...one, avatarUrl: null }),
          ]}
          poster={thumbnail}
          duration={item.duration}
          autoPlay
          onScreenshot={(picture, time) => run(keep(picture, time))}
        />
      )}
    </main>
  );
}

function ItemHeader({ entry }: { entry: LibraryEntry }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const { library } = useCardea();
  const run = useRun();
  const me = useMe();
  const now = useNow(30_000);
  const keeps = useServerKeeps();
  const [sharing, setSharing] = useState(false);
  const { item, owner } = entry;
  return (
    <header className="flex min-h-16 items-center gap-1 bg-paper px-2 py-2 in-[:fullscreen]:hidden sm:px-4">
      <IconButton label={t('library.back')} icon={<ArrowLeft />} onClick={toLibrary} />
      <div className="min-w-0 flex-1 px-1">
        <h1 className="truncate leading-snug font-semibold">{item.title}</h1>
        <p className="truncate text-sm text-soft">{detailText(entry, me.id, now, t, locale)}</p>
      </div>
      {owner === null && keeps && (
        <IconButton label={t('library.menu.share')} icon={<Share2 />} onClick={() => setSharing(true)} />
      )}
      <span className="max-sm:hidden">
        <IconButton
          label={t('library.menu.download')}
          icon={<Download />}
          onClick={() => run(library.download(item.id))}
        />
      </span>
      <ItemMenu entry={entry} theme="room" onRemoved={toLibrary} />
      {sharing && <ShareDialog entry={entry} onClose={() => setSharing(false)} />}
    </header>
  );
}
