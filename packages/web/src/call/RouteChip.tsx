import type { ClientCall } from '@cardea/client';
import { Lock, ShieldCheck, Waypoints } from 'lucide-react';
import { Popover } from 'radix-ui';
import { useTranslation } from 'react-i18next';
import { testIds } from '../design/testIds.ts';

/** How the media travels: a shield that explains itself. */
export function RouteChip({ route }: { route: ClientCall['route'] }) {
  const { t } = useTranslation();
  const relayed = route === 'relayed';
  const text = route === null ? t('call.findingRoute') : relayed ? t('call.relayed') : t('call.direct');
  return (
    <Popover.Root>
      <Popover.Trigger asChild>
        <button
          type="button"
          data-testid={testIds.route}
          data-route={route ?? 'unknown'}
          className="flex min-h-11 shrink-0 items-center gap-2 rounded-full bg-black/60 px-3.5 text-sm font-medium text-white hover:bg-black/65"
        >
          {relayed ? (
            <Waypoints aria-hidden className="size-4.5 text-[#f0bd6e]" />
          ) : (
            <ShieldCheck aria-hidden className="size-4.5 text-[#7fe0c8]" />
          )}
          {text}
        </button>
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content
          data-theme="room"
          align="end"
          sideOffset={8}
          collisionPadding={12}
          aria-label={text}
          className="z-50 w-80 max-w-[calc(100vw-1.5rem)] animate-rise rounded-2xl border border-line bg-raised p-5 text-ink shadow-float outline-none"
        >
          <p className="font-semibold">
            {route === null
              ? t('call.findingRoute')
              : relayed
                ? t('call.relayedTitle')
                : t('call.directTitle')}
          </p>
          {route !== null && (
            <p className="mt-1.5 text-sm text-soft">
              {relayed ? t('call.relayedHint') : t('call.directHint')}
            </p>
          )}
          <p className="mt-3 flex items-center gap-2 text-sm text-soft">
            <Lock aria-hidden className="size-4 text-accent" />
            {t('call.encrypted')}
          </p>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
