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
    /** Whether the focus was moved by keys last. */
    let byKeyboard = false;
    const endTalk = (): void => {
      if (talking) latest.current.talk(false);
      talking = false;
    };
    const onDown = (event: KeyboardEvent): void => {
      const target = event.target instanceof Element ? event.target : null;
      if (event.key === 'Tab' || event.key.startsWith('Arrow')) byKeyboard = true;
      if (event.defaultPrevented || document.querySelector('dialog[open]') !== null) return;
      // Esc writes nothing, so it works while one types; an input method needs it for itself.
      if (isTyping(target) && (event.key !== 'Escape' || event.isComposing)) return;
      if (target?.closest('[role=menu]') !== null && target !== null) return;
      if (event.key === ' ') {
        // Space presses a button that was reached by keys. One that was clicked only kept the focus: pressing it
        // when Space comes up would open a muted microphone for good.
        if (byKeyboard && target?.closest('button, a, [role=button]')) return;
        event.preventDefault();
        if (event.repeat) return;
        talking = true;
        latest.current.talk(true);
        return;
      }
      const action = shortcutFor(event);
      if (action === null) return;
      event.preventDefault();
      latest.current.run(action);
    };
    const onUp = (event: KeyboardEvent): void => {
      if (event.key !== ' ' || !talking) return;
      // Firefox presses a button when the key comes up, even if it went down unseen.
      event.preventDefault();
      endTalk();
    };
    const onPointer = (): void => {
      byKeyboard = false;
    };
    addEventListener('keydown', onDown);
    addEventListener('keyup', onUp);
    addEventListener('pointerdown', onPointer);
    addEventListener('blur', endTalk);
    return () => {
      endTalk();
      removeEventListener('keydown', onDown);
      removeEventListener('keyup', onUp);
      removeEventListener('pointerdown', onPointer);
      removeEventListener('blur', endTalk);
    };
  }, [enabled]);
}
