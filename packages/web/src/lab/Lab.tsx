import { ArrowLeft } from 'lucide-react';
import { Tabs } from 'radix-ui';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { navigate } from '../app/navigation.ts';
import { IconButton } from '../design/IconButton.tsx';
import { ConnectionCard } from './ConnectionCard.tsx';
import { EventLog } from './eventLog.ts';
import { EventLogPanel } from './EventLogPanel.tsx';
import { LabConnection } from './labConnection.ts';
import { labPages } from './labPages.ts';

/** For developers: the plugins of a server of the Janus API, each by itself, and what goes over the line. */
export default function Lab() {
  const [lab, setLab] = useState<{ log: EventLog; connection: LabConnection } | null>(null);
  useEffect(() => {
    const log = new EventLog();
    const connection = new LabConnection(log);
    setLab({ log, connection });
    return () => connection.close();
  }, []);
  return lab === null ? null : <Bench {...lab} />;
}

function Bench({ log, connection }: { log: EventLog; connection: LabConnection }) {
  const { t } = useTranslation();
  const state = useStore(connection.store);
  return (
    <div className="flex h-dvh max-lg:block max-lg:overflow-y-auto">
      <main className="min-w-0 flex-1 lg:overflow-y-auto">
        <div className="mx-auto max-w-4xl px-4 pb-8 sm:px-8">
          <header className="flex items-center gap-2 py-4 sm:py-6">
            <IconButton
              label={t('common.back')}
              icon={<ArrowLeft />}
              onClick={() => navigate({ page: 'settings', section: null })}
            />
            <div className="min-w-0 flex-1">
              <h1 className="text-2xl leading-tight font-semibold tracking-tight">{t('lab.title')}</h1>
              <p className="text-sm text-soft">{t('lab.hint')}</p>
            </div>
          </header>
          <ConnectionCard connection={connection} />
          {state.status === 'open' || state.status === 'reconnecting' ? (
            <Tabs.Root defaultValue={labPages[0].plugin}>
              <Tabs.List
                aria-label={t('lab.plugins')}
                className="mb-5 flex gap-1 overflow-x-auto rounded-2xl bg-sunken p-1"
              >
                {labPages.map(({ plugin }) => (
                  <Tabs.Trigger
                    key={plugin}
                    value={plugin}
                    className="min-h-10 flex-1 rounded-xl px-4 text-sm font-medium whitespace-nowrap text-soft transition-colors hover:text-ink data-[state=active]:bg-raised data-[state=active]:text-ink data-[state=active]:shadow-sm"
                  >
                    {t(`lab.plugin.${plugin}`)}
                  </Tabs.Trigger>
                ))}
              </Tabs.List>
              {labPages.map(({ plugin, Page }) => (
                // Another tab does not end what goes on in this one.
                <Tabs.Content key={plugin} value={plugin} forceMount className="data-[state=inactive]:hidden">
                  <Page session={state.session} iceServers={state.iceServers} />
                </Tabs.Content>
              ))}
            </Tabs.Root>
          ) : (
            <p className="px-2 py-6 text-center text-soft">{t('lab.connectFirst')}</p>
          )}
        </div>
      </main>
      <aside className="flex flex-col border-line bg-surface max-lg:border-t lg:w-md lg:shrink-0 lg:border-l xl:w-lg">
        <EventLogPanel log={log} />
      </aside>
    </div>
  );
}
