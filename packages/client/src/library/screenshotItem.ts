import { ItemId, newId, type CallId, type Person } from '@cardea/protocol';
import type { DeviceItem } from './deviceLibrary.ts';

/** A picture of a call as an item of the library. */
export function screenshotItem(
  picture: Blob,
  of: {
    title: string;
    call: CallId | null;
    people: readonly Person[];
    width: number;
    height: number;
    recordedAt: number;
  },
): DeviceItem {
  const { type, size } = picture;
  return {
    id: newId(ItemId),
    kind: 'screenshot',
    source: 'browser',
    subject: null,
    title: of.title,
    mediaType: type === 'image/jpeg' || type === 'image/webp' ? type : 'image/png',
    size,
    duration: null,
    width: of.width,
    height: of.height,
    recordedAt: of.recordedAt,
    call: of.call,
    people: of.people.map(({ id, name }) => ({ id, name })),
    tracks: [],
    timeline: [],
  };
}
