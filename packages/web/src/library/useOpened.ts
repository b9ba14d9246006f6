import type { LibraryEntry } from '@cardea/client';
import { CardeaError, type ItemId } from '@cardea/protocol';
import { useEffect, useState } from 'react';
import { useCardea, useLibrary } from '../app/cardea.ts';

export type Opened =
  | { status: 'loading' }
  | { status: 'open'; url: string; entry: LibraryEntry }
  /** It is not there (any more), or cannot be reached now. */
  | { status: 'gone' }
  | { status: 'away'; error: unknown };

/** Opens an item as long as the component is there, and follows what becomes of it. */
export function useOpened(id: ItemId): Opened {
  const { library } = useCardea();
  const entry = useLibrary(({ entries }) => entries.find(({ item }) => item.id === id));
  const [state, setState] = useState<
    { status: 'loading' | 'gone' } | { status: 'away'; error: unknown } | { status: 'open'; url: string }
  >({
    status: 'loading',
  });

  useEffect(() => {
    let close: (() => void) | null = null;
    let left = false;
    const open = async (): Promise<void> => {
      await library.find(id);
      const opened = await library.open(id);
      if (left) {
        opened.close();
        return;
      }
      close = () => opened.close();
      setState({ status: 'open', url: opened.url });
    };
    open().catch((error: unknown) => {
      if (left) return;
      const gone = error instanceof CardeaError && error.code === 'not_found';
      setState(gone ? { status: 'gone' } : { status: 'away', error });
    });
    return () => {
      left = true;
      close?.();
    };
  }, [library, id]);

  if (state.status !== 'open') return state;
  return entry === undefined ? { status: 'gone' } : { status: 'open', url: state.url, entry };
}
