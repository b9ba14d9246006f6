import { DeviceId, newId } from '@cardea/protocol';

const key = 'cardea.device';

/**
 * The id of this tab. It lives in `sessionStorage`, so a reload keeps it; a duplicated tab gets a copy of that
 * storage, and finds by a Web Lock that the original still lives.
 * @param locks `undefined` where the page is not secure; duplicated tabs are then not told apart
 */
export async function deviceIdentity(
  storage: Pick<Storage, 'getItem' | 'setItem'>,
  locks: Pick<LockManager, 'request'> | undefined,
): Promise<DeviceId> {
  const stored = DeviceId.safeParse(storage.getItem(key));
  if (stored.success && (await hold(stored.data, locks))) return stored.data;
  const fresh = newId(DeviceId);
  await hold(fresh, locks);
  storage.setItem(key, fresh);
  return fresh;
}

/** Takes the lock for as long as the page lives. @returns whether it was free */
function hold(device: DeviceId, locks: Pick<LockManager, 'request'> | undefined): Promise<boolean> {
  if (locks === undefined) return Promise.resolve(true);
  return new Promise((resolve, reject) => {
    locks
      .request(`cardea.device.${device}`, { ifAvailable: true }, (lock) => {
        resolve(lock !== null);
        // Never resolves: the browser gives the lock back when the page goes.
        return lock === null ? undefined : new Promise<void>(() => undefined);
      })
      .catch(reject);
  });
}
