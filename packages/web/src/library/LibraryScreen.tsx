import type { ItemId } from '@cardea/protocol';
import { usePhone } from '../app/useMedia.ts';
import { HomeNav } from '../home/HomeNav.tsx';
import { Sidebar } from '../home/Sidebar.tsx';
import { ItemPage } from './ItemPage.tsx';
import { LibraryGrid } from './LibraryGrid.tsx';
import { LibrarySide } from './LibrarySide.tsx';

/** What is kept, or one item of it, which has the whole screen. */
export default function LibraryScreen({ item }: { item: ItemId | null }) {
  const phone = usePhone();
  if (item !== null) return <ItemPage key={item} id={item} />;
  if (phone) {
    return (
      <div className="flex h-dvh flex-col">
        <LibraryGrid phone />
        <HomeNav place="bottom" />
      </div>
    );
  }
  return (
    <div className="flex h-dvh">
      <Sidebar>
        <LibrarySide />
      </Sidebar>
      <LibraryGrid phone={false} />
    </div>
  );
}
