import type { CallStatistics, ClientCall } from '@cardea/client';
import { ArrowDown, ArrowLeft, ArrowUp, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { changePreferences, usePreferences } from '../../app/preferences.ts';
import { usePhone } from '../../app/useMedia.ts';
import { IconButton } from '../../design/IconButton.tsx';
import { Toggle } from '../../design/Toggle.tsx';
import { bitrate } from '../../i18n/format.ts';
import { useLocale } from '../../i18n/useLanguage.ts';
import { showPanel } from '../surface.ts';
import { wayOf } from '../way.ts';
import { BitratePicker } from './BitratePicker.tsx';
import { gradeOf } from './grade.ts';
import { SpeedGraph } from './SpeedGraph.tsx';
import { percent, StreamTable } from './StreamTable.tsx';
import { useStatistics } from './useStatistics.ts';

/** How the call is carried, in numbers and as a graph, and how much of the line one's own pictures may take. */
export default function QualityPanel({ call }: { call: ClientCall }) {
  const { t } = useTranslation();
  const phone = usePhone();
  const gauge = usePreferences((state) => state.speedGauge);
  const history = useStatistics(call.id);
  const close = (): void => showPanel(null);
  return (
    <section
      aria-label={t('quality.title')}
      className="flex w-85 shrink-0 flex-col border-l border-line bg-surface text-ink select-text max-md:absolute max-md:inset-0 max-md:z-20 max-md:w-full max-md:animate-rise"
    >
      <header className="flex min-h-16 shrink-0 items-center gap-2 px-4 max-md:px-2">
        {phone && <IconButton label={t('common.back')} icon={<ArrowLeft />} onClick={close} />}
        <h2 className="min-w-0 flex-1 truncate font-semibold">{t('quality.title')}</h2>
        {!phone && <IconButton label={t('common.close')} icon={<X />} onClick={close} />}
      </header>
      <div className="flex flex-1 flex-col gap-5 overflow-y-auto px-4 pb-6">
        <Speeds call={call} history={history} />
        <div className="flex flex-col gap-4">
          <BitratePicker key={`${call.id}-camera`} call={call} picture="camera" />
          {call.local.screen.on && <BitratePicker key={`${call.id}-screen`} call={call} picture="screen" />}
        </div>
        <StreamTable streams={history.at(-1)?.streams ?? []} />
        <div className="border-t border-line">
          <Toggle
            label={t('quality.gauge')}
            hint={t('quality.gaugeHint')}
            checked={gauge}
            onChange={(speedGauge) => changePreferences({ speedGauge })}
          />
        </div>
      </div>
    </section>
  );
}

function Speeds({ call, history }: { call: ClientCall; history: readonly CallStatistics[] }) {
  const { t } = useTranslation();
  const locale = useLocale();
  const last = history.at(-1);
  const losses = (last?.streams ?? []).flatMap(({ loss }) => (loss === null ? [] : [loss]));
  const loss = losses.length === 0 ? null : Math.max(...losses);
  const none = '–';
  return (
    <div className="flex flex-col gap-3">
      <div className="grid grid-cols-2 gap-2">
        <Speed
          icon={<ArrowUp aria-hidden className="size-4 text-brass" />}
          label={t('quality.up')}
          value={last === undefined ? none : bitrate(last.up, locale)}
        />
        <Speed
          icon={<ArrowDown aria-hidden className="size-4 text-accent" />}
          label={t('quality.down')}
          value={last === undefined ? none : bitrate(last.down, locale)}
        />
      </div>
      <SpeedGraph history={history} />
      <dl className="grid grid-cols-2 gap-x-4 gap-y-2 text-sm">
        <Fact name={t('quality.grade')} value={t(`quality.grades.${gradeOf(history)}`)} />
        <Fact
          name={t('quality.roundTrip')}
          value={
            last === undefined || last.roundTrip === null
              ? none
              : t('quality.ms', { ms: Math.round(last.roundTrip) })
          }
        />
        <Fact name={t('quality.loss')} value={loss === null ? none : percent(loss, locale)} />
        <Fact
          name={t('quality.route')}
          value={
            last === undefined || last.route === null
              ? none
              : `${t(`way.${wayOf(call)}.short`)} · ${last.route.protocol.toUpperCase()}`
          }
        />
      </dl>
    </div>
  );
}

function Speed({ icon, label, value }: { icon: ReactNode; label: string; value: string }) {
  return (
    <div className="rounded-2xl bg-sunken px-3.5 py-3">
      <p className="flex items-center gap-1.5 text-sm text-soft">
        {icon}
        {label}
      </p>
      <p className="mt-0.5 text-xl font-semibold tabular">{value}</p>
    </div>
  );
}

function Fact({ name, value }: { name: string; value: string }) {
  return (
    <div>
      <dt className="text-soft">{name}</dt>
      <dd className="font-medium tabular">{value}</dd>
    </div>
  );
}
