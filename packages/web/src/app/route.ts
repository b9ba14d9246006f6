import { ItemId, PersonId, RoomName, ShareToken } from '@cardea/protocol';

export const settingsSections = ['profile', 'devices', 'calls', 'notifications', 'app', 'phone'] as const;
export type SettingsSection = (typeof settingsSections)[number];

/** What an address of the app means. */
export type Route =
  | { page: 'home' }
  | { page: 'conversation'; person: PersonId }
  | { page: 'settings'; section: SettingsSection | null }
  /** `name`: the name a guest comes in with, from the link. */
  | { page: 'room'; room: RoomName; name: string | null }
  /** One item of the library, or all of it. */
  | { page: 'library'; item: ItemId | null }
  /** What somebody shares by a link, for anybody who has it. */
  | { page: 'share'; token: string }
  /** For developers. */
  | { page: 'lab' }
  | { page: 'bad-room' }
  | { page: 'not-found' };

/** Reads an address. Everything has a meaning; what does not exist is `not-found`. */
export function parseRoute(pathname: string, search: string): Route {
  const parts = pathname.split('/').filter((part) => part !== '');
  const [first, second] = parts;
  if (first === undefined) return { page: 'home' };
  if (parts.length > 2) return { page: 'not-found' };
  switch (first) {
    case 'with': {
      const person = PersonId.safeParse(second);
      return person.success ? { page: 'conversation', person: person.data } : { page: 'not-found' };
    }
    case 'settings': {
      if (second === undefined) return { page: 'settings', section: null };
      const section = settingsSections.find((one) => one === second);
      return section === undefined ? { page: 'not-found' } : { page: 'settings', section };
    }
    case 'library': {
      if (second === undefined) return { page: 'library', item: null };
      const item = ItemId.safeParse(second);
      return item.success ? { page: 'library', item: item.data } : { page: 'not-found' };
    }
    case 's': {
      const token = ShareToken.safeParse(second);
      return token.success ? { page: 'share', token: token.data } : { page: 'not-found' };
    }
    case 'lab':
      return second === undefined ? { page: 'lab' } : { page: 'not-found' };
    case 'room': {
      const room = RoomName.safeParse(decoded(second ?? ''));
      if (!room.success) return { page: 'bad-room' };
      const name = new URLSearchParams(search).get('name')?.trim() ?? '';
      return { page: 'room', room: room.data, name: name === '' ? null : name };
    }
    default:
      return { page: 'not-found' };
  }
}

/** The address of a route, without origin. */
export function formatRoute(route: Route): string {
  switch (route.page) {
    case 'conversation':
      return `/with/${route.person}`;
    case 'settings':
      return route.section === null ? '/settings' : `/settings/${route.section}`;
    case 'room':
      return `/room/${encodeURIComponent(route.room)}`;
    case 'library':
      return route.item === null ? '/library' : `/library/${route.item}`;
    case 'share':
      return `/s/${route.token}`;
    case 'lab':
      return '/lab';
    case 'home':
    case 'bad-room':
    case 'not-found':
      return '/';
  }
}

function decoded(part: string): string {
  try {
    return decodeURIComponent(part).normalize('NFC');
  } catch {
    // A stray "%" is no room's name.
    return '';
  }
}
