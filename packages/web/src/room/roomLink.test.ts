import { RoomName } from '@cardea/protocol';
import { expect, test } from 'vitest';
import { roomLink } from './roomLink.ts';

test('the link of a room opened on localhost carries an address that others can reach', () => {
  const room = RoomName.parse('花园');
  const path = '/room/%E8%8A%B1%E5%9B%AD';
  expect(roomLink(room, 'http://localhost:8080', ['https://10.0.0.2:8443'])).toEqual({
    url: `https://10.0.0.2:8443${path}`,
    localOnly: false,
  });
  expect(roomLink(room, 'http://localhost:8080', [])).toEqual({
    url: `http://localhost:8080${path}`,
    localOnly: true,
  });
  expect(roomLink(room, 'https://calls.example', ['https://10.0.0.2:8443']).url).toBe(
    `https://calls.example${path}`,
  );
});
