import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { UploadLocks } from './uploadLocks.ts';

describe('the locks of uploads', () => {
  const never = (): AbortSignal => new AbortController().signal;

  it('let one at a time have an upload, and others have others', async () => {
    const locks = new UploadLocks();
    let inside = 0;
    let most = 0;
    const work = async (id: string): Promise<void> => {
      const lock = locks.newLock(id);
      await lock.lock(never(), () => {});
      inside += 1;
      most = Math.max(most, inside);
      await sleep(1);
      inside -= 1;
      await lock.unlock();
    };
    await Promise.all(Array.from({ length: 20 }, () => work('one')));
    expect(most).toBe(1);
    await Promise.all(['one', 'two', 'three'].map(work));
    expect(most).toBe(3);
  });

  it('ask whoever has it to stop when another comes', async () => {
    const locks = new UploadLocks();
    const [first, second] = [locks.newLock('one'), locks.newLock('one')];
    await first.lock(never(), () => first.unlock());
    await second.lock(never(), () => {});
    await second.unlock();
  });

  it('wait for nobody any more once the one who waits is gone', async () => {
    const locks = new UploadLocks();
    await locks.newLock('one').lock(never(), () => {});
    const gone = new AbortController();
    const waiting = locks.newLock('one').lock(gone.signal, () => {});
    gone.abort();
    await expect(waiting).rejects.toMatchObject({ status_code: 400 });
  });
});
