import type { ClientCall } from '@cardea/client';
import { ArrowLeftRight, PhoneOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useCardea } from '../app/cardea.ts';
import { useRun } from '../app/useRun.ts';
import { Avatar } from '../design/Avatar.tsx';
import { IconButton } from '../design/IconButton.tsx';

/** The other call, which waits on hold. */
export function HeldStrip({ call }: { call: ClientCall }) {
  const { t } = useTranslation();
  const cardea = useCardea();
  const run = useRun();
  return (
    <div className="pointer-events-auto flex max-w-full animate-rise items-center gap-2.5 rounded-full border border-line bg-raised/95 py-1 pr-1 pl-2 shadow-float">
      <Avatar person={call.person} size="xs" />
      <span className="min-w-0 truncate text-sm">{t('call.heldWith', { name: call.person.name })}</span>
      <IconButton
        label={t('call.swap')}
        icon={<ArrowLeftRight />}
        look="accent"
        size="sm"
        onClick={() => run(cardea.calls.setHold(call.id, false))}
      />
      <IconButton
        label={`${t('call.leave')} – ${call.person.name}`}
        icon={<PhoneOff />}
        size="sm"
        onClick={() => run(cardea.calls.hangUp(call.id))}
      />
    </div>
  );
}
