import type { BackgroundWork } from '../backgroundWork.ts';
import type { Accounts } from './accounts.ts';
import type { Sessions } from './sessions.ts';

const hour = 60 * 60 * 1000;

/** Once an hour: sessions in use last on, those out of use end, and names of guests who are gone are free again. */
export class SessionJanitor {
  readonly #timer: NodeJS.Timeout;

  constructor(
    sessions: Sessions,
    accounts: Accounts,
    background: BackgroundWork,
    /** Sessions that have a socket on this node. */
    sessionsInUse: () => string[],
  ) {
    const clean = async (): Promise<void> => {
      await sessions.renew(sessionsInUse());
      await sessions.endExpired();
      await accounts.releaseUnusedGuests();
    };
    background.run('clean up sessions', clean);
    this.#timer = setInterval(() => background.run('clean up sessions', clean), hour);
    this.#timer.unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
