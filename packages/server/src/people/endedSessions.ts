import type { BackgroundWork } from '../backgroundWork.ts';
import type { Notifier } from '../signalling/notifier.ts';
import type { Sessions } from './sessions.ts';

/**
 * Closes sockets whose session somebody else has ended in the database, where nobody could tell this server: the
 * operator's account command, or another server without Redis between them.
 */
export class EndedSessions {
  readonly #timer: NodeJS.Timeout;

  constructor(
    parts: {
      sessions: Pick<Sessions, 'ended'>;
      notifier: Notifier;
      background: BackgroundWork;
      /** Sessions that have a socket on this node. */
      inUse: () => string[];
    },
    /** Time between two looks, milliseconds. */
    interval: number,
  ) {
    const { sessions, notifier, background, inUse } = parts;
    const look = async (): Promise<void> => {
      for (const session of await sessions.ended(inUse())) {
        notifier.tell({ session }, 'session:ended', {});
        notifier.disconnect({ session });
      }
    };
    this.#timer = setInterval(() => background.run('look for ended sessions', look), interval);
    this.#timer.unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }
}
