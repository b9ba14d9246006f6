import type { CallTimes } from '@cardea/protocol';
import type { Logger } from 'pino';
import { BackgroundWork } from './backgroundWork.ts';
import type { CallDependencies } from './calls/callDependencies.ts';
import { CallPresence } from './calls/callPresence.ts';
import { CallRecords } from './calls/callRecords.ts';
import { countOpenCalls } from './calls/callStore.ts';
import { CallSweeper } from './calls/callSweeper.ts';
import { History } from './calls/history.ts';
import { Ringing } from './calls/ringing.ts';
import { SignalRelay } from './calls/signalRelay.ts';
import { Chat } from './chat/chat.ts';
import type { Configuration } from './configuration/configuration.ts';
import { Contacts } from './contacts/contacts.ts';
import { ItemAnnouncer } from './library/itemAnnouncer.ts';
import { bytesOfAll } from './library/quotas.ts';
import { RateLimiter } from './limits/rateLimiter.ts';
import { Metrics } from './metrics.ts';
import { Accounts } from './people/accounts.ts';
import { Avatars } from './people/avatars.ts';
import { Passwords } from './people/passwords.ts';
import { Sessions } from './people/sessions.ts';
import type { OpenPresence } from './presence/openPresence.ts';
import { PresenceAnnouncer } from './presence/presenceAnnouncer.ts';
import { defaultLinger } from './presence/presenceRegistry.ts';
import { PresenceView } from './presence/presenceView.ts';
import { iceConfigurationFor } from './relay/iceConfiguration.ts';
import { Rooms } from './rooms/rooms.ts';
import type { Services } from './signalling/services.ts';
import type { AppSocketServer } from './signalling/socket.ts';
import { SocketNotifier } from './signalling/socketNotifier.ts';
import type { Storage } from './storage/storage.ts';

export interface ServiceParts {
  configuration: Configuration;
  options: { times?: Partial<CallTimes>; linger?: number };
  storage: Storage;
  presence: OpenPresence;
  io: AppSocketServer;
  /** Signs tokens for the gateway; `null` where there is none. */
  gatewaySecret: string | null;
  log: Logger;
  now: () => number;
}

/** Makes the parts that know about people, calls, messages and rooms, and gives each what it needs. */
export function createServices(parts: ServiceParts): {
  services: Services;
  avatars: Avatars;
  passwords: Passwords;
  itemAnnouncer: ItemAnnouncer;
  sweeper: CallSweeper;
} {
  const { configuration, options, storage, presence, io, gatewaySecret, log, now } = parts;
  const { db } = storage;
  const { registry } = presence;
  const background = new BackgroundWork(log);
  const notifier = new SocketNotifier(io);
  const view = new PresenceView(registry, db);
  const rooms = new Rooms({ db, registry, view, notifier, background, now });
  const announcer = new PresenceAnnouncer({
    db,
    view,
    notifier,
    refreshRoomsOf: (person) => rooms.refreshRoomsOf(person),
  });
  const history = new History(db, notifier);
  const itemAnnouncer = new ItemAnnouncer({ db, notifier, background, now });
  const passwords = new Passwords();
  background.run('prepare the password check', () => passwords.warmUp());
  const dependencies: CallDependencies = {
    storage,
    registry,
    announcer,
    history,
    notifier,
    background,
    times: {
      ring: configuration.ringSeconds * 1000,
      connect: configuration.connectSeconds * 1000,
      grace: configuration.graceSeconds * 1000,
      ...options.times,
    },
    now,
    log,
  };
  const records = new CallRecords(dependencies);
  const callPresence = new CallPresence(dependencies, records);
  const services: Services = {
    db,
    accounts: new Accounts(db, passwords, now),
    sessions: new Sessions(db, now),
    contacts: new Contacts({ storage, presence: view, notifier, now }),
    registry,
    announcer,
    calls: {
      records,
      ringing: new Ringing(dependencies, records),
      relay: new SignalRelay(dependencies, records),
      presence: callPresence,
    },
    history,
    chat: new Chat({ db, notifier, itemAnnouncer, now }),
    rooms,
    iceFor: (person, relayOnly) =>
      iceConfigurationFor(person, relayOnly, { ...configuration, gatewaySecret }, now()),
    notifier,
    limiter: new RateLimiter({ factor: configuration.rateLimitFactor }),
    background,
    metrics: new Metrics({ openCalls: () => countOpenCalls(db), libraryBytes: () => bytesOfAll(db) }),
    log,
    now,
    linger: options.linger ?? defaultLinger,
  };
  return {
    services,
    avatars: new Avatars(db),
    passwords,
    itemAnnouncer,
    sweeper: new CallSweeper(dependencies, records, callPresence),
  };
}
