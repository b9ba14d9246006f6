import type { ClientCall } from '@cardea/client';
import { ChevronDown, CloudOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../design/IconButton.tsx';
import { testIds } from '../design/testIds.ts';
import { CallTimer } from './CallTimer.tsx';
import { RecordingSigns } from './recording/RecordingSigns.tsx';
import { RouteChip } from './RouteChip.tsx';
import { minimise } from './surface.ts';

interface TopBarProps {
  call: ClientCall;
  hidden: boolean;
  serverLost: boolean;
}

export function TopBar({ call, hidden, serverLost }: TopBarProps) {
  const { t } = useTranslation();
  return (
    <header
      className={`absolute inset-x-0 top-0 z-10 flex items-center gap-2 bg-linear-to-b from-black/70 to-transparent px-3 pt-[max(0.5rem,env(safe-area-inset-top))] pb-5 text-white transition-opacity duration-300 ${hidden ? 'pointer-events-none opacity-0 focus-within:pointer-events-auto focus-within:opacity-100' : ''}`}
    >
      <IconButton
        label={t('call.minimise')}
        icon={<ChevronDown />}
        look="glass"
        onClick={() => minimise(call.id)}
      />
      <div className="min-w-0 flex-1 pl-1 text-shadow-sm">
        <p className="truncate leading-tight font-semibold">{call.person.name}</p>
        <p className="text-sm leading-tight text-white/85">
          {call.connectedAt !== null && call.stage === 'connected' ? (
            <CallTimer since={call.connectedAt} />
          ) : (
            t(`call.stage.${call.stage}`)
          )}
        </p>
      </div>
      {serverLost && (
        <p
          data-testid={testIds.serverChip}
          role="status"
          className="flex min-h-9 items-center gap-2 rounded-full bg-[#3a403d]/90 px-3.5 text-sm max-sm:absolute max-sm:inset-x-3 max-sm:top-16 max-sm:justify-center"
        >
          <CloudOff aria-hidden className="size-4 shrink-0" />
          {call.stage === 'connected' ? t('server.offlineCall') : t('server.offline')}
        </p>
      )}
      <RecordingSigns call={call} />
      {call.stage === 'connected' && <RouteChip call={call} />}
    </header>
  );
}
