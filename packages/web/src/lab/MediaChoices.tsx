import { useTranslation } from 'react-i18next';
import { Toggle } from '../design/Toggle.tsx';
import type { MediaChoice } from './openMedia.ts';

export interface Choices extends MediaChoice {
  simulcast: boolean;
}

export const firstChoices: Choices = { camera: true, microphone: true, simulcast: false };

/** With what a call begins. */
export function MediaChoices({
  choices,
  onChange,
  calling = true,
}: {
  choices: Choices;
  onChange: (choices: Choices) => void;
  /** Only who calls can send simulcast. */
  calling?: boolean;
}) {
  const { t } = useTranslation();
  return (
    <div className="grid gap-x-8 sm:grid-cols-3">
      <Toggle
        label={t('devices.camera')}
        checked={choices.camera}
        onChange={(camera) => onChange({ ...choices, camera })}
      />
      <Toggle
        label={t('devices.microphone')}
        checked={choices.microphone}
        onChange={(microphone) => onChange({ ...choices, microphone })}
      />
      {calling && (
        <Toggle
          label={t('lab.simulcast')}
          checked={choices.simulcast}
          onChange={(simulcast) => onChange({ ...choices, simulcast })}
        />
      )}
    </div>
  );
}
