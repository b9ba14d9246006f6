import { useEffect, useRef } from 'react';
import { isTyping } from '../app/isTyping.ts';
import { usePreferences } from '../app/preferences.ts';
import { shortcutFor, type ShortcutAction } from './shortcutKeys.ts';

interface ShortcutHandlers {
  run: (action: ShortcutAction) => void;
  /** Space went down or came up. */
  talk: (talking: boolean) => void;
}

/** Single keys during a call, off while one types, while a dialog is open, and by a setting (WCAG 2.1.4). */
export function useShortcuts(handlers: ShortcutHandlers): void {
  const enabled = usePreferences((state) => state.shortcuts);
  const latest = useRef(handlers);
  useEffect(() => {
    latest.current = handlers;
  });

  useEffect(() => {
    if (!enabled) return undefined;
    let talking = false;
    const endTalk = (): void => {
      if (talking) latest.current.talk(false);
      talking = false;
    };
    const onDown = (event: KeyboardEvent): void => {
      const target = event.target instanceof Element ? event.target : null;
      if (event.defaultPrevented || isTyping(target) || document.querySelector('dialog[open]') !== null)
        return;
      if (target?.closest('[role=menu]') !== null && target !== null) return;
      if (event.key === ' ') {
        // Space on a button presses that button.
        if (event.repeat || target?.closest('button, a, [role=button]')) return;
        talking = true;
        latest.current.talk(true);
        event.preventDefault();
        return;
      }
      const action = shortcutFor(event);
      if (action === null) return;
      event.preventDefault();
      latest.current.run(action);
    };
    const onUp = (event: KeyboardEvent): void => {
      if (event.key === ' ') endTalk();
    };
    addEventListener('keydown', onDown);
    addEventListener('keyup', onUp);
    addEventListener('blur', endTalk);
    return () => {
      endTalk();
      removeEventListener('keydown', onDown);
      removeEventListener('keyup', onUp);
      removeEventListener('blur', endTalk);
    };
  }, [enabled]);
}
