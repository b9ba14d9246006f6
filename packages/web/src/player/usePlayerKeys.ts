import { useEffect, useRef } from 'react';
import { isTyping } from '../app/isTyping.ts';
import { usePreferences } from '../app/preferences.ts';
import { actionFor, type PlayerAction } from './playerKeys.ts';

/** Single keys, off while one types, while a dialog or a menu is open, and by a setting (WCAG 2.1.4). */
export function usePlayerKeys(run: (action: PlayerAction) => void): void {
  const enabled = usePreferences((state) => state.shortcuts);
  const latest = useRef(run);
  useEffect(() => {
    latest.current = run;
  });
  useEffect(() => {
    if (!enabled) return undefined;
    const onDown = (event: KeyboardEvent): void => {
      const target = event.target instanceof Element ? event.target : null;
      if (event.defaultPrevented || document.querySelector('dialog[open]') !== null) return;
      if (isTyping(target) || (target !== null && target.closest('[role=menu]') !== null)) return;
      // Space presses a button that was reached by keys.
      if (event.key === ' ' && target?.matches('button:focus-visible, a:focus-visible')) return;
      const action = actionFor(event);
      if (action === null) return;
      event.preventDefault();
      latest.current(action);
    };
    addEventListener('keydown', onDown);
    return () => removeEventListener('keydown', onDown);
  }, [enabled]);
}
