import type { ReadonlyStore } from '@cardea/client';

/**
 * A view of a store for the screen. A change after a quiet time is shown at once; those that follow within `pace`
 * milliseconds are shown together at its end. A call changes a dozen times in the moment it is answered, and drawing
 * each of them would keep the picture waiting.
 */
export function pacedStore<T>(store: ReadonlyStore<T>, pace: number): ReadonlyStore<T> {
  let shown = store.getState();
  let timer: ReturnType<typeof setTimeout> | null = null;
  const listeners = new Set<(state: T, previous: T) => void>();
  const show = (): void => {
    const previous = shown;
    shown = store.getState();
    if (shown !== previous) for (const listener of [...listeners]) listener(shown, previous);
  };
  const rest = (): void => {
    timer = setTimeout(() => {
      timer = null;
      if (store.getState() === shown) return;
      show();
      rest();
    }, pace);
  };
  store.subscribe(() => {
    if (timer !== null) return;
    show();
    rest();
  });
  return {
    getState: () => shown,
    getInitialState: () => store.getInitialState(),
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
