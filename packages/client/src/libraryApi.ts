import type {
  CallId,
  CreateLink,
  ErrorBody,
  ItemDescription,
  ItemId,
  LibraryUsage,
  NewShareLink,
  Person,
  PersonId,
  SharedItem,
  ShareLink,
} from '@cardea/protocol';
import type { ReadonlyStore } from './readonlyStore.ts';

/** What people keep, as the app sees it; part of the public face in `api.ts`. */
export interface LibraryState {
  /** Newest first. An item that is on this device and on the server is one entry. */
  entries: readonly LibraryEntry[];
  loaded: boolean;
  /** Whether the server has older ones. */
  more: boolean;
  /** Of the server; `null` while it is away. */
  usage: LibraryUsage | null;
  /** Bytes on this device, and what the browser grants; `null` where it does not say. */
  device: { used: number; quota: number } | null;
  /** Recordings that a closed tab or a crash cut off, to be kept or discarded. */
  unfinished: readonly UnfinishedRecording[];
  /** `memory` where a page cannot write to the disk: what is kept is uploaded, or gone when the page closes. */
  storage: 'disk' | 'memory';
  /** Messages of others that have been played on this device. */
  played: ReadonlySet<ItemId>;
}

export interface LibraryEntry {
  item: Omit<ItemDescription, 'sha256'>;
  /** `null` for what is mine. */
  owner: Person | null;
  /** Where its bytes are. */
  place: 'device' | 'server' | 'both';
  upload: UploadState | null;
  /** Address of a small picture. */
  thumbnail: string | null;
  sharedWith: readonly PersonId[];
  /** Links to it that are valid. */
  links: number;
}

export type UploadState =
  /** Reading it for the checksum; `done` and `total` are bytes. */
  | { status: 'preparing'; done: number; total: number }
  /** `speed` is bytes a second, over the last seconds. */
  | { status: 'uploading'; done: number; total: number; speed: number }
  /** All bytes are there, the server compares the checksum. */
  | { status: 'verifying' }
  /** The network or the server is away: goes on by itself. */
  | { status: 'waiting'; done: number; total: number }
  | { status: 'paused'; done: number; total: number }
  | { status: 'failed'; error: ErrorBody };

export interface UnfinishedRecording {
  id: ItemId;
  /** Empty where what was noted of it cannot be read. */
  title: string;
  /** Milliseconds since 1970. */
  recordedAt: number;
  /** Bytes on disk. */
  size: number;
  /** Being made into a file that plays: 0 to 1; `null` until the person decides. */
  progress: number | null;
}

/** A file to be played or saved. `close` frees what the address holds. */
export interface OpenedItem {
  url: string;
  close(): void;
}

export interface LibraryApi {
  readonly store: ReadonlyStore<LibraryState>;
  /** Loads the first page, or the next one. */
  load(): Promise<void>;
  /** Makes sure that it is among the entries, however old it is. @throws CardeaError `not_found` */
  find(item: ItemId): Promise<LibraryEntry>;
  /** From the device where it is there, else from the server. @throws CardeaError `not_found` */
  open(item: ItemId): Promise<OpenedItem>;
  /** Saves it as a file, with a name made of its title. */
  download(item: ItemId): Promise<void>;
  /** Keeps a picture on this device. @returns its id */
  keepScreenshot(
    picture: Blob,
    of: { title: string; call: CallId | null; people: readonly Person[] },
  ): Promise<ItemId>;
  rename(item: ItemId, title: string): Promise<void>;
  /** It is not new any more, on this device. */
  markPlayed(item: ItemId): void;
  /** Takes it out of the list everywhere; `restore` within the time brings it back. */
  remove(item: ItemId): Promise<void>;
  restore(item: ItemId): Promise<void>;
  /** Frees the space on this device; only for what the server has. */
  removeFromDevice(item: ItemId): Promise<void>;
  /** Begins or goes on. Resolves at once; `upload` in the entry tells what becomes of it. */
  upload(item: ItemId): Promise<void>;
  pauseUpload(item: ItemId): Promise<void>;
  /** Gives it up; the file stays on the device. */
  cancelUpload(item: ItemId): Promise<void>;
  share(item: ItemId, people: readonly PersonId[]): Promise<void>;
  links(item: ItemId): Promise<ShareLink[]>;
  createLink(item: ItemId, options: CreateLink): Promise<NewShareLink & { url: string }>;
  removeLink(item: ItemId, link: ShareLink['id']): Promise<void>;
  /** Makes an unfinished recording into a file of the library. */
  keepUnfinished(item: ItemId): Promise<void>;
  discardUnfinished(item: ItemId): Promise<void>;
}

/** What is behind a share link, for anybody who has it. */
export interface SharesApi {
  /** @throws CardeaError `share_expired`, `not_found` */
  look(token: string): Promise<SharedItem>;
  /** @throws CardeaError `wrong_credentials` for a wrong password, `rate_limited` */
  unlock(token: string, password: string): Promise<SharedItem>;
  /** Address of the file, to be played or, with `download`, to be saved. */
  contentUrl(token: string, how: 'play' | 'download'): string;
}
