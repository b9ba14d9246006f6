import type { PersonSettings } from '@cardea/protocol';
import { useTranslation } from 'react-i18next';
import { useCardea, useSettings } from '../app/cardea.ts';
import { useRun } from '../app/useRun.ts';
import { Picker } from '../design/Picker.tsx';
import { Toggle } from '../design/Toggle.tsx';
import { Card } from './Card.tsx';

export function CallsSection() {
  const { t } = useTranslation();
  const cardea = useCardea();
  const run = useRun();
  const settings = useSettings();
  const change = (part: Partial<PersonSettings>): void => run(cardea.session.changeSettings(part));
  return (
    <Card>
      <Picker
        label={t('settings.reachable')}
        value={settings.reachableBy}
        options={[
          { value: 'everyone', label: t('settings.everyone') },
          { value: 'contacts', label: t('settings.contactsOnly') },
        ]}
        onChange={(value) => change({ reachableBy: value === 'contacts' ? 'contacts' : 'everyone' })}
      />
      <div className="mt-3 divide-y divide-line">
        <Toggle
          label={t('settings.callWaiting')}
          hint={t('settings.callWaitingHint')}
          checked={settings.callWaiting}
          onChange={(callWaiting) => change({ callWaiting })}
        />
        <Toggle
          label={t('settings.relayOnly')}
          hint={t('settings.relayOnlyHint')}
          checked={settings.relayOnly}
          onChange={(relayOnly) => change({ relayOnly })}
        />
      </div>
    </Card>
  );
}
