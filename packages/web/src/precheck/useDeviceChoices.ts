import type { DeviceKind } from '@cardea/client';
import { useTranslation } from 'react-i18next';
import { useDevices } from '../app/cardea.ts';

const lists = { microphone: 'microphones', camera: 'cameras', speaker: 'speakers' } as const;

interface DeviceChoices {
  /** Device id, empty for the browser's own choice. */
  value: string;
  options: readonly { value: string; label: string }[];
}

/** Devices of one kind to choose from. Before permission they have no names, so they are counted. */
export function useDeviceChoices(kind: DeviceKind): DeviceChoices {
  const { t } = useTranslation();
  const devices = useDevices((state) => state[lists[kind]]);
  const selected = useDevices((state) => state.selected[kind]);
  const named = devices
    .filter(({ deviceId }) => deviceId !== '')
    .map(({ deviceId, label }, index) => ({
      value: deviceId,
      label: label === '' ? t('devices.unnamed', { kind: t(`devices.${kind}`), number: index + 1 }) : label,
    }));
  const present = named.some(({ value }) => value === selected);
  return {
    value: present ? (selected ?? '') : '',
    options: [{ value: '', label: t('devices.automatic') }, ...named],
  };
}
