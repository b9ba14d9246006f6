import type { DeliveryState } from '@cardea/client';
import { Check, CheckCheck, CircleAlert, Clock3 } from 'lucide-react';
import { useTranslation } from 'react-i18next';

const marks = {
  queued: Clock3,
  sent: Check,
  delivered: CheckCheck,
  read: CheckCheck,
  failed: CircleAlert,
} as const;

/** How far one's own message has come. */
export function DeliveryMark({ state }: { state: DeliveryState }) {
  const { t } = useTranslation();
  const Mark = marks[state];
  return (
    <span role="img" aria-label={t(`chat.delivery.${state}`)} title={t(`chat.delivery.${state}`)}>
      <Mark
        aria-hidden
        className={`size-3.5 ${state === 'read' ? 'opacity-100' : 'opacity-75'} ${state === 'read' ? 'stroke-[3]' : ''}`}
      />
    </span>
  );
}
