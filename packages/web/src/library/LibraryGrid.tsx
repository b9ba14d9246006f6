import { ArrowDownWideNarrow, ArrowUpNarrowWide, Search, X } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { useCardea, useLibrary } from '../app/cardea.ts';
import { useNow } from '../app/useNow.ts';
import { useRun } from '../app/useRun.ts';
import { Button } from '../design/Button.tsx';
import { DoorArt } from '../design/DoorArt.tsx';
import { EmptyState } from '../design/EmptyState.tsx';
import { IconButton } from '../design/IconButton.tsx';
import { useLocale } from '../i18n/useLanguage.ts';
import { ItemCard } from './ItemCard.tsx';
import { FilterChips } from './LibrarySide.tsx';
import { UnfinishedBanner } from './UnfinishedBanner.tsx';
import { UsageBars } from './UsageBars.tsx';
import { changeView, useLibraryView, viewOf } from './view.ts';

/** All that is kept, as cards. */
export function LibraryGrid({ phone }: { phone: boolean }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const { library } = useCardea();
  const run = useRun();
  const { entries, loaded, more, unfinished } = useLibrary((state) => state);
  const view = useLibraryView((state) => state);
  const now = useNow(30_000);
  const shown = viewOf(entries, view, locale);
  const newest = view.order === 'newest';

  useEffect(() => {
    if (!loaded) run(library.load());
  }, [library, loaded, run]);

  return (
    <main className="min-h-0 min-w-0 flex-1 overflow-y-auto overscroll-contain">
      <div className="mx-auto max-w-6xl px-4 pt-4 pb-12 sm:px-8 sm:pt-6">
        <header className="mb-4 flex flex-wrap items-center gap-x-4 gap-y-3">
          <h1 className="min-w-0 flex-1 text-2xl font-semibold tracking-tight">
            {phone || view.filter === 'all' ? t('library.title') : t(`library.filter.${view.filter}`)}
          </h1>
          <div className="flex min-w-0 items-center rounded-2xl bg-sunken focus-within:ring-2 focus-within:ring-accent max-sm:order-1 max-sm:w-full sm:w-72">
            <Search aria-hidden className="ml-3.5 size-4.5 shrink-0 text-soft" />
            <input
              type="search"
              aria-label={t('library.search')}
              placeholder={t('library.search')}
              value={view.text}
              maxLength={80}
              autoComplete="off"
              onChange={(event) => changeView({ text: event.target.value })}
              onKeyDown={(event) => {
                if (event.key === 'Escape') changeView({ text: '' });
              }}
              className="min-h-11 min-w-0 flex-1 bg-transparent px-2.5 outline-none placeholder:text-soft [&::-webkit-search-cancel-button]:hidden"
            />
            {view.text !== '' && (
              <IconButton
                label={t('library.clearSearch')}
                icon={<X />}
                onClick={() => changeView({ text: '' })}
              />
            )}
          </div>
          <IconButton
            label={`${t('library.order')}: ${t(newest ? 'library.newest' : 'library.oldest')}`}
            icon={newest ? <ArrowDownWideNarrow /> : <ArrowUpNarrowWide />}
            look="quiet"
            onClick={() => changeView({ order: newest ? 'oldest' : 'newest' })}
          />
        </header>
        {phone && (
          <div className="mb-4">
            <FilterChips />
          </div>
        )}
        <UnfinishedBanner now={now} />
        {loaded && shown.length === 0 && <NothingShown />}
        <ul className="grid gap-4 sm:gap-5 [grid-template-columns:repeat(auto-fill,minmax(min(100%,15.5rem),1fr))]">
          {shown.map((entry) => (
            <ItemCard key={entry.item.id} entry={entry} now={now} />
          ))}
        </ul>
        {more && (
          <div className="flex justify-center pt-6">
            <Button look="plain" onClick={() => run(library.load())}>
              {t('library.loadMore')}
            </Button>
          </div>
        )}
        {phone && (
          <div className="mt-8 border-t border-line pt-5">
            <UsageBars />
          </div>
        )}
        <p role="status" className="sr-only">
          {loaded && t('library.items', { count: shown.length + unfinished.length })}
        </p>
      </div>
    </main>
  );
}

function NothingShown() {
  const { t } = useTranslation();
  const { text, filter } = useLibraryView((state) => state);
  const searching = text.trim() !== '';
  return (
    <EmptyState
      title={searching ? t('library.noResults', { text: text.trim() }) : t(`library.empty.${filter}`)}
      hint={t(
        searching
          ? 'library.noResultsHint'
          : filter === 'shared'
            ? 'library.emptySharedHint'
            : 'library.emptyHint',
      )}
      art={<DoorArt className="h-36" />}
    />
  );
}
