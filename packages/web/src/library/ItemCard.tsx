import type { LibraryEntry } from '@cardea/client';
import { CircleAlert, Cloud, CloudCheck, HardDrive, Link2, Pause, Users, WifiOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../app/cardea.ts';
import { navigate } from '../app/navigation.ts';
import { formatRoute, type Route } from '../app/route.ts';
import { testIds } from '../design/testIds.ts';
import { timer } from '../i18n/format.ts';
import { useLocale } from '../i18n/useLanguage.ts';
import { ItemMenu } from './ItemMenu.tsx';
import { ItemPicture, KindIcon } from './ItemPicture.tsx';
import { detailText, uploadShare, uploadText } from './itemText.ts';
import { ProgressRing } from './ProgressRing.tsx';

const places = { device: HardDrive, server: Cloud, both: CloudCheck } as const;

export function ItemCard({ entry, now }: { entry: LibraryEntry; now: number }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const me = useMe();
  const { item, place, upload } = entry;
  const Place = places[place];
  const route: Route = { page: 'library', item: item.id };
  const failed = upload?.status === 'failed';
  return (
    <li
      data-testid={testIds.libraryItem}
      data-item={item.id}
      data-place={place}
      data-upload={upload?.status}
      className="group relative flex min-w-0 flex-col rounded-3xl border border-line bg-surface shadow-[0_1px_2px_rgb(0_0_0/0.04)] transition-shadow hover:shadow-float has-[a:focus-visible]:outline-2 has-[a:focus-visible]:outline-offset-2 has-[a:focus-visible]:outline-accent"
    >
      <div className="relative aspect-video overflow-hidden rounded-t-3xl bg-sunken">
        <ItemPicture entry={entry} />
        <span className="absolute top-2.5 left-2.5 grid size-8 place-items-center rounded-full bg-black/60 text-white">
          <KindIcon entry={entry} className="size-4" />
        </span>
        {item.duration !== null && (
          <span className="absolute right-2.5 bottom-2.5 rounded-lg bg-black/70 px-1.5 py-0.5 text-xs font-medium text-white tabular">
            {timer(item.duration)}
          </span>
        )}
        {upload !== null && <UploadVeil entry={entry} />}
      </div>
      <div className="flex min-w-0 flex-1 flex-col gap-0.5 px-4 pt-3 pb-3.5">
        <a
          href={formatRoute(route)}
          onClick={(event) => {
            if (event.metaKey || event.ctrlKey || event.shiftKey) return;
            event.preventDefault();
            navigate(route);
          }}
          className="truncate pr-1 leading-snug font-semibold outline-none after:absolute after:inset-0 after:rounded-3xl"
          title={item.title}
        >
          <span className="sr-only">{t(`library.kind.${item.kind}`)}: </span>
          {item.title}
        </a>
        <span className="truncate text-sm text-soft">{detailText(entry, me.id, now, t, locale)}</span>
        <span
          className={`mt-1 flex min-h-5 items-center gap-1.5 text-xs tabular ${failed ? 'text-danger' : 'text-soft'}`}
        >
          {upload === null ? (
            <>
              <Place aria-hidden className={`size-4 shrink-0 ${place === 'both' ? 'text-accent' : ''}`} />
              <span className="truncate" title={t(`library.place.${place}`)}>
                {t(`library.placeShort.${place}`)}
              </span>
              <span className="flex-1" />
              <Shared entry={entry} />
            </>
          ) : (
            <span className="line-clamp-2">{uploadText(upload, t, locale)}</span>
          )}
        </span>
      </div>
      <span className="absolute top-2 right-2">
        <ItemMenu entry={entry} look="glass" />
      </span>
    </li>
  );
}

/** Over the picture while it is on its way to the server. */
function UploadVeil({ entry: { item, upload } }: { entry: LibraryEntry }) {
  const { t } = useTranslation();
  if (upload === null) return null;
  const share = uploadShare(upload);
  const Sign = { paused: Pause, waiting: WifiOff, failed: CircleAlert }[
    upload.status as 'paused' | 'waiting' | 'failed'
  ] as typeof Pause | undefined;
  return (
    <span className="absolute inset-0 grid place-items-center bg-black/45 text-white">
      <span
        role="progressbar"
        aria-label={t('library.upload.progress', { title: item.title })}
        aria-valuenow={share === null ? undefined : Math.floor(share * 100)}
        className="relative grid place-items-center"
      >
        {upload.status !== 'failed' && <ProgressRing share={share} className="size-14" />}
        <span className="absolute grid place-items-center text-xs font-semibold tabular">
          {Sign !== undefined ? (
            <Sign aria-hidden className={upload.status === 'failed' ? 'size-9' : 'size-5'} />
          ) : (
            share !== null && `${Math.floor(share * 100)}`
          )}
        </span>
      </span>
    </span>
  );
}

/** Who else may see it, as small signs. */
function Shared({ entry: { sharedWith, links } }: { entry: LibraryEntry }) {
  return (
    <>
      {sharedWith.length > 0 && (
        <span className="flex items-center gap-1">
          <Users aria-hidden className="size-4" />
          {sharedWith.length}
        </span>
      )}
      {links > 0 && (
        <span className="flex items-center gap-1">
          <Link2 aria-hidden className="size-4" />
          {links}
        </span>
      )}
    </>
  );
}
