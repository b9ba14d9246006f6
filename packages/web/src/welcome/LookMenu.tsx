import { Languages, SunMoon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { changePreferences, themes, usePreferences } from '../app/preferences.ts';
import { IconButton } from '../design/IconButton.tsx';
import { Menu, MenuChoice } from '../design/Menu.tsx';
import { changeLanguage, isLanguage, languages } from '../i18n/language.ts';
import { useLanguage } from '../i18n/useLanguage.ts';

export function LanguageMenu() {
  const { t } = useTranslation();
  const language = useLanguage();
  return (
    <Menu trigger={<IconButton label={t('look.language')} icon={<Languages />} />}>
      <MenuChoice
        label={t('look.language')}
        value={language}
        options={Object.entries(languages).map(([value, label]) => ({ value, label }))}
        onChange={(value) => {
          if (!isLanguage(value)) return;
          changePreferences({ language: value });
          void changeLanguage(value);
        }}
      />
    </Menu>
  );
}

export function ThemeMenu() {
  const { t } = useTranslation();
  const theme = usePreferences((state) => state.theme);
  return (
    <Menu trigger={<IconButton label={t('look.theme')} icon={<SunMoon />} />}>
      <MenuChoice
        label={t('look.theme')}
        value={theme}
        options={themes.map((value) => ({ value, label: t(`look.${value}`) }))}
        onChange={(value) => {
          const chosen = themes.find((one) => one === value);
          if (chosen !== undefined) changePreferences({ theme: chosen });
        }}
      />
    </Menu>
  );
}
