import type { CallTimes } from '@cardea/protocol';
import type { Logger } from 'pino';
import type { BackgroundWork } from '../backgroundWork.ts';
import type { PresenceAnnouncer } from '../presence/presenceAnnouncer.ts';
import type { PresenceRegistry } from '../presence/presenceRegistry.ts';
import type { Notifier } from '../signalling/notifier.ts';
import type { Storage } from '../storage/storage.ts';
import type { History } from './history.ts';

/** What the parts that handle calls need from the rest of the server. */
export interface CallDependencies {
  storage: Storage;
  registry: Pick<PresenceRegistry, 'devicesOf'>;
  announcer: Pick<PresenceAnnouncer, 'changed'>;
  history: Pick<History, 'tellMissed'>;
  notifier: Notifier;
  background: BackgroundWork;
  times: CallTimes;
  /** Milliseconds since 1970. */
  now: () => number;
  log: Logger;
}
