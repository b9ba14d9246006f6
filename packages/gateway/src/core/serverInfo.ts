import type { Plugin } from '../plugins/plugin.ts';
import type { EventHandler } from '../events/events.ts';
import type { JsonObject } from './json.ts';

/** What `server_info` says that depends on the settings. */
export interface ServerInfoOptions {
  serverName: string;
  accepting: boolean;
  /** Milliseconds. */
  sessionTimeout: number;
  reclaimTimeout: number;
  candidatesTimeout: number;
  apiSecret: boolean;
  tokens: boolean;
}

/** Fields of `server_info` (times in seconds), named as by Janus; `version` says which Janus this is compatible with. */
export function serverInfo(
  options: ServerInfoOptions,
  plugins: readonly Plugin[],
  handlers: readonly EventHandler[],
): JsonObject {
  return {
    name: 'Cardea',
    version: 1102,
    version_string: '1.1.2',
    author: 'Cardea',
    data_channels: true,
    'accepting-new-sessions': options.accepting,
    'session-timeout': options.sessionTimeout / 1000,
    'reclaim-session-timeout': options.reclaimTimeout / 1000,
    'candidates-timeout': options.candidatesTimeout / 1000,
    'server-name': options.serverName,
    'ice-lite': false,
    'ice-tcp': false,
    'full-trickle': false,
    'mdns-enabled': true,
    api_secret: options.apiSecret,
    auth_token: options.tokens,
    event_handlers: handlers.length > 0,
    opaqueid_in_api: false,
    transports: {
      'janus.transport.http': describePart('HTTP: requests by POST, events by long poll.'),
      'janus.transport.websockets': describePart('WebSocket with the subprotocol janus-protocol.'),
    },
    events: Object.fromEntries(handlers.map(({ name, description }) => [name, describePart(description)])),
    loggers: {},
    plugins: Object.fromEntries(
      plugins.map(({ about }) => [
        about.package,
        {
          name: about.name,
          author: about.author,
          description: about.description,
          version_string: about.versionString,
          version: about.version,
        },
      ]),
    ),
  };
}

function describePart(description: string): JsonObject {
  return { name: description, author: 'Cardea', description, version_string: '0.1.0', version: 1 };
}
