import { CloudOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useCardea, useServer } from '../app/cardea.ts';
import { testIds } from '../design/testIds.ts';

/** Says that the server is away, and lets one ask again at once. */
export function ServerChip() {
  const { t } = useTranslation();
  const cardea = useCardea();
  const connection = useServer((state) => state.connection);
  if (connection !== 'offline') return null;
  return (
    <div
      role="status"
      data-testid={testIds.serverChip}
      className="mx-4 mb-3 flex items-center gap-2.5 rounded-2xl bg-brass-wash py-1 pr-1 pl-3.5 text-sm"
    >
      <CloudOff aria-hidden className="size-4.5 shrink-0 text-brass" />
      <span className="min-w-0 flex-1">{t('server.offline')}</span>
      <button
        type="button"
        className="min-h-9 rounded-xl px-2.5 font-semibold text-brass hover:bg-black/5"
        onClick={() => cardea.server.reconnect()}
      >
        {t('server.reconnect')}
      </button>
    </div>
  );
}
