import { Images, MessageCircle, Phone, Users } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useChat, useHistory, usePeople } from '../app/cardea.ts';
import { navigate, useRoute } from '../app/navigation.ts';
import { CountBadge } from '../design/CountBadge.tsx';
import { homeTabs, showTab, useHomeTab } from './tab.ts';

const places = [...homeTabs, 'library'] as const;
const icons = { people: Users, chats: MessageCircle, calls: Phone, library: Images } as const;

/** The three lists and the library: a row of tabs on a desktop, the bottom bar on a phone. */
export function HomeNav({ place }: { place: 'top' | 'bottom' }) {
  const { t } = useTranslation();
  const tab = useHomeTab((state) => state.tab);
  const inLibrary = useRoute().page === 'library';
  const unread = useChat((state) => state.unread);
  const missed = useHistory((state) => state.missed);
  const requests = usePeople(({ contacts }) => contacts.filter(({ state }) => state === 'asks').length);
  const counts = { people: requests, chats: unread, calls: missed, library: 0 } as const;
  const labels = {
    people: t('people.requests'),
    chats: t('nav.unread', { count: unread }),
    calls: t('nav.missed', { count: missed }),
    library: '',
  } as const;
  const open = (place: (typeof places)[number]): void => {
    if (place === 'library') {
      navigate({ page: 'library', item: null });
      return;
    }
    showTab(place);
    if (inLibrary) navigate({ page: 'home' });
  };

  return (
    <nav
      aria-label={t('nav.main')}
      className={
        place === 'bottom'
          ? 'flex border-t border-line bg-surface pb-[env(safe-area-inset-bottom)]'
          : 'mx-4 flex gap-1 rounded-2xl bg-sunken p-1'
      }
    >
      {places.map((one) => {
        const Icon = icons[one];
        const current = inLibrary ? one === 'library' : one === tab;
        return (
          <button
            key={one}
            type="button"
            aria-current={current ? 'page' : undefined}
            onClick={() => open(one)}
            className={`relative flex min-w-0 items-center justify-center font-medium transition-colors ${
              place === 'bottom'
                ? `min-h-16 flex-1 flex-col gap-1 text-xs ${current ? 'text-accent' : 'text-soft'}`
                : `min-h-9 flex-auto gap-1 rounded-xl px-1 text-sm ${current ? 'bg-raised text-ink shadow-sm' : 'text-soft hover:text-ink'}`
            }`}
          >
            {place === 'bottom' && <Icon aria-hidden className="size-5.5" />}
            <span className="truncate">{t(`nav.${one}`)}</span>
            <span className={place === 'bottom' ? 'absolute top-1.5 left-1/2 ml-2' : 'contents'}>
              <CountBadge
                count={counts[one]}
                label={labels[one]}
                tone={one === 'calls' ? 'alarm' : 'accent'}
              />
            </span>
          </button>
        );
      })}
    </nav>
  );
}
