import { expect, test } from 'vitest';
import { checkEntry, modesOf } from './entry.ts';

test('a server offers only the ways in that it allows', () => {
  expect(modesOf('closed')).toEqual(['sign-in']);
  expect(modesOf('guests')).not.toContain('create');
});

test('an entry is checked before the server is asked', () => {
  expect(checkEntry('guest', '  ', '')).toBe('name');
  expect(checkEntry('create', 'Ann', 'short')).toBe('password');
  expect(checkEntry('sign-in', 'Ann', 'x')).toBeNull();
});
