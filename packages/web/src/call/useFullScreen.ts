import { useCallback, useSyncExternalStore } from 'react';

function subscribe(onChange: () => void): () => void {
  document.addEventListener('fullscreenchange', onChange);
  return () => document.removeEventListener('fullscreenchange', onChange);
}

export interface FullScreen {
  possible: boolean;
  on: boolean;
  toggle: () => void;
}

/** The whole page, so that menus and dialogs stay above the call. */
export function useFullScreen(): FullScreen {
  const on = useSyncExternalStore(subscribe, () => document.fullscreenElement !== null);
  const toggle = useCallback(() => {
    const change =
      document.fullscreenElement === null
        ? document.documentElement.requestFullscreen()
        : document.exitFullscreen();
    // Refused without a gesture or by a policy: the call stays as it is.
    change.catch(() => undefined);
  }, []);
  return { possible: document.fullscreenEnabled ?? false, on, toggle };
}
