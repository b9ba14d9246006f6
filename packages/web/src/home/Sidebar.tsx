import { Search, X } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../design/IconButton.tsx';
import { CallHistory } from './CallHistory.tsx';
import { ConversationList } from './ConversationList.tsx';
import { HomeNav } from './HomeNav.tsx';
import { MeBar } from './MeBar.tsx';
import { PeopleList } from './PeopleList.tsx';
import { SearchResults } from './SearchResults.tsx';
import { ServerChip } from './ServerChip.tsx';
import { useHomeTab } from './tab.ts';

interface SidebarProps {
  wide?: boolean;
  /** Stands in the place of the search and the lists. */
  children?: ReactNode;
}

export function Sidebar({ wide = false, children }: SidebarProps) {
  return (
    <aside
      className={`flex min-h-0 flex-col bg-surface ${wide ? 'flex-1' : 'w-80 shrink-0 border-r border-line xl:w-92'}`}
    >
      <MeBar />
      <ServerChip />
      {children === undefined ? (
        <PeopleSide wide={wide} />
      ) : (
        <>
          <HomeNav place="top" />
          {children}
        </>
      )}
    </aside>
  );
}

/** The search for people, and the list of the tab. */
function PeopleSide({ wide }: { wide: boolean }) {
  const { t } = useTranslation();
  const tab = useHomeTab((state) => state.tab);
  const [text, setText] = useState('');
  const searching = text.trim() !== '';
  return (
    <>
      <div className="mx-4 mb-3 flex items-center rounded-2xl bg-sunken focus-within:ring-2 focus-within:ring-accent">
        <Search aria-hidden className="ml-3.5 size-4.5 shrink-0 text-soft" />
        <input
          type="search"
          aria-label={t('people.search')}
          placeholder={t('people.search')}
          value={text}
          maxLength={40}
          autoComplete="off"
          onChange={(event) => setText(event.target.value)}
          onKeyDown={(event) => {
            if (event.key === 'Escape') setText('');
          }}
          className="min-h-11 min-w-0 flex-1 bg-transparent px-2.5 outline-none placeholder:text-soft [&::-webkit-search-cancel-button]:hidden"
        />
        {searching && <IconButton label={t('people.clear')} icon={<X />} onClick={() => setText('')} />}
      </div>
      {!wide && !searching && <HomeNav place="top" />}
      <div className="mt-2 min-h-0 flex-1 overflow-y-auto overscroll-contain px-2 pb-4">
        {searching ? (
          <SearchResults text={text.trim()} onDone={() => setText('')} />
        ) : (
          <>
            {tab === 'people' && <PeopleList />}
            {tab === 'chats' && <ConversationList />}
            {tab === 'calls' && <CallHistory />}
          </>
        )}
      </div>
    </>
  );
}
