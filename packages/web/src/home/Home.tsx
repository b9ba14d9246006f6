import type { PersonId } from '@cardea/protocol';
import { usePhone } from '../app/useMedia.ts';
import { Conversation } from '../conversation/Conversation.tsx';
import { EmptyMain } from './EmptyMain.tsx';
import { HomeNav } from './HomeNav.tsx';
import { Sidebar } from './Sidebar.tsx';

/** Lists at the left and a conversation at the right; on a phone one of the two. */
export function Home({ person }: { person: PersonId | null }) {
  const phone = usePhone();
  if (phone) {
    return (
      <div className="flex h-dvh flex-col">
        {person === null ? (
          <>
            <Sidebar wide />
            <HomeNav place="bottom" />
          </>
        ) : (
          <main className="flex min-h-0 flex-1 flex-col">
            <Conversation key={person} person={person} />
          </main>
        )}
      </div>
    );
  }
  return (
    <div className="flex h-dvh">
      <Sidebar />
      <main className="flex min-w-0 flex-1 flex-col">
        {person === null ? <EmptyMain /> : <Conversation key={person} person={person} />}
      </main>
    </div>
  );
}
