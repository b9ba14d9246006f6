import { expect, test } from 'vitest';
import { remedyFor } from './missingParts.ts';

const now = Date.UTC(2026, 0, 1);
const upgraded = { serverAnswers: true, reloadCosts: false, reloadedAt: null, now };

test('a tab that was open over an upgrade reloads once, and not again and again', () => {
  expect(remedyFor(upgraded)).toBe('reload');
  expect(remedyFor({ ...upgraded, reloadedAt: now - 2_000 })).toBe('ask');
  expect(remedyFor({ ...upgraded, reloadedAt: now + 2_000 })).toBe('ask');
  expect(remedyFor({ ...upgraded, reloadedAt: now - 60 * 60_000 })).toBe('reload');
});

test('nobody is reloaded out of a call', () => {
  expect(remedyFor({ ...upgraded, reloadCosts: true })).toBe('ask');
});

test('while the server is away the page stays, since nothing would come instead', () => {
  expect(remedyFor({ ...upgraded, serverAnswers: false })).toBe('wait');
  expect(remedyFor({ ...upgraded, serverAnswers: false, reloadCosts: true })).toBe('wait');
});
