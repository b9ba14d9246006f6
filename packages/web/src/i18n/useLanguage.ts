import { useTranslation } from 'react-i18next';
import { localeFor, shownLanguage, type Language } from './language.ts';

/** The language on the screen. */
export function useLanguage(): Language {
  const { i18n } = useTranslation();
  return shownLanguage(i18n);
}

/** The locale for dates and numbers: the language on the screen, with the habits of the browser's region. */
export function useLocale(): string {
  return localeFor(useLanguage(), navigator.languages);
}
