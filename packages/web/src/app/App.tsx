import { Suspense, useEffect } from 'react';
import { RoomEntry } from '../room/RoomEntry.tsx';
import { Loading } from '../welcome/Loading.tsx';
import { NotFound } from '../welcome/NotFound.tsx';
import { Unreachable } from '../welcome/Unreachable.tsx';
import { Welcome } from '../welcome/Welcome.tsx';
import { useSession } from './cardea.ts';
import { lazyScreen } from './lazyPart.tsx';
import { LiveRegion } from './LiveRegion.tsx';
import { followHistory, useRoute } from './navigation.ts';
import { usePreferences } from './preferences.ts';
import { parseRoute } from './route.ts';
import { Toasts } from './Toasts.tsx';

const loadSignedIn = async () => await import('./SignedIn.tsx');
const SignedIn = lazyScreen(loadSignedIn);
/** For whoever has the link, signed in or not. */
const SharePage = lazyScreen(async () => await import('../share/SharePage.tsx'));

export function App() {
  useEffect(() => followHistory(), []);

  // Who was here before is probably signed in: what comes next is loaded while the server is asked.
  useEffect(() => {
    if (usePreferences.getState().name !== '' && parseRoute(location.pathname, '').page !== 'share') {
      void loadSignedIn();
    }
  }, []);

  return (
    <>
      <Screen />
      <Toasts />
      <LiveRegion />
    </>
  );
}

function Screen() {
  const route = useRoute();
  const session = useSession((state) => state);
  if (route.page === 'not-found') return <NotFound what="page" />;
  if (route.page === 'share') {
    return (
      <Suspense fallback={<Loading />}>
        <SharePage key={route.token} token={route.token} />
      </Suspense>
    );
  }
  if (route.page === 'bad-room') return <NotFound what="room" />;
  switch (session.status) {
    case 'loading':
      return <Loading />;
    case 'unreachable':
      return <Unreachable />;
    case 'signed-out':
      if (route.page === 'room') return <RoomEntry room={route.room} name={route.name} />;
      return <Welcome notice={session.notice} />;
    case 'signed-in':
      return (
        <Suspense fallback={<Loading />}>
          <SignedIn />
        </Suspense>
      );
  }
}
