import { CardeaError, type ItemId } from '@cardea/protocol';
import type { MessageRecordings } from '../chat/outgoing.ts';
import type { LibraryApi } from '../libraryApi.ts';
import { Listeners } from '../listeners.ts';

/** What the chat wants to know of the files of voice and video messages. */
export function messageRecordings(library: Pick<LibraryApi, 'store' | 'upload'>): MessageRecordings {
  /** Neither this device nor the server has them: they were deleted before they were sent. */
  const missing = new Set<ItemId>();
  const found = new Listeners<void>();
  return {
    upload: (item) => {
      missing.delete(item);
      library.upload(item).catch((error: unknown) => {
        // Anything else is tried again, and is told in the entry of the library.
        if (!(error instanceof CardeaError) || error.code !== 'not_found') return;
        missing.add(item);
        found.emit();
      });
    },
    readiness: (item) => {
      if (missing.has(item)) return { state: 'refused', failure: new CardeaError('not_found').toBody() };
      const entry = library.store.getState().entries.find((one) => one.item.id === item);
      if (entry === undefined) return { state: 'waits' };
      if (entry.upload?.status === 'failed') return { state: 'refused', failure: entry.upload.error };
      return { state: entry.place === 'device' || entry.upload !== null ? 'waits' : 'ready' };
    },
    onChange: (listener) => {
      const stops = [library.store.subscribe(listener), found.add(listener)];
      return () => {
        for (const stop of stops) stop();
      };
    },
  };
}
