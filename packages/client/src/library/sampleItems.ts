import { ItemId, newId, PersonId, type LibraryItem, type Person } from '@cardea/protocol';
import type { DeviceItem } from './deviceLibrary.ts';

/** For tests: an item of the device. */
export function deviceItem(change: Partial<DeviceItem> = {}): DeviceItem {
  return {
    id: newId(ItemId),
    kind: 'recording',
    source: 'browser',
    subject: 'composed',
    title: 'A call',
    mediaType: 'video/webm',
    size: 5,
    duration: 60_000,
    width: 640,
    height: 360,
    recordedAt: 1_000,
    call: null,
    people: [],
    tracks: [],
    timeline: [],
    ...change,
  };
}

export const me: Person = { id: newId(PersonId), name: 'Mira', kind: 'account', avatarUrl: null };

/** For tests: what the server says of an item. */
export function serverItem(item: DeviceItem, change: Partial<LibraryItem> = {}): LibraryItem {
  return {
    ...item,
    sha256: '0'.repeat(64),
    owner: me,
    state: 'ready',
    createdAt: item.recordedAt,
    thumbnail: true,
    sharedWith: [],
    links: 0,
    ...change,
  };
}
