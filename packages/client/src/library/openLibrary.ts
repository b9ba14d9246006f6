import type { Person, PersonId } from '@cardea/protocol';
import type { Log } from '../log.ts';
import type { Http } from '../signalling/http.ts';
import type { Signalling } from '../signalling/signalling.ts';
import { openDeviceFiles } from './deviceFiles.ts';
import { DeviceShelf } from './deviceShelf.ts';
import { Library } from './library.ts';
import { OpfsLibrary } from './opfsLibrary.ts';
import { lookAtPicture } from './pictures.ts';
import { PlayedItems } from './playedItems.ts';
import { saveAs } from './saveAs.ts';
import { sendFileBy } from './sendFile.ts';
import { ServerLibrary } from './serverLibrary.ts';
import { ServerShelf } from './serverShelf.ts';
import type { FinishRecording } from './unfinishedRecordings.ts';

export interface OpenLibraryOptions {
  me: PersonId;
  /** Origin of the server. */
  baseUrl: string;
  http: Http;
  signalling: Signalling;
  localStorage: Storage;
  finish: FinishRecording;
  learn(people: readonly Person[]): void;
  log: Log;
}

/** The library of one person in this browser: what it has here, what the server has, and how one becomes the other. */
export function openLibrary(options: OpenLibraryOptions): { library: Library; device: OpfsLibrary } {
  const { me, baseUrl, http, signalling, localStorage, finish, learn, log } = options;
  // Missing in insecure contexts, whatever the types of the browser say.
  const manager = navigator.storage as StorageManager | undefined;
  const locks = navigator.locks as LockManager | undefined;
  const files = openDeviceFiles(manager);
  const now = (): number => Date.now();
  const device = new OpfsLibrary({ person: me, root: files.root, now, log });
  const library = new Library({
    me,
    signalling,
    shelf: new DeviceShelf(device, manager),
    storage: files.storage,
    server: new ServerShelf(new ServerLibrary(http, baseUrl)),
    played: new PlayedItems(localStorage, me, log),
    uploads: {
      send: sendFileBy(baseUrl),
      clock: () => performance.now(),
      patience: (attempt) => Math.min(30_000, 1_000 * 2 ** attempt),
    },
    locks,
    otherTabs: typeof BroadcastChannel === 'function' ? new BroadcastChannel(`cardea-library-${me}`) : null,
    lookAtPicture,
    saveAs,
    finish,
    learn,
    now,
    log,
  });
  return { library, device };
}
