import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../design/Button.tsx';
import { Segments } from '../design/Segments.tsx';
import { TextField } from '../design/TextField.tsx';
import { Toggle } from '../design/Toggle.tsx';
import { bitrate as bitrateText } from '../i18n/format.ts';
import { useLocale } from '../i18n/useLanguage.ts';
import { bitrateField, readBitrate } from './fields.ts';
import type { PluginSettings, SentLayer } from './pluginSettings.ts';
import { runAndTell } from './usePluginCall.ts';

/** bit/s. */
const presets = ['0', '128000', '512000', '2000000'] as const;
const layers = ['0', '1', '2'] as const;

interface CallControlsProps {
  /** Where this end may choose among the layers of a simulcast: what comes now. */
  layer: SentLayer | null;
  send: (settings: PluginSettings) => Promise<void>;
}

/** What the plugin can be told during a call. A control shows what the plugin has taken. */
export function CallControls({ layer, send }: CallControlsProps) {
  const { t } = useTranslation();
  const locale = useLocale();
  const [taken, setTaken] = useState<Required<Pick<PluginSettings, 'audio' | 'video' | 'bitrate'>>>({
    audio: true,
    video: true,
    bitrate: 0,
  });
  const [text, setText] = useState('');
  const [wrong, setWrong] = useState(false);
  const set = (settings: PluginSettings): void => {
    runAndTell(send(settings).then(() => setTaken((before) => ({ ...before, ...settings }))));
  };
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    const bitrate = readBitrate(text);
    setWrong(bitrate === null);
    if (bitrate !== null) set({ bitrate });
  };
  return (
    <div className="grid gap-x-8 gap-y-5 sm:grid-cols-2">
      <div className="divide-y divide-line">
        <Toggle
          label={t('lab.passAudio')}
          hint={t('lab.passAudioHint')}
          checked={taken.audio}
          onChange={(audio) => set({ audio })}
        />
        <Toggle
          label={t('lab.passVideo')}
          hint={t('lab.passVideoHint')}
          checked={taken.video}
          onChange={(video) => set({ video })}
        />
      </div>
      <div>
        <p className="mb-1.5 text-sm font-medium">{t('lab.bitrate')}</p>
        <Segments
          label={t('lab.bitrate')}
          value={String(taken.bitrate)}
          options={presets.map((value) => ({
            value,
            label: value === '0' ? t('lab.noLimit') : bitrateText(Number(value), locale),
          }))}
          onChange={(value) => set({ bitrate: Number(value) })}
        />
        <form onSubmit={submit} noValidate className="mt-3">
          <TextField
            label={t('lab.bitrateOwn')}
            inputMode="numeric"
            maxLength={6}
            value={text}
            onChange={(event) => setText(event.target.value)}
            error={wrong ? t('quality.ownWrong', bitrateField) : null}
            trailing={
              <span className="pr-1.5">
                <Button type="submit" size="sm">
                  {t('lab.set')}
                </Button>
              </span>
            }
          />
        </form>
      </div>
      {layer !== null && (
        <>
          <LayerChoice
            label={t('lab.substream')}
            value={layer.substream}
            onChange={(substream) => set({ substream })}
          />
          <LayerChoice
            label={t('lab.temporal')}
            value={layer.temporal}
            onChange={(temporal) => set({ temporal })}
          />
        </>
      )}
    </div>
  );
}

/** Shows the layer that comes, which may take a moment to be the one that was asked for. */
function LayerChoice({
  label,
  value,
  onChange,
}: {
  label: string;
  value: number | undefined;
  onChange: (layer: 0 | 1 | 2) => void;
}) {
  return (
    <div>
      <p className="mb-1.5 text-sm font-medium">{label}</p>
      <Segments
        label={label}
        value={value === undefined ? '' : String(value)}
        options={layers.map((one) => ({ value: one, label: one }))}
        onChange={(one) => onChange(one === '0' ? 0 : one === '1' ? 1 : 2)}
      />
    </div>
  );
}
