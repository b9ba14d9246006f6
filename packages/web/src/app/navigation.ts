import { create } from 'zustand';
import { formatRoute, parseRoute, type Route } from './route.ts';

interface Navigation {
  route: Route;
}

function current(): Route {
  return parseRoute(location.pathname, location.search);
}

export const useNavigation = create<Navigation>(() => ({ route: current() }));

export function useRoute(): Route {
  return useNavigation(({ route }) => route);
}

/** The part of the query that belongs to development (`?fake=…`) stays through navigation. */
function kept(): string {
  if (!import.meta.env.DEV) return '';
  const fake = new URLSearchParams(location.search).get('fake');
  return fake === null ? '' : `?fake=${fake}`;
}

export function navigate(route: Route, how: 'push' | 'replace' = 'push'): void {
  const address = formatRoute(route) + kept();
  if (how === 'push') history.pushState(null, '', address);
  else history.replaceState(null, '', address);
  useNavigation.setState({ route });
}

/** Follows the back and forward buttons. @returns stops it */
export function followHistory(): () => void {
  const listener = (): void => useNavigation.setState({ route: current() });
  addEventListener('popstate', listener);
  return () => removeEventListener('popstate', listener);
}
