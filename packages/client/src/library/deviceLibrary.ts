import type { ItemDescription, ItemId } from '@cardea/protocol';

/** Names of the files in an item's folder. */
export const itemFiles = {
  /** The finished file. */
  media: 'media',
  thumbnail: 'thumbnail',
  description: 'description.json',
  /** What has been recorded so far, in order, always decodable up to its last block. */
  pieces: 'pieces.mkv',
  /** What is being recorded, for whoever finds it after a crash. */
  draft: 'draft.json',
} as const;

/** An item as this device keeps it; its checksum is taken when it is uploaded. */
export type DeviceItem = Omit<ItemDescription, 'sha256'>;

/**
 * The part of the library that is on this device: one folder for each item below `library/PERSON/` in the origin
 * private file system. What is not described yet (`description.json`) is not in the library.
 */
export interface DeviceLibrary {
  /** The folder of an item, made if it is not there. */
  folder(id: ItemId): Promise<FileSystemDirectoryHandle>;
  /** `media` is there and complete: from now on it is an item. */
  add(item: DeviceItem, thumbnail: Blob | null): Promise<void>;
  remove(id: ItemId): Promise<void>;
  /** A folder was changed past this: whoever lists them looks again. */
  touched(): void;
}
