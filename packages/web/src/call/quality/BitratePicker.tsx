import type { ClientCall, PictureRole } from '@cardea/client';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useCardea } from '../../app/cardea.ts';
import { useRun } from '../../app/useRun.ts';
import { Button } from '../../design/Button.tsx';
import { Picker } from '../../design/Picker.tsx';
import { TextField } from '../../design/TextField.tsx';
import { bitrate } from '../../i18n/format.ts';
import { useLocale } from '../../i18n/useLanguage.ts';
import {
  bitratePresets,
  choiceOf,
  ownBitrate,
  presetNames,
  readOwnBitrate,
  type BitrateChoice,
} from './bitratePresets.ts';

/** How much one's own picture may take of the line: a preset, or a number of one's own. */
export function BitratePicker({ call, picture }: { call: ClientCall; picture: PictureRole }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const cardea = useCardea();
  const run = useRun();
  const limit = call.bitrateLimits[picture];
  const [owning, setOwning] = useState(choiceOf(picture, limit) === 'own');
  const [text, setText] = useState(String(Math.round((limit ?? bitratePresets[picture].standard) / 1_000)));
  const [wrong, setWrong] = useState(false);
  const set = (bitsPerSecond: number | null): void =>
    run(cardea.calls.limitBitrate(call.id, picture, bitsPerSecond));

  const choose = (value: string): void => {
    const choice = value as BitrateChoice;
    setOwning(choice === 'own');
    if (choice === 'auto') set(null);
    else if (choice !== 'own') set(bitratePresets[picture][choice]);
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const value = readOwnBitrate(text);
    setWrong(value === null);
    if (value !== null) set(value);
  };

  return (
    <div className="flex flex-col gap-3">
      <Picker
        label={t(`quality.limit.${picture}`)}
        value={owning ? 'own' : choiceOf(picture, limit)}
        onChange={choose}
        options={[
          { value: 'auto', label: t('quality.preset.auto') },
          ...presetNames.map((name) => ({
            value: name,
            label: t(`quality.preset.${name}`, { rate: bitrate(bitratePresets[picture][name], locale) }),
          })),
          { value: 'own', label: t('quality.preset.own') },
        ]}
      />
      {owning && (
        <form onSubmit={submit} noValidate>
          <TextField
            label={t('quality.ownLabel')}
            inputMode="numeric"
            value={text}
            onChange={(event) => setText(event.target.value)}
            error={wrong ? t('quality.ownWrong', ownBitrate) : null}
            trailing={
              <span className="pr-1.5">
                <Button type="submit" size="sm">
                  {t('quality.ownSet')}
                </Button>
              </span>
            }
          />
        </form>
      )}
    </div>
  );
}
