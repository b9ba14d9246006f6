import type { DeviceKind } from '@cardea/client';
import { useTranslation } from 'react-i18next';
import { useCardea } from '../app/cardea.ts';
import { useRun } from '../app/useRun.ts';
import { Picker } from '../design/Picker.tsx';
import { useDeviceChoices } from './useDeviceChoices.ts';

export function DevicePicker({ kind }: { kind: DeviceKind }) {
  const { t } = useTranslation();
  const cardea = useCardea();
  const run = useRun();
  const { value, options } = useDeviceChoices(kind);
  return (
    <Picker
      label={t(`devices.${kind}`)}
      value={value}
      options={options}
      onChange={(id) => run(cardea.devices.select(kind, id === '' ? null : id))}
    />
  );
}
