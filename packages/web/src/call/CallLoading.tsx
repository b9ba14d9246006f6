import type { ClientCall } from '@cardea/client';
import { useTranslation } from 'react-i18next';
import { testIds } from '../design/testIds.ts';

/** The moment until the call surface is loaded: as dark as it will be, so that nothing flashes. */
export function CallLoading({ call }: { call: ClientCall }) {
  const { t } = useTranslation();
  return (
    <div
      data-theme="room"
      data-testid={testIds.callStage}
      data-stage={call.stage}
      data-call={call.id}
      className="fixed inset-0 z-30 grid place-items-center bg-paper text-ink"
    >
      {t(`call.stage.${call.stage}`)}
    </div>
  );
}
