import type { Cardea } from '@cardea/client';
import { createFakeCardea, isScenarioName, scenarios } from '@cardea/client/fake';
import { changePreferences, themes } from '../app/preferences.ts';
import { isLanguage } from '../i18n/language.ts';

/**
 * Development only: `?fake=NAME` opens the app in a scenario of the fake client, with `lang` and `theme` beside it,
 * for example `/?fake=incoming&lang=zh-CN&theme=dark`.
 */
export function openScenario(query: URLSearchParams): Cardea {
  const name = query.get('fake') ?? '';
  const language = query.get('lang');
  const theme = themes.find((one) => one === query.get('theme'));
  if (isLanguage(language)) changePreferences({ language });
  if (theme !== undefined) changePreferences({ theme });
  if (!isScenarioName(name)) {
    console.info(`There is no scenario "${name}". There are: ${Object.keys(scenarios).join(', ')}`);
  }
  return createFakeCardea(scenarios[isScenarioName(name) ? name : 'home'](Date.now()));
}
