import { afterEach, describe, expect, it } from 'vitest';
import { claimDeviceId } from './deviceId.ts';

/** The locks of a browser, shared by its tabs. */
class Locks {
  readonly #held = new Map<string, Promise<unknown>>();

  request(name: string, ...rest: unknown[]): Promise<unknown> {
    const [{ signal }, use] = rest as [{ signal: AbortSignal }, (lock: unknown) => Promise<unknown>];
    const before = this.#held.get(name) ?? Promise.resolve();
    const turn = Promise.race([
      before,
      new Promise((_resolve, reject) =>
        signal.addEventListener('abort', () => reject(new DOMException('late', 'TimeoutError'))),
      ),
    ]);
    const done = turn.then(() => use({}));
    this.#held.set(
      name,
      done.catch(() => before),
    );
    return done;
  }
}

function tab(copyOf = new Map<string, string>()) {
  const content = new Map(copyOf);
  return {
    content,
    storage: {
      getItem: (key: string) => content.get(key) ?? null,
      setItem: (key: string, value: string) => void content.set(key, value),
    },
  };
}

describe('the id of a device', () => {
  const closing = new AbortController();
  afterEach(() => closing.abort());
  const locks = new Locks() as unknown as Pick<LockManager, 'request'>;

  it('survives a reload, whose page before lets go', async () => {
    const { storage } = tab();
    const before = new AbortController();
    const first = await claimDeviceId({ storage, locks, reloaded: false }, before.signal);
    const again = claimDeviceId({ storage, locks, reloaded: true }, closing.signal);
    before.abort();
    expect(await again).toBe(first);
  });

  it('is another one in a duplicated tab, while the original lives', async () => {
    const original = tab();
    const first = await claimDeviceId({ storage: original.storage, locks, reloaded: false }, closing.signal);
    const copy = tab(original.content);
    const second = await claimDeviceId({ storage: copy.storage, locks, reloaded: false }, closing.signal);
    expect(second).not.toBe(first);
  });

  it('is kept without locks only over a reload', async () => {
    const { storage } = tab();
    const sources = { storage, locks: undefined };
    const first = await claimDeviceId({ ...sources, reloaded: false }, closing.signal);
    expect(await claimDeviceId({ ...sources, reloaded: true }, closing.signal)).toBe(first);
    expect(await claimDeviceId({ ...sources, reloaded: false }, closing.signal)).not.toBe(first);
  });
});
