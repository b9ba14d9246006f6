import type { IceConfiguration, PersonId } from '@cardea/protocol';
import type { Logger } from 'pino';
import type { BackgroundWork } from '../backgroundWork.ts';
import type { CallPresence } from '../calls/callPresence.ts';
import type { CallRecords } from '../calls/callRecords.ts';
import type { History } from '../calls/history.ts';
import type { Ringing } from '../calls/ringing.ts';
import type { SignalRelay } from '../calls/signalRelay.ts';
import type { Chat } from '../chat/chat.ts';
import type { Contacts } from '../contacts/contacts.ts';
import type { RateLimiter } from '../limits/rateLimiter.ts';
import type { Metrics } from '../metrics.ts';
import type { Accounts } from '../people/accounts.ts';
import type { Sessions } from '../people/sessions.ts';
import type { PresenceAnnouncer } from '../presence/presenceAnnouncer.ts';
import type { PresenceRegistry } from '../presence/presenceRegistry.ts';
import type { Rooms } from '../rooms/rooms.ts';
import type { Database } from '../storage/storage.ts';
import type { Notifier } from './notifier.ts';

/** Everything the signalling asks, made in one place (`services.ts` of the root) and shared by all sockets. */
export interface Services {
  db: Database;
  accounts: Accounts;
  sessions: Sessions;
  contacts: Contacts;
  registry: PresenceRegistry;
  announcer: PresenceAnnouncer;
  calls: {
    records: CallRecords;
    ringing: Ringing;
    relay: SignalRelay;
    presence: CallPresence;
  };
  history: History;
  chat: Chat;
  rooms: Rooms;
  iceFor: (person: PersonId, relayOnly: boolean) => IceConfiguration;
  notifier: Notifier;
  limiter: RateLimiter;
  background: BackgroundWork;
  metrics: Metrics;
  log: Logger;
  now: () => number;
  /** How long a device that left still counts as here, milliseconds. */
  linger: number;
}
