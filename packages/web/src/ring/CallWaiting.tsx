import type { ClientCall } from '@cardea/client';
import { PhoneIncoming } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useCardea } from '../app/cardea.ts';
import { useRun } from '../app/useRun.ts';
import { Avatar } from '../design/Avatar.tsx';
import { Button } from '../design/Button.tsx';
import { testIds } from '../design/testIds.ts';

/** Somebody rings during a call: a slim banner that leaves the call in sight. */
export function CallWaiting({ call }: { call: ClientCall }) {
  const { t } = useTranslation();
  const cardea = useCardea();
  const run = useRun();
  const { person, kind } = call;
  return (
    <div
      role="alertdialog"
      aria-labelledby="waiting-name"
      data-theme="room"
      data-testid={testIds.incoming}
      data-call={call.id}
      className="fixed inset-x-3 top-3 z-40 mx-auto flex max-w-3xl animate-rise flex-wrap items-center gap-x-3 gap-y-2 rounded-3xl border border-line bg-raised p-3 text-ink shadow-float"
    >
      <Avatar person={person} />
      <div className="min-w-40 flex-1">
        <p id="waiting-name" className="leading-snug font-semibold">
          {t('ring.waiting', { name: person.name })}
        </p>
        <p className="flex items-center gap-1.5 text-sm text-soft">
          <PhoneIncoming aria-hidden className="size-4" />
          {kind === 'video' ? t('ring.incomingVideo') : t('ring.incomingVoice')}
        </p>
      </div>
      <div className="flex flex-wrap gap-2 max-sm:w-full max-sm:[&>*]:flex-1">
        <Button look="danger" onClick={() => run(cardea.calls.hangUp(call.id))}>
          {t('ring.decline')}
        </Button>
        <Button onClick={() => run(cardea.calls.accept(call.id, kind, { endOther: true }))}>
          {t('ring.endAndAnswer')}
        </Button>
        <Button look="answer" onClick={() => run(cardea.calls.accept(call.id, kind))}>
          {t('ring.holdAndAnswer')}
        </Button>
      </div>
    </div>
  );
}
