import type { Logger } from 'pino';
import type { BackgroundWork } from '../backgroundWork.ts';
import type { Metrics } from '../metrics.ts';
import type { Passwords } from '../people/passwords.ts';
import type { Storage } from '../storage/storage.ts';
import type { ItemAnnouncer } from './itemAnnouncer.ts';
import type { ItemStorage } from './itemStorage.ts';
import type { Quotas } from './quotas.ts';

/** What the parts of the library need from the rest of the server. */
export interface LibraryDependencies {
  storage: Storage;
  files: ItemStorage;
  quotas: Quotas;
  announcer: ItemAnnouncer;
  background: BackgroundWork;
  passwords: Passwords;
  metrics: Pick<Metrics, 'uploads'>;
  log: Logger;
  /** Milliseconds since 1970. */
  now: () => number;
}
