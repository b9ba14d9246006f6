import { useEffect, useState } from 'react';
import { useCardea } from '../app/cardea.ts';
import { toast } from '../app/toasts.ts';
import type { PluginCallOptions } from './echoCall.ts';
import { openMedia } from './openMedia.ts';
import { reasonOf } from './reason.ts';

/** What the page of a plugin gets. */
export type LabPageProps = Pick<PluginCallOptions, 'session' | 'iceServers'>;

/** What drives a plugin, as long as the component and the session live. `null` before the first effect. */
export function usePluginCall<T extends { close(): void }>(
  Call: new (options: PluginCallOptions) => T,
  { session, iceServers }: LabPageProps,
): T | null {
  const cardea = useCardea();
  const [call, setCall] = useState<T | null>(null);
  useEffect(() => {
    const made = new Call({
      session,
      iceServers,
      openMedia: (wanted) => openMedia(wanted, cardea.devices.store.getState().selected),
    });
    setCall(made);
    return () => made.close();
  }, [Call, cardea, session, iceServers]);
  return call;
}

/** As `useRun`, for developers: what fails is told in its own words. */
export function runAndTell(action: Promise<unknown> | undefined): void {
  action?.catch((error: unknown) => toast(reasonOf(error), { tone: 'problem' }));
}
