import type { IncomingMessage, ServerResponse } from 'node:http';
import type { ServerInfo } from '@cardea/protocol';
import type { Logger } from 'pino';
import type { OpenLibrary } from '../library/openLibrary.ts';
import type { TrustedProxies } from '../limits/clientAddress.ts';
import type { Metrics } from '../metrics.ts';
import type { Avatars } from '../people/avatars.ts';
import type { Services } from '../signalling/services.ts';
import type { Origins } from './origins.ts';

/** What the HTTP side needs. */
export interface HttpDependencies {
  services: Pick<
    Services,
    'db' | 'accounts' | 'sessions' | 'contacts' | 'notifier' | 'limiter' | 'background' | 'now'
  >;
  avatars: Avatars;
  /** `null` where nothing is kept on the server. */
  library: OpenLibrary | null;
  metrics: Metrics;
  /** What is asked for the metrics; `null` gives them to this machine only. */
  metricsToken: string | null;
  origins: Origins;
  /** Takes a request that is for the media gateway, before anything of it is read. */
  gateway: (request: IncomingMessage, response: ServerResponse) => boolean;
  trusted: TrustedProxies;
  registration: ServerInfo['registration'];
  serverInfo: () => ServerInfo;
  /** PEM of the local authority, if there is one. */
  caCertificate: string | null;
  /** @throws if the database or Redis does not answer */
  checkHealth: () => Promise<void>;
  /** Folder of the built app. */
  webRoot: string;
  log: Logger;
}
