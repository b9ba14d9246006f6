import { DeviceId, newId, type DeviceId as DeviceIdType } from '@cardea/protocol';

export interface DeviceIdSources {
  /** The tab's own storage; a duplicated tab begins with a copy of it. */
  storage: Pick<Storage, 'getItem' | 'setItem'>;
  /** `undefined` in an insecure context. */
  locks: Pick<LockManager, 'request'> | undefined;
  /** Whether this page was reloaded, and so cannot be a duplicate. */
  reloaded: boolean;
}

const key = 'cardea.device';
/** The page before a reload lets its lock go within this time, milliseconds. */
const patience = 400;

/**
 * The id of this tab. It survives reloads; of two living tabs with the same one (a duplicated tab) the second takes
 * a new one, because a lock (W3C Web Locks) shows that the first is alive.
 * @param signal ends the claim on the id
 */
export async function claimDeviceId(sources: DeviceIdSources, signal: AbortSignal): Promise<DeviceIdType> {
  const { storage, locks, reloaded } = sources;
  const stored = DeviceId.safeParse(storage.getItem(key));
  if (
    stored.success &&
    (locks === undefined ? reloaded : await claim(locks, stored.data, signal, AbortSignal.timeout(patience)))
  ) {
    return stored.data;
  }
  const fresh = newId(DeviceId);
  storage.setItem(key, fresh);
  // Nobody else can have it, so the lock is waited for however slow the browser is: without it a duplicate of this
  // tab would take the same id.
  if (locks !== undefined) await claim(locks, fresh, signal);
  return fresh;
}

/**
 * Holds the lock until the signal or the end of the page.
 * @param giveUp ends the waiting for it
 * @returns whether it could be had
 */
function claim(
  locks: Pick<LockManager, 'request'>,
  id: DeviceIdType,
  signal: AbortSignal,
  giveUp: AbortSignal = signal,
): Promise<boolean> {
  return new Promise((resolve) => {
    const held = new Promise<void>((release) =>
      signal.addEventListener('abort', () => release(), { once: true }),
    );
    locks
      .request(`cardea.device.${id}`, { signal: giveUp }, () => {
        resolve(true);
        return held;
      })
      .catch(() => resolve(false));
  });
}
