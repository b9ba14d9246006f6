import i18next, { type i18n } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { en } from './en.ts';

/** Languages by their own names. */
export const languages = { en: 'English', 'zh-CN': '简体中文' } as const;
export type Language = keyof typeof languages;

export function isLanguage(text: string | null | undefined): text is Language {
  return text !== null && text !== undefined && Object.hasOwn(languages, text);
}

/** The language that i18next shows: English until another is there. */
export function shownLanguage({ language }: i18n): Language {
  return isLanguage(language) ? language : 'en';
}

/** The first of the browser's languages that we have; any kind of Chinese is nearer to 简体中文 than English is. */
export function detectLanguage(preferred: readonly string[]): Language {
  for (const tag of preferred) {
    if (/^zh\b/i.test(tag)) return 'zh-CN';
    if (/^en\b/i.test(tag)) return 'en';
  }
  return 'en';
}

/** The browser's own variant of a language (`en-GB` rather than `en`), which knows the hours of the day. */
export function localeFor(language: Language, preferred: readonly string[]): string {
  const primary = language.slice(0, 2);
  return preferred.find((tag) => tag.slice(0, 2).toLowerCase() === primary) ?? language;
}

/** Starts i18next. English is in the bundle as the fallback; the others come when they are wanted. */
export async function startLanguage(language: Language): Promise<i18n> {
  await i18next.use(initReactI18next).init({
    lng: 'en',
    fallbackLng: 'en',
    resources: { en: { translation: en } },
    interpolation: { escapeValue: false },
  });
  try {
    await changeLanguage(language);
  } catch (error) {
    // Better the app in English than an empty page.
    console.error('The language cannot be loaded.', error);
  }
  return i18next;
}

export async function changeLanguage(language: Language): Promise<void> {
  if (language === 'zh-CN' && !i18next.hasResourceBundle('zh-CN', 'translation')) {
    const { zh } = await import('./zh.ts');
    i18next.addResourceBundle('zh-CN', 'translation', zh);
  }
  await i18next.changeLanguage(language);
  document.documentElement.lang = language;
}
