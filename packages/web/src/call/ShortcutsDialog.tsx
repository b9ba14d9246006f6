import { useTranslation } from 'react-i18next';
import { changePreferences, usePreferences } from '../app/preferences.ts';
import { Dialog } from '../design/Dialog.tsx';
import { Toggle } from '../design/Toggle.tsx';
import { shortcutLabels } from './shortcutKeys.ts';

export default function ShortcutsDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const enabled = usePreferences((state) => state.shortcuts);
  return (
    <Dialog
      title={t('shortcuts.title')}
      hint={enabled ? t('shortcuts.hint') : t('shortcuts.off')}
      onClose={onClose}
    >
      <dl className={enabled ? '' : 'opacity-50'}>
        {shortcutLabels.map(({ key, action }) => (
          <div key={key} className="flex items-center justify-between gap-4 border-b border-line py-2">
            <dt>{t(`shortcuts.${action}`)}</dt>
            <dd>
              <kbd className="inline-grid min-h-7 min-w-8 place-items-center rounded-lg border border-line bg-raised px-2 font-sans text-sm font-semibold">
                {key === 'space' ? t('shortcuts.space') : key}
              </kbd>
            </dd>
          </div>
        ))}
      </dl>
      <div className="mt-2">
        <Toggle
          label={t('settings.shortcuts')}
          checked={enabled}
          onChange={(shortcuts) => changePreferences({ shortcuts })}
        />
      </div>
    </Dialog>
  );
}
