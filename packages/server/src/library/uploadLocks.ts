import { ERRORS, type Lock, type Locker, type RequestRelease } from '@tus/server';

/** Longest wait for whoever holds a lock, milliseconds; it is asked to stop at once, and does so soon. */
const patience = 10_000;

interface Holder {
  /** Asks the holder to stop. */
  release: RequestRelease;
  waiting: (() => void)[];
}

/**
 * One request for an upload at a time, the newest first in the sense of the tus protocol: a request that comes while
 * another holds the upload, perhaps over a connection that is dead, makes that one stop. The tus library's own locker
 * turns in a circle while it waits, which calls on the same machine would feel.
 */
export class UploadLocks implements Locker {
  readonly #holders = new Map<string, Holder>();

  newLock(id: string): Lock {
    return {
      lock: (signal, release) => this.#lock(id, signal, release),
      unlock: () => Promise.resolve(this.#unlock(id)),
    };
  }

  /** Asks whoever has the upload to stop, and returns when they have, or have not for long. */
  async interrupt(id: string): Promise<void> {
    const holder = this.#holders.get(id);
    if (holder === undefined) return;
    await holder.release();
    if (this.#holders.get(id) === holder) await released(holder, AbortSignal.timeout(patience));
  }

  async #lock(id: string, signal: AbortSignal, release: RequestRelease): Promise<void> {
    const patient = new AbortController();
    const stop = (): void => patient.abort();
    const timer = setTimeout(stop, patience);
    signal.addEventListener('abort', stop);
    try {
      for (let holder = this.#holders.get(id); holder !== undefined; holder = this.#holders.get(id)) {
        await holder.release();
        // It may have stopped while it was being asked.
        if (this.#holders.get(id) === holder) await released(holder, patient.signal);
        if (signal.aborted) throw refusal(ERRORS.ABORTED);
        if (patient.signal.aborted) throw refusal(ERRORS.ERR_LOCK_TIMEOUT);
      }
      this.#holders.set(id, { release, waiting: [] });
    } finally {
      clearTimeout(timer);
      signal.removeEventListener('abort', stop);
    }
  }

  #unlock(id: string): void {
    const holder = this.#holders.get(id);
    this.#holders.delete(id);
    for (const wake of holder?.waiting ?? []) wake();
  }
}

/** An error as the tus library knows its own by. */
function refusal(error: { status_code: number; body: string }): Error {
  return Object.assign(new Error(error.body), error);
}

function released(holder: Holder, until: AbortSignal): Promise<void> {
  if (until.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const wake = (): void => {
      until.removeEventListener('abort', wake);
      resolve();
    };
    holder.waiting.push(wake);
    until.addEventListener('abort', wake, { once: true });
  });
}
