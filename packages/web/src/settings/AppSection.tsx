import { useTranslation } from 'react-i18next';
import { openDialog } from '../app/dialogs.ts';
import { changePreferences, themes, usePreferences } from '../app/preferences.ts';
import { Button } from '../design/Button.tsx';
import { Picker } from '../design/Picker.tsx';
import { Segments } from '../design/Segments.tsx';
import { Toggle } from '../design/Toggle.tsx';
import { changeLanguage, isLanguage, languages } from '../i18n/language.ts';
import { useLanguage } from '../i18n/useLanguage.ts';
import { Card } from './Card.tsx';

export function AppSection() {
  const { t } = useTranslation();
  const language = useLanguage();
  const { theme, shortcuts } = usePreferences();
  return (
    <Card>
      <p className="mb-1.5 text-sm font-medium">{t('look.theme')}</p>
      <Segments
        label={t('look.theme')}
        value={theme}
        options={themes.map((value) => ({ value, label: t(`look.${value}`) }))}
        onChange={(value) => changePreferences({ theme: value })}
      />
      <div className="mt-5">
        <Picker
          label={t('look.language')}
          value={language}
          options={Object.entries(languages).map(([value, label]) => ({ value, label }))}
          onChange={(value) => {
            if (!isLanguage(value)) return;
            changePreferences({ language: value });
            void changeLanguage(value);
          }}
        />
      </div>
      <div className="mt-3">
        <Toggle
          label={t('settings.shortcuts')}
          hint={t('settings.shortcutsHint')}
          checked={shortcuts}
          onChange={(wanted) => changePreferences({ shortcuts: wanted })}
        />
        <Button size="sm" onClick={() => openDialog('shortcuts')}>
          {t('settings.shortcutsShow')}
        </Button>
      </div>
    </Card>
  );
}
