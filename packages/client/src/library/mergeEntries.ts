import type { ItemId, LibraryItem, PersonId } from '@cardea/protocol';
import type { LibraryEntry, UploadState } from '../libraryApi.ts';
import type { DeviceRecord } from './opfsLibrary.ts';

export interface LibraryParts {
  me: PersonId;
  device: ReadonlyMap<ItemId, DeviceRecord>;
  server: ReadonlyMap<ItemId, LibraryItem>;
  uploads: ReadonlyMap<ItemId, UploadState>;
  /** Addresses of pictures that are on this device. */
  thumbnails: ReadonlyMap<ItemId, string>;
  thumbnailUrl(id: ItemId): string;
}

/**
 * One list of what is on the device and what is on the server, newest first. What is at both is one entry, described as
 * the server does: there it may have been renamed by another device.
 */
export function mergeEntries(parts: LibraryParts): LibraryEntry[] {
  const { me, device, server, uploads, thumbnails } = parts;
  const entries: LibraryEntry[] = [];
  for (const [id, record] of device) {
    const there = server.get(id);
    // Before the server has told of it, the note of a finished upload says that it is there.
    const uploaded = there === undefined ? record.note?.status === 'done' : there.state === 'ready';
    entries.push({
      item: there === undefined ? record.item : describe(there),
      owner: null,
      place: uploaded ? 'both' : 'device',
      upload: uploaded ? null : (uploads.get(id) ?? null),
      thumbnail: thumbnails.get(id) ?? null,
      sharedWith: there?.sharedWith ?? [],
      links: there?.links ?? 0,
    });
  }
  for (const [id, item] of server) {
    // What another device is still uploading has no bytes here and none there.
    if (device.has(id) || item.state !== 'ready') continue;
    entries.push({
      item: describe(item),
      owner: item.owner.id === me ? null : item.owner,
      place: 'server',
      upload: null,
      thumbnail: item.thumbnail ? parts.thumbnailUrl(id) : null,
      sharedWith: item.sharedWith,
      links: item.links,
    });
  }
  return entries.toSorted(
    (one, other) => other.item.recordedAt - one.item.recordedAt || (one.item.id < other.item.id ? -1 : 1),
  );
}

function describe(item: LibraryItem): LibraryEntry['item'] {
  const { sha256, owner, state, createdAt, thumbnail, sharedWith, links, ...description } = item;
  void [sha256, owner, state, createdAt, thumbnail, sharedWith, links];
  return description;
}
