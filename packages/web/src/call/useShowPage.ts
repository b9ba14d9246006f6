import { useCallback } from 'react';
import { useCardea } from '../app/cardea.ts';
import { navigate } from '../app/navigation.ts';
import type { Route } from '../app/route.ts';
import { minimise, shownCall } from './surface.ts';

/** Goes to a page of the app wherever one is: a call that has the screen goes on small, one that is over is closed. */
export function useShowPage(): (route: Route) => void {
  const cardea = useCardea();
  return useCallback(
    (route) => {
      for (const { id, stage } of cardea.calls.store.getState().calls) {
        if (stage === 'ended') cardea.calls.dismiss(id);
      }
      const { calls, activeId } = cardea.calls.store.getState();
      const shown = shownCall(calls, activeId);
      if (shown !== undefined) minimise(shown.id);
      navigate(route);
    },
    [cardea],
  );
}
