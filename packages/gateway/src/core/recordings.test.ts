import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Recordings } from './recordings.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'cardea-recordings-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

it('keeps a name that is one, and makes one that is taken different', () => {
  const recordings = new Recordings(folder, 1_000);
  expect(recordings.fileFor('talk.1-audio')).toEqual({
    file: 'talk.1-audio.mjr',
    path: path.join(folder, 'talk.1-audio.mjr'),
  });
  writeFileSync(path.join(folder, 'talk.1-audio.mjr'), '');
  expect(recordings.fileFor('talk.1-audio').file).toMatch(/^talk\.1-audio-[0-9a-f-]{36}\.mjr$/);
});

it.each([
  '../../etc/cron.d/x',
  '/etc/passwd',
  '..',
  '.',
  '',
  '.hidden',
  'a\0b',
  '..\\..\\x',
  '‥/‥/x',
  'x'.repeat(4_000),
  'con\nrol',
])('stays in its folder for %j', (name) => {
  const recordings = new Recordings(path.join(folder, 'made'), 1_000);
  const { path: whole } = recordings.fileFor(name);
  expect(path.dirname(whole)).toBe(path.join(folder, 'made'));
  expect(path.basename(whole)).toMatch(/^[A-Za-z0-9_-][A-Za-z0-9._-]*\.mjr$/);
  writeFileSync(whole, '');
  expect(readdirSync(path.join(folder, 'made'))).toHaveLength(1);
});
