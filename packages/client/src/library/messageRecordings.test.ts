import { CardeaError, ItemId } from '@cardea/protocol';
import { expect, test } from 'vitest';
import { createStore } from 'zustand/vanilla';
import type { LibraryEntry, LibraryState } from '../libraryApi.ts';
import { messageRecordings } from './messageRecordings.ts';

const item = ItemId.parse('a-message-item');

function libraryWith(entry: Partial<LibraryEntry> | null) {
  const entries = entry === null ? [] : [{ item: { id: item }, upload: null, place: 'device', ...entry }];
  const store = createStore(() => ({ entries }) as unknown as LibraryState);
  return messageRecordings({ store, upload: () => Promise.resolve() });
}

test('a message goes when its file is on the server, and not before', () => {
  expect(libraryWith(null).readiness(item)).toEqual({ state: 'waits' });
  expect(libraryWith({}).readiness(item)).toEqual({ state: 'waits' });
  const uploading = { status: 'uploading', done: 1, total: 2, speed: 1 } as const;
  expect(libraryWith({ upload: uploading }).readiness(item)).toEqual({ state: 'waits' });
  expect(libraryWith({ place: 'both', upload: { status: 'verifying' } }).readiness(item)).toEqual({
    state: 'waits',
  });
  expect(libraryWith({ place: 'both' }).readiness(item)).toEqual({ state: 'ready' });
});

test('a file that the server refuses fails the message, with the reason', () => {
  const error = { code: 'quota_exceeded', message: 'There is no room.' } as const;
  expect(libraryWith({ upload: { status: 'failed', error } }).readiness(item)).toEqual({
    state: 'refused',
    failure: error,
  });
});

test('a file that is nowhere fails the message instead of holding it for ever', async () => {
  const store = createStore(() => ({ entries: [] }) as unknown as LibraryState);
  const recordings = messageRecordings({
    store,
    upload: () => Promise.reject(new CardeaError('not_found')),
  });
  const told = new Promise<void>((resolve) => void recordings.onChange(resolve));
  recordings.upload(item);
  await told;
  expect(recordings.readiness(item)).toMatchObject({ state: 'refused', failure: { code: 'not_found' } });
});

test('a server that is away is no reason to give a message up', async () => {
  const store = createStore(() => ({ entries: [] }) as unknown as LibraryState);
  const recordings = messageRecordings({
    store,
    upload: () => Promise.reject(new CardeaError('unavailable')),
  });
  recordings.upload(item);
  await Promise.resolve();
  expect(recordings.readiness(item)).toEqual({ state: 'waits' });
});
