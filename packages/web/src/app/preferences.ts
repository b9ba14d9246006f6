import { create } from 'zustand';
import { detectLanguage, isLanguage, type Language } from '../i18n/language.ts';

export const themes = ['light', 'dark', 'system'] as const;
export type Theme = (typeof themes)[number];

/** What belongs to this browser, not to the person: remembered in localStorage. */
export interface Preferences {
  theme: Theme;
  /** `null` follows the browser. */
  language: Language | null;
  shortcuts: boolean;
  ringSounds: boolean;
  notifications: boolean;
  /** The floating ball with the speed of a call. */
  speedGauge: boolean;
  /** The name last used to come in. */
  name: string;
}

export const defaultPreferences: Preferences = {
  theme: 'system',
  language: null,
  shortcuts: true,
  ringSounds: true,
  notifications: false,
  speedGauge: false,
  name: '',
};

/** Reads what was stored; anything damaged or unknown falls back to its default, field by field. */
export function parsePreferences(text: string | null): Preferences {
  let stored: Record<string, unknown> = {};
  try {
    const value: unknown = JSON.parse(text ?? '{}');
    if (typeof value === 'object' && value !== null) stored = { ...value };
  } catch {
    return defaultPreferences;
  }
  const flag = (key: 'shortcuts' | 'ringSounds' | 'notifications' | 'speedGauge'): boolean => {
    const value = stored[key];
    return typeof value === 'boolean' ? value : defaultPreferences[key];
  };
  const { theme, language, name } = stored;
  return {
    theme: themes.find((one) => one === theme) ?? defaultPreferences.theme,
    language: typeof language === 'string' && isLanguage(language) ? language : null,
    shortcuts: flag('shortcuts'),
    ringSounds: flag('ringSounds'),
    notifications: flag('notifications'),
    speedGauge: flag('speedGauge'),
    name: typeof name === 'string' ? name.slice(0, 200) : '',
  };
}

const key = 'cardea.preferences';

function stored(): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    // Storage can be forbidden; then nothing is remembered, and everything else works.
    return null;
  }
}

export const usePreferences = create<Preferences>(() => parsePreferences(stored()));

export function changePreferences(change: Partial<Preferences>): void {
  usePreferences.setState(change);
  try {
    localStorage.setItem(key, JSON.stringify(usePreferences.getState()));
  } catch {
    // See above.
  }
}

export function chosenLanguage(): Language {
  return usePreferences.getState().language ?? detectLanguage(navigator.languages);
}

/** Puts the theme on the document, and follows the system if that is the choice. @returns stops it */
export function followTheme(): () => void {
  const dark = matchMedia('(prefers-color-scheme: dark)');
  const apply = (): void => {
    const { theme } = usePreferences.getState();
    document.documentElement.dataset['theme'] =
      theme === 'system' ? (dark.matches ? 'dark' : 'light') : theme;
  };
  apply();
  dark.addEventListener('change', apply);
  const unsubscribe = usePreferences.subscribe(apply);
  return () => {
    dark.removeEventListener('change', apply);
    unsubscribe();
  };
}
