import { newId, PersonId, type LibraryItem, type Person } from '@cardea/protocol';
import { expect, test } from 'vitest';
import type { UploadState } from '../libraryApi.ts';
import type { DeviceItem } from './deviceLibrary.ts';
import { mergeEntries } from './mergeEntries.ts';
import type { DeviceRecord } from './opfsLibrary.ts';
import { deviceItem, me, serverItem } from './sampleItems.ts';

const ann: Person = { id: newId(PersonId), name: 'Ann', kind: 'guest', avatarUrl: null };
const done = { status: 'done', sha256: null, url: null } as const;

function merge(
  device: readonly (DeviceItem & { note?: DeviceRecord['note'] })[],
  server: readonly LibraryItem[],
  uploads: readonly [DeviceItem, UploadState][] = [],
) {
  return mergeEntries({
    me: me.id,
    device: new Map(
      device.map(({ note = null, ...item }) => [
        item.id,
        { item, note, thumbnail: null } satisfies DeviceRecord,
      ]),
    ),
    server: new Map(server.map((item) => [item.id, item])),
    uploads: new Map(uploads.map(([{ id }, state]) => [id, state])),
    thumbnails: new Map(),
    thumbnailUrl: (id) => `/thumbnail/${id}`,
  });
}

test('what is on this device and on the server is one entry, described as the server does', () => {
  const item = deviceItem({ title: 'Old' });
  expect(merge([item], [serverItem(item, { title: 'New', links: 2 })])).toEqual([
    expect.objectContaining({
      place: 'both',
      links: 2,
      owner: null,
      item: expect.objectContaining({ title: 'New' }) as unknown,
    }),
  ]);
});

test('the newest comes first, wherever it is', () => {
  const [one, two, three] = [1, 2, 3].map((recordedAt) => deviceItem({ recordedAt })) as [
    DeviceItem,
    DeviceItem,
    DeviceItem,
  ];
  const entries = merge([one, three], [serverItem(two)]);
  expect(entries.map(({ item }) => item.recordedAt)).toEqual([3, 2, 1]);
  expect(entries.map(({ place }) => place)).toEqual(['device', 'server', 'device']);
});

test('until the server has all bytes, the file is on this device only', () => {
  const item = deviceItem();
  const state: UploadState = { status: 'verifying' };
  expect(merge([item], [serverItem(item, { state: 'uploading' })], [[item, state]])).toEqual([
    expect.objectContaining({ place: 'device', upload: state }),
  ]);
});

test('what another device is still uploading is not shown', () => {
  expect(merge([], [serverItem(deviceItem(), { state: 'uploading' })])).toEqual([]);
});

test('while the server is away, what was uploaded is known from the note', () => {
  expect(merge([{ ...deviceItem(), note: done }], [])).toEqual([expect.objectContaining({ place: 'both' })]);
});

test('what somebody else shares has its owner and the picture of the server', () => {
  const item = deviceItem();
  expect(merge([], [serverItem(item, { owner: ann })])).toEqual([
    expect.objectContaining({ owner: ann, place: 'server', thumbnail: `/thumbnail/${item.id}` }),
  ]);
});
