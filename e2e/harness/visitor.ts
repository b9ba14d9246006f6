import type { Evaluates } from './evidence.ts';

export type Role =
  'button' | 'link' | 'textbox' | 'tab' | 'menuitem' | 'menuitemradio' | 'switch' | 'dialog' | 'alertdialog';

/**
 * A person in front of a page, whatever the browser. Controls are found as a person (or a screen reader) finds them,
 * by role and name; a name given as text must be the whole name.
 */
export interface Visitor extends Evaluates {
  readonly browser: 'chromium' | 'firefox';
  goto(url: string): Promise<void>;
  reload(): Promise<void>;
  /** Signs in as somebody who entered over HTTP: takes over their session cookie. */
  useCookie(url: string, cookie: string): Promise<void>;
  click(role: Role, name: string | RegExp): Promise<void>;
  fill(label: string | RegExp, text: string): Promise<void>;
  press(key: string): Promise<void>;
  /** Whether such a control is there and visible now. */
  sees(role: Role, name: string | RegExp): Promise<boolean>;
  chooseFile(selector: string, path: string): Promise<void>;
  screenshot(path: string): Promise<void>;
  resize(width: number, height: number): Promise<void>;
  /** Closes this person's page and all that belongs to it. */
  close(): Promise<void>;
}

/**
 * Moves the pointer a little, as a hand on its way to a control does: controls of a call that hide from a pointer at
 * rest are there again before the press.
 */
export async function wakeControls(pointer: {
  move: (x: number, y: number) => Promise<void>;
}): Promise<void> {
  await pointer.move(1, 1);
  await pointer.move(2, 2);
}

/**
 * Waits until `check` gives something that is neither `null`, `undefined` nor `false`.
 * @param what for the error: what was waited for
 * @param timeout milliseconds
 */
export async function until<T>(
  what: string,
  check: () => Promise<T | null | undefined | false>,
  timeout = 15_000,
): Promise<T> {
  const end = performance.now() + timeout;
  let last: unknown;
  for (;;) {
    try {
      const value = await check();
      if (value !== null && value !== undefined && value !== false) return value;
      last = value;
    } catch (error) {
      last = error;
    }
    if (performance.now() > end) {
      throw new Error(`${what}: not within ${timeout} ms (last: ${String(last)})`);
    }
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
