import { useTranslation } from 'react-i18next';
import { useLibrary, useServerKeeps } from '../app/cardea.ts';
import { fileSize } from '../i18n/format.ts';
import { useLocale } from '../i18n/useLanguage.ts';

/** How much room there is, on the server and on this device. */
export function UsageBars() {
  const { t } = useTranslation();
  const locale = useLocale();
  const { usage, device, storage } = useLibrary((state) => state);
  const keeps = useServerKeeps();
  return (
    <section aria-label={t('library.usage.title')} className="grid gap-3 text-sm">
      {usage === null ? (
        <p className="text-soft">{t(keeps ? 'library.usage.away' : 'library.usage.none')}</p>
      ) : (
        <Bar label={t('library.usage.server')} used={usage.used} quota={usage.quota} locale={locale} />
      )}
      {storage === 'memory' ? (
        <p className="rounded-2xl bg-brass-wash px-3.5 py-2.5 text-pretty">{t('library.usage.memory')}</p>
      ) : (
        device !== null && (
          <Bar label={t('library.usage.device')} used={device.used} quota={device.quota} locale={locale} />
        )
      )}
    </section>
  );
}

interface BarProps {
  label: string;
  used: number;
  quota: number | null;
  locale: string;
}

function Bar({ label, used, quota, locale }: BarProps) {
  const { t } = useTranslation();
  const share = quota === null || quota === 0 ? 0 : Math.min(1, used / quota);
  const text =
    quota === null
      ? t('library.usage.free', { used: fileSize(used, locale) })
      : t('library.usage.of', { used: fileSize(used, locale), quota: fileSize(quota, locale) });
  return (
    <div>
      <div className="mb-1.5 flex items-baseline justify-between gap-2">
        <span className="truncate font-medium">{label}</span>
        <span className="shrink-0 text-xs text-soft tabular">{text}</span>
      </div>
      {quota !== null && (
        <div
          role="meter"
          aria-label={label}
          aria-valuemin={0}
          aria-valuemax={100}
          aria-valuenow={Math.round(share * 100)}
          aria-valuetext={text}
          className="h-1.5 overflow-hidden rounded-full bg-quiet"
        >
          <div
            className={`h-full w-full origin-left rounded-full transition-transform duration-500 ${share > 0.9 ? 'bg-danger' : 'bg-accent'}`}
            style={{ transform: `scaleX(${Math.max(share, used > 0 ? 0.01 : 0)})` }}
          />
        </div>
      )}
    </div>
  );
}
