import { useEffect, useRef, type RefObject } from 'react';
import { isTyping } from '../app/isTyping.ts';

/**
 * Enter accepts and Esc declines while the ring has the focus. It takes the focus when it appears, except from
 * somebody who is typing: their next Enter is meant for a message, not for a camera.
 */
export function useRingKeys(
  card: RefObject<HTMLElement | null>,
  accept: () => void,
  decline: () => void,
): void {
  const actions = useRef({ accept, decline });
  useEffect(() => {
    actions.current = { accept, decline };
  });

  useEffect(() => {
    const element = card.current;
    if (element === null) return undefined;
    const before = document.activeElement;
    if (!isTyping(before)) element.focus({ preventScroll: true });
    const onKey = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') actions.current.decline();
      // On a button, Enter presses that button.
      else if (event.key === 'Enter' && event.target === element) actions.current.accept();
      else return;
      event.preventDefault();
      event.stopPropagation();
    };
    element.addEventListener('keydown', onKey);
    return () => {
      element.removeEventListener('keydown', onKey);
      if (before instanceof HTMLElement && before.isConnected) before.focus({ preventScroll: true });
    };
  }, [card]);
}
