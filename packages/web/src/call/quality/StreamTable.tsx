import type { StreamStatistics } from '@cardea/client';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { bitrate } from '../../i18n/format.ts';
import { useLocale } from '../../i18n/useLanguage.ts';

/** Every sound and picture of a call with what there is to know about it. */
export function StreamTable({ streams }: { streams: readonly StreamStatistics[] }) {
  const { t } = useTranslation();
  const locale = useLocale();
  return (
    <ul className="flex flex-col gap-2">
      {streams.map((stream) => {
        const { role, direction, codec, width, height, framesPerSecond, loss, jitter, limitedBy } = stream;
        const up = direction === 'up';
        const facts = [
          codec?.replace('opus', 'Opus'),
          width !== null && height !== null ? `${width} × ${height}` : null,
          framesPerSecond === null ? null : t('quality.fps', { count: Math.round(framesPerSecond) }),
          loss === null ? null : t('quality.lossOf', { loss: percent(loss, locale) }),
          jitter === null ? null : t('quality.jitter', { ms: Math.round(jitter) }),
        ].filter((fact) => fact !== null && fact !== undefined);
        return (
          <li key={`${role}-${direction}`} className="rounded-xl bg-sunken px-3 py-2.5 text-sm">
            <p className="flex items-center gap-2 font-medium">
              {up ? (
                <ArrowUp aria-hidden className="size-4 shrink-0 text-brass" />
              ) : (
                <ArrowDown aria-hidden className="size-4 shrink-0 text-accent" />
              )}
              <span className="min-w-0 flex-1 truncate">
                {t(`quality.role.${role}`)}
                <span className="sr-only"> {t(up ? 'quality.up' : 'quality.down')}</span>
              </span>
              <span className="tabular">{bitrate(stream.bitrate, locale)}</span>
            </p>
            <p className="mt-0.5 text-soft tabular">{facts.join(' · ')}</p>
            {limitedBy !== null && <p className="mt-0.5 text-brass">{t(`quality.limitedBy.${limitedBy}`)}</p>}
          </li>
        );
      })}
    </ul>
  );
}

export function percent(share: number, locale: string): string {
  return new Intl.NumberFormat(locale, {
    style: 'percent',
    maximumFractionDigits: share < 0.1 ? 1 : 0,
  }).format(share);
}
