import { ItemId, PersonId, RoomName } from '@cardea/protocol';
import { expect, test } from 'vitest';
import { formatRoute, parseRoute, type Route } from './route.ts';

test.each<Route>([
  { page: 'home' },
  { page: 'conversation', person: PersonId.parse('person-0001') },
  { page: 'settings', section: null },
  { page: 'settings', section: 'devices' },
  { page: 'library', item: null },
  { page: 'library', item: ItemId.parse('item-0001') },
  { page: 'share', token: 'a'.repeat(43) },
  { page: 'lab' },
  { page: 'room', room: RoomName.parse('花园-1'), name: null },
])('an address that was written is read back as the same route: %j', (route) => {
  expect(parseRoute(formatRoute(route), '')).toEqual(route);
});

test('a link to a room can bring the name of a guest, trimmed; an empty one is none', () => {
  expect(parseRoute('/room/garden', '?name=%20Ann%20')).toMatchObject({ room: 'garden', name: 'Ann' });
  expect(parseRoute('/room/garden', '?name=%20')).toMatchObject({ name: null });
});

test.each(['/room/', '/room/a%20b', '/room/%', '/room/<script>'])('%s is not the name of a room', (path) => {
  expect(parseRoute(path, '')).toEqual({ page: 'bad-room' });
});

test.each([
  '/nowhere',
  '/settings/unknown',
  '/with/x',
  '/room/a/b',
  '/lab/x',
  '/library/x',
  '/library/a/b',
  '/s',
  '/s/short',
])('%s leads nowhere, and says so', (path) => {
  expect(parseRoute(path, '')).toEqual({ page: 'not-found' });
});
