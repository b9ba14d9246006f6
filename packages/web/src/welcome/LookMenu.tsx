import { Languages, SunMoon } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { changePreferences, themes, usePreferences } from '../app/preferences.ts';
import { changeLanguage, isLanguage, languages } from '../i18n/language.ts';
import { useLanguage } from '../i18n/useLanguage.ts';

export function LanguageMenu() {
  const { t } = useTranslation();
  return (
    <IconSelect
      label={t('look.language')}
      icon={<Languages />}
      value={useLanguage()}
      options={Object.entries(languages).map(([value, label]) => ({ value, label }))}
      onChange={(value) => {
        if (!isLanguage(value)) return;
        changePreferences({ language: value });
        void changeLanguage(value);
      }}
    />
  );
}

export function ThemeMenu() {
  const { t } = useTranslation();
  return (
    <IconSelect
      label={t('look.theme')}
      icon={<SunMoon />}
      value={usePreferences((state) => state.theme)}
      options={themes.map((value) => ({ value, label: t(`look.${value}`) }))}
      onChange={(value) => {
        const chosen = themes.find((one) => one === value);
        if (chosen !== undefined) changePreferences({ theme: chosen });
      }}
    />
  );
}

interface IconSelectProps {
  label: string;
  icon: ReactNode;
  value: string;
  options: readonly { value: string; label: string }[];
  onChange: (value: string) => void;
}

/** The platform's own list behind an icon: the menus of the rest of the app would double the first download. */
function IconSelect({ label, icon, value, options, onChange }: IconSelectProps) {
  return (
    <span
      title={label}
      className="relative grid size-11 place-items-center rounded-full text-soft transition-colors hover:bg-sunken hover:text-ink has-focus-visible:outline-2 has-focus-visible:outline-accent [&_svg]:size-5"
    >
      {icon}
      <select
        aria-label={label}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        className="absolute inset-0 cursor-pointer appearance-none rounded-full text-base opacity-0"
      >
        {options.map((option) => (
          <option key={option.value} value={option.value}>
            {option.label}
          </option>
        ))}
      </select>
    </span>
  );
}
