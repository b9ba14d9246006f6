import type { Configuration } from '../configuration/configuration.ts';
import { Library } from './library.ts';
import type { LibraryDependencies } from './libraryDependencies.ts';
import { LibraryJanitor } from './libraryJanitor.ts';
import { Links } from './links.ts';
import { openItemStorage } from './openItemStorage.ts';
import { Sharing } from './sharing.ts';
import { TusServer } from './tusServer.ts';
import { UploadLocks } from './uploadLocks.ts';
import { Uploads } from './uploads.ts';
import type { ItemStorage } from './itemStorage.ts';

/** What the HTTP side asks. */
export interface OpenLibrary {
  library: Library;
  sharing: Sharing;
  links: Links;
  uploads: Uploads;
  tus: TusServer;
  files: ItemStorage;
  /** Ends the regular cleaning. */
  close(): void;
}

const megabyte = 1024 * 1024;

/**
 * Makes the parts of the library, if the settings want one.
 * @param interval milliseconds between two cleanings
 */
export async function openLibrary(
  configuration: Configuration,
  dependencies: Omit<LibraryDependencies, 'files' | 'quotas'>,
  interval: number,
): Promise<OpenLibrary | null> {
  if (!configuration.library) return null;
  const on: LibraryDependencies = {
    ...dependencies,
    files: await openItemStorage(configuration),
    quotas: {
      file: configuration.libraryFileMb * megabyte,
      person: configuration.libraryQuotaMb * megabyte,
      guest: configuration.libraryGuestQuotaMb * megabyte,
      server: configuration.libraryServerQuotaMb * megabyte,
    },
  };
  const library = new Library(on);
  const locks = new UploadLocks();
  const uploads = new Uploads(on, locks);
  const janitor = new LibraryJanitor(on, uploads, interval);
  return {
    library,
    sharing: new Sharing(on, library),
    links: new Links(on, library),
    uploads,
    tus: new TusServer(on.files, locks, (uploadId) => uploads.finish(uploadId)),
    files: on.files,
    close: () => janitor.stop(),
  };
}
