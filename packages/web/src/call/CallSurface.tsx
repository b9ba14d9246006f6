import type { ClientCall } from '@cardea/client';
import { LiveCall } from './LiveCall.tsx';
import { EndScreen } from './EndScreen.tsx';
import { testIds } from '../design/testIds.ts';
import { useTranslation } from 'react-i18next';

/** A call on the whole screen: going on, or just over. Loaded when it is needed. */
export default function CallSurface({ call }: { call: ClientCall }) {
  const { t } = useTranslation();
  return (
    <div
      role="region"
      aria-label={t('call.surface', { name: call.person.name })}
      data-theme="room"
      data-testid={testIds.callStage}
      data-stage={call.stage}
      data-call={call.id}
      className="fixed inset-0 z-30 flex overflow-hidden bg-paper text-ink select-none"
    >
      {call.stage === 'ended' ? <EndScreen call={call} /> : <LiveCall call={call} />}
    </div>
  );
}
