import { Tooltip } from 'radix-ui';
import { Suspense } from 'react';
import { CallLayer } from '../call/CallLayer.tsx';
import { MinimisedCall } from '../call/MinimisedCall.tsx';
import { shownCall, useSurface } from '../call/surface.ts';
import { testIds } from '../design/testIds.ts';
import { Home } from '../home/Home.tsx';
import { RingEffects } from '../ring/RingEffects.tsx';
import { RoomScreen } from '../room/RoomScreen.tsx';
import { useRoomMembership } from '../room/useRoomMembership.ts';
import { AppDialogs } from './AppDialogs.tsx';
import { useCalls, useServer } from './cardea.ts';
import { lazyPart } from './lazyPart.tsx';
import { navigate, useRoute } from './navigation.ts';
import type { Route } from './route.ts';

const Settings = lazyPart(
  async () => await import('../settings/Settings.tsx'),
  () => navigate({ page: 'home' }, 'replace'),
);

const LibraryScreen = lazyPart(
  async () => await import('../library/LibraryScreen.tsx'),
  () => navigate({ page: 'home' }, 'replace'),
);

const Lab = lazyPart(
  async () => await import('../lab/Lab.tsx'),
  () => navigate({ page: 'home' }, 'replace'),
);

/**
 * The app of somebody who is signed in, and above it the calls; loaded after the first screen.
 * While a call has the screen the app is not drawn: its work would be for nothing.
 */
export default function SignedIn() {
  const route = useRoute();
  const shown = useCalls(({ calls, activeId }) => shownCall(calls, activeId));
  const small = useSurface(
    ({ minimised }) => shown !== undefined && minimised === shown.id && shown.stage !== 'ended',
  );
  const connection = useServer((state) => state.connection);
  useRoomMembership(route.page === 'room' ? route.room : null);
  return (
    <Tooltip.Provider delayDuration={500} skipDelayDuration={200} disableHoverableContent>
      {(shown === undefined || small) && (
        <div className="flex h-dvh flex-col">
          {small && shown !== undefined && <MinimisedCall call={shown} />}
          <div className="min-h-0 flex-1 overflow-y-auto [&_.h-dvh]:h-full">
            <Page route={route} />
          </div>
        </div>
      )}
      <span hidden data-testid={testIds.connection} data-state={connection} />
      <CallLayer />
      <RingEffects />
      <AppDialogs />
    </Tooltip.Provider>
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
    case 'library':
      return (
        <Suspense>
          <LibraryScreen item={route.item} />
        </Suspense>
      );
    case 'lab':
      return (
        <Suspense>
          <Lab />
        </Suspense>
      );
    case 'room':
      return <RoomScreen name={route.room} />;
    case 'home':
    case 'share':
    case 'bad-room':
    case 'not-found':
      return <Home person={null} />;
  }
}
