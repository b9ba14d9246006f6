import { lazy, Suspense, useEffect } from 'react';
import { Tooltip } from 'radix-ui';
import { CallLayer } from '../call/CallLayer.tsx';
import { MinimisedCall } from '../call/MinimisedCall.tsx';
import { shownCall, useSurface } from '../call/surface.ts';
import { Home } from '../home/Home.tsx';
import { RingEffects } from '../ring/RingEffects.tsx';
import { RoomEntry } from '../room/RoomEntry.tsx';
import { RoomScreen } from '../room/RoomScreen.tsx';
import { useRoomMembership } from '../room/useRoomMembership.ts';
import { Loading } from '../welcome/Loading.tsx';
import { NotFound } from '../welcome/NotFound.tsx';
import { Unreachable } from '../welcome/Unreachable.tsx';
import { Welcome } from '../welcome/Welcome.tsx';
import { AppDialogs } from './AppDialogs.tsx';
import { useCalls, useSession } from './cardea.ts';
import { LiveRegion } from './LiveRegion.tsx';
import { followHistory, useRoute } from './navigation.ts';
import type { Route } from './route.ts';
import { Toasts } from './Toasts.tsx';

const Settings = lazy(async () => await import('../settings/Settings.tsx'));

export function App() {
  useEffect(() => followHistory(), []);
  return (
    <Tooltip.Provider delayDuration={500} skipDelayDuration={200} disableHoverableContent>
      <Screen />
      <Toasts />
      <LiveRegion />
    </Tooltip.Provider>
  );
}

function Screen() {
  const route = useRoute();
  const session = useSession((state) => state);
  if (route.page === 'not-found') return <NotFound what="page" />;
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
      return <SignedIn route={route} />;
  }
}

/** The app, and above it the calls. While a call has the screen the app is not drawn: its work would be for nothing. */
function SignedIn({ route }: { route: Route }) {
  const shown = useCalls(({ calls, activeId }) => shownCall(calls, activeId));
  const small = useSurface(
    ({ minimised }) => shown !== undefined && minimised === shown.id && shown.stage !== 'ended',
  );
  useRoomMembership(route.page === 'room' ? route.room : null);
  return (
    <>
      {(shown === undefined || small) && (
        <div className="flex h-dvh flex-col">
          {small && shown !== undefined && <MinimisedCall call={shown} />}
          <div className="min-h-0 flex-1 overflow-y-auto [&_.h-dvh]:h-full">
            <Page route={route} />
          </div>
        </div>
      )}
      <CallLayer />
      <RingEffects />
      <AppDialogs />
    </>
  );
}

function Page({ route }: { route: Route }) {
  switch (route.page) {
    case 'conversation':
      return <Home person={route.person} />;
    case 'settings':
      return (
        <Suspense>
          <Settings section={route.section} />
        </Suspense>
      );
    case 'room':
      return <RoomScreen name={route.room} />;
    case 'home':
    case 'bad-room':
    case 'not-found':
      return <Home person={null} />;
  }
}
