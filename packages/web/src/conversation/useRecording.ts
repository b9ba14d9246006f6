import { CardeaError, type ItemId } from '@cardea/protocol';
import { useCallback, useEffect, useRef, useState } from 'react';
import { useCardea } from '../app/cardea.ts';

export type Recording =
  /** It is known, and its bytes are not asked for yet. */
  | { status: 'closed' }
  | { status: 'loading' }
  | { status: 'open'; url: string }
  | { status: 'gone' }
  | { status: 'away' };

/**
 * The item of a message: looked up when it comes on the screen, opened when somebody wants to play it.
 * @returns the second opens it
 */
export function useRecording(item: ItemId): [Recording, () => void] {
  const { library } = useCardea();
  const [recording, setRecording] = useState<Recording>({ status: 'closed' });
  const close = useRef<(() => void) | null>(null);
  const present = useRef(true);

  const failed = useCallback((error: unknown): void => {
    if (!present.current) return;
    const gone = error instanceof CardeaError && error.code === 'not_found';
    setRecording({ status: gone ? 'gone' : 'away' });
  }, []);

  useEffect(() => {
    present.current = true;
    library.find(item).catch(failed);
    return () => {
      present.current = false;
      close.current?.();
      close.current = null;
    };
  }, [library, item, failed]);

  const open = useCallback(() => {
    setRecording({ status: 'loading' });
    library.open(item).then((opened) => {
      if (!present.current) {
        opened.close();
        return;
      }
      close.current = () => opened.close();
      setRecording({ status: 'open', url: opened.url });
    }, failed);
  }, [library, item, failed]);

  return [recording, open];
}
