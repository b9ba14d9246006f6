import type { ClientCall } from '@cardea/client';
import type { PathKind } from '@cardea/protocol';
import { Lock, Server, ShieldCheck, Waypoints } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useCardea } from '../app/cardea.ts';
import { useRun } from '../app/useRun.ts';
import { Button } from '../design/Button.tsx';
import { testIds } from '../design/testIds.ts';
import { ChipPopover } from './ChipPopover.tsx';
import { wayOf, type Way } from './way.ts';

const icons = {
  direct: <ShieldCheck aria-hidden className="size-4.5 text-[#7fe0c8]" />,
  finding: <ShieldCheck aria-hidden className="size-4.5 text-[#7fe0c8]" />,
  relayed: <Waypoints aria-hidden className="size-4.5 text-[#f0bd6e]" />,
  gateway: <Server aria-hidden className="size-4.5 text-[#f0bd6e]" />,
} as const satisfies Record<Way, unknown>;

/** How the media travels: a chip that explains itself, and by which the call can be moved to the other way. */
export function RouteChip({ call }: { call: ClientCall }) {
  const { t } = useTranslation();
  const way = wayOf(call);
  const text = t(`way.${way}.short`);
  return (
    <ChipPopover
      label={text}
      chip={
        <button
          type="button"
          data-testid={testIds.route}
          data-route={way === 'finding' ? 'unknown' : way}
          className="flex min-h-11 shrink-0 items-center gap-2 rounded-full bg-black/60 px-3.5 text-sm font-medium text-white hover:bg-black/65"
        >
          {icons[way]}
          {text}
        </button>
      }
    >
      <p className="font-semibold">{t(`way.${way}.title`)}</p>
      <p className="mt-1.5 text-sm text-soft">{t(`way.${way}.hint`)}</p>
      <p className="mt-3 flex items-start gap-2 text-sm text-soft">
        <Lock aria-hidden className="mt-0.5 size-4 shrink-0 text-accent" />
        {t(way === 'gateway' ? 'way.encryptedToServer' : 'call.encrypted')}
      </p>
      <MoveButton call={call} />
    </ChipPopover>
  );
}

function MoveButton({ call }: { call: ClientCall }) {
  const { t } = useTranslation();
  const cardea = useCardea();
  const run = useRun();
  const { inUse, movingTo, failed, gatewayAvailable } = call.path;
  const other: PathKind = inUse === 'mesh' ? 'gateway' : 'mesh';
  if (!gatewayAvailable && inUse === 'mesh') return null;
  return (
    <div className="mt-4 flex flex-col gap-2 border-t border-line pt-4">
      {failed === other && movingTo === null && (
        <p role="status" className="text-sm text-brass">
          {t(`way.failed.${other}`)}
        </p>
      )}
      <Button
        wide
        busy={movingTo !== null}
        disabled={call.stage !== 'connected'}
        onClick={() => run(cardea.calls.movePath(call.id, other))}
      >
        {movingTo === null ? t(`way.moveTo.${other}`) : t('way.moving')}
      </Button>
    </div>
  );
}
