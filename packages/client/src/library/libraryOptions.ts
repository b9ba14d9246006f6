import type { Person, PersonId } from '@cardea/protocol';
import type { LibraryState } from '../libraryApi.ts';
import type { Log } from '../log.ts';
import type { Signalling } from '../signalling/signalling.ts';
import type { DeviceShelf } from './deviceShelf.ts';
import type { LookedAtPicture } from './pictures.ts';
import type { PlayedItems } from './playedItems.ts';
import type { ServerShelf } from './serverShelf.ts';
import type { FinishRecording } from './unfinishedRecordings.ts';
import type { UploadsOptions } from './uploads.ts';

export interface LibraryOptions {
  me: PersonId;
  signalling: Pick<Signalling, 'on'>;
  shelf: DeviceShelf;
  /** Whether what is kept on this device survives the page. */
  storage: LibraryState['storage'];
  server: ServerShelf;
  played: PlayedItems;
  uploads: Pick<UploadsOptions, 'send' | 'clock' | 'patience'>;
  locks: Pick<LockManager, 'request' | 'query'> | undefined;
  /** The same library in other tabs; `null` where a browser cannot tell them. */
  otherTabs: Pick<BroadcastChannel, 'postMessage' | 'onmessage' | 'close'> | null;
  lookAtPicture(picture: Blob): Promise<LookedAtPicture>;
  saveAs(url: string, name: string): void;
  finish: FinishRecording | null;
  learn(people: readonly Person[]): void;
  now(): number;
  log: Log;
}

export const nothingKept: LibraryState = {
  entries: [],
  loaded: false,
  more: false,
  usage: null,
  device: null,
  unfinished: [],
  storage: 'disk',
  played: new Set(),
};
