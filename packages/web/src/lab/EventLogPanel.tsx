import { ArrowDownLeft, ArrowUpRight, Trash2 } from 'lucide-react';
import { memo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { CopyButton } from '../design/CopyButton.tsx';
import { IconButton } from '../design/IconButton.tsx';
import { testIds } from '../design/testIds.ts';
import { asText, filtered, pretty, type EventLog, type LogEntry } from './eventLog.ts';

/** Every message of the session as it comes, the newest on top. */
export function EventLogPanel({ log }: { log: EventLog }) {
  const { t } = useTranslation();
  const entries = useStore(log.store);
  const [filter, setFilter] = useState('');
  const shown = filtered(entries, filter);
  return (
    <section aria-label={t('lab.log')} className="flex min-h-0 flex-1 flex-col">
      <header className="flex flex-wrap items-center gap-2 p-3">
        <h2 className="pl-1 text-lg font-semibold tracking-tight">{t('lab.log')}</h2>
        <span className="tabular flex-1 text-sm text-soft">{shown.length}</span>
        <CopyButton text={asText(shown)} label={t('lab.copy')} />
        <IconButton label={t('lab.clear')} icon={<Trash2 />} onClick={() => log.clear()} />
        <input
          type="search"
          aria-label={t('lab.filter')}
          placeholder={t('lab.filter')}
          value={filter}
          maxLength={200}
          onChange={(event) => setFilter(event.target.value)}
          className="min-h-11 w-full rounded-xl border border-line bg-surface px-3.5 placeholder:text-soft/80 focus-visible:border-accent"
        />
      </header>
      {shown.length === 0 ? (
        <p className="px-6 py-10 text-center text-sm text-soft">
          {entries.length === 0 ? t('lab.logEmpty') : t('lab.logNothing')}
        </p>
      ) : (
        <ol
          data-testid={testIds.labLog}
          aria-label={t('lab.messages')}
          tabIndex={0}
          className="min-h-0 flex-1 divide-y divide-line overflow-y-auto border-t border-line max-lg:max-h-[70dvh]"
        >
          {shown.toReversed().map((entry) => (
            <Message key={entry.number} entry={entry} />
          ))}
        </ol>
      )}
    </section>
  );
}

const Message = memo(function Message({ entry }: { entry: LogEntry }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState(false);
  const { time, direction, verb, content, text } = entry;
  return (
    <li>
      <details onToggle={(event) => setOpen(event.currentTarget.open)}>
        <summary className="flex cursor-pointer list-none items-center gap-2 px-4 py-2 font-mono text-xs hover:bg-sunken [&_svg]:size-4 [&_svg]:shrink-0">
          {direction === 'sent' ? (
            <ArrowUpRight role="img" aria-label={t('lab.sent')} className="text-accent" />
          ) : (
            <ArrowDownLeft role="img" aria-label={t('lab.received')} className="text-brass" />
          )}
          <time dateTime={new Date(time).toISOString()} className="tabular shrink-0 text-soft">
            {new Date(time).toISOString().slice(11, 23)}
          </time>
          <span className="shrink-0 font-semibold">{verb}</span>
          <span className="min-w-0 truncate text-soft">{open ? '' : content}</span>
        </summary>
        {open && (
          <pre className="overflow-x-auto bg-sunken px-4 py-3 font-mono text-xs whitespace-pre-wrap wrap-anywhere select-all">
            {pretty(text)}
          </pre>
        )}
      </details>
    </li>
  );
});
