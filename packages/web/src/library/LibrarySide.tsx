import { Image, Images, MessageCircle, Users, Video } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useLibrary, useServerKeeps } from '../app/cardea.ts';
import { UsageBars } from './UsageBars.tsx';
import { changeView, libraryFilters, passes, useLibraryView, type LibraryFilter } from './view.ts';

const icons = {
  all: Images,
  recording: Video,
  screenshot: Image,
  message: MessageCircle,
  shared: Users,
} as const satisfies Record<LibraryFilter, unknown>;

/** A server that keeps nothing passes no messages on and shares nothing. */
function useFilters(): readonly LibraryFilter[] {
  const keeps = useServerKeeps();
  return keeps ? libraryFilters : libraryFilters.filter((one) => one !== 'message' && one !== 'shared');
}

/** What to show, at the left of a desktop. */
export function LibrarySide() {
  const { t } = useTranslation();
  const filters = useFilters();
  const filter = useLibraryView((state) => state.filter);
  const entries = useLibrary((state) => state.entries);
  return (
    <>
      <nav
        aria-label={t('library.filters')}
        className="mt-3 grid min-h-0 flex-1 content-start gap-0.5 overflow-y-auto px-2"
      >
        {filters.map((one) => {
          const Icon = icons[one];
          const count = entries.filter((entry) => passes(entry, one)).length;
          return (
            <button
              key={one}
              type="button"
              aria-current={one === filter ? 'true' : undefined}
              onClick={() => changeView({ filter: one })}
              className={`flex min-h-12 items-center gap-3.5 rounded-2xl px-3 text-left transition-colors ${one === filter ? 'bg-accent-wash font-medium' : 'hover:bg-sunken'}`}
            >
              <Icon aria-hidden className={`size-5 ${one === filter ? 'text-accent' : 'text-soft'}`} />
              <span className="min-w-0 flex-1 truncate">{t(`library.filter.${one}`)}</span>
              {count > 0 && (
                <span aria-hidden className="text-sm text-soft tabular">
                  {count}
                </span>
              )}
            </button>
          );
        })}
      </nav>
      <div className="border-t border-line px-5 py-4">
        <UsageBars />
      </div>
    </>
  );
}

/** The same on a phone: a row to push aside. */
export function FilterChips() {
  const { t } = useTranslation();
  const filters = useFilters();
  const filter = useLibraryView((state) => state.filter);
  return (
    <nav
      aria-label={t('library.filters')}
      className="hide-scrollbar -mx-4 flex gap-2 overflow-x-auto px-4 py-1"
    >
      {filters.map((one) => (
        <button
          key={one}
          type="button"
          aria-current={one === filter ? 'true' : undefined}
          onClick={() => changeView({ filter: one })}
          className={`min-h-11 shrink-0 rounded-full px-4 text-sm font-medium whitespace-nowrap transition-colors ${one === filter ? 'bg-accent text-accent-ink' : 'bg-quiet text-ink'}`}
        >
          {t(`library.filter.${one}`)}
        </button>
      ))}
    </nav>
  );
}
