import type { SharedItem } from '@cardea/protocol';
import { Download } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useCardea } from '../app/cardea.ts';
import { useNow } from '../app/useNow.ts';
import { LinkButton } from '../design/Button.tsx';
import { Logo } from '../design/Logo.tsx';
import { dayHeading, fileSize } from '../i18n/format.ts';
import { useLocale } from '../i18n/useLanguage.ts';
import { PictureView } from '../player/PictureView.tsx';
import { Player } from '../player/Player.tsx';

interface SharedViewProps {
  token: string;
  item: Extract<SharedItem, { locked: false }>;
}

/** What is behind a link, once it may be seen. */
export function SharedView({ token, item }: SharedViewProps) {
  const { t } = useTranslation();
  const locale = useLocale();
  const { shares } = useCardea();
  const now = useNow(60_000);
  const src = shares.contentUrl(token, 'play');
  const details = [
    t('library.sharePage.from', { name: item.ownerName }),
    dayHeading(item.recordedAt, now, locale),
    fileSize(item.size, locale),
    t('library.sharePage.until', {
      date: new Intl.DateTimeFormat(locale, { month: 'long', day: 'numeric' }).format(item.expiresAt),
    }),
  ];
  return (
    <main data-theme="room" className="flex h-dvh flex-col bg-black text-ink">
      <header className="flex min-h-18 items-center gap-3 bg-paper px-4 py-2.5 in-[:fullscreen]:hidden sm:px-6">
        <Logo className="size-8 shrink-0 text-accent" />
        <div className="min-w-0 flex-1">
          <h1 className="truncate leading-snug font-semibold">{item.title}</h1>
          <p className="truncate text-sm text-soft">{details.join(' · ')}</p>
        </div>
        <LinkButton
          href={shares.contentUrl(token, 'download')}
          download
          aria-label={t('library.sharePage.download')}
          look="primary"
          icon={<Download aria-hidden />}
        >
          <span className="max-sm:sr-only">{t('library.sharePage.download')}</span>
        </LinkButton>
      </header>
      {item.mediaType.startsWith('image/') ? (
        <PictureView title={item.title} src={src} />
      ) : (
        <Player
          id={token}
          title={item.title}
          src={src}
          picture={item.mediaType.startsWith('video/')}
          people={[{ id: item.ownerName, name: item.ownerName, avatarUrl: null }]}
          duration={item.duration}
          onScreenshot={null}
        />
      )}
    </main>
  );
}
