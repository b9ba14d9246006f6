import { availableParallelism } from 'node:os';
import { defaultLimits } from '../assemble.ts';
import { eventSettings } from './eventSettings.ts';
import {
  flag,
  list,
  optional,
  portRange,
  text,
  textWhere,
  wholeNumber,
  setting,
  type Setting,
} from '@cardea/settings';

const port = wholeNumber(0, 65_535);
const path = textWhere('a path of one part, like /janus', (value) => /^\/[\w.-]+$/.test(value));
const seconds = wholeNumber(0, 86_400, 'seconds');

/** Every setting of `npm run gateway`: `--help` and docs/gateway.md are made from this table. */
export const settings = {
  host: setting({
    env: 'CARDEA_GATEWAY_HOST',
    kind: text('an address or a host name to listen on'),
    default: '0.0.0.0',
    doc: 'Address on which HTTP and WebSocket listen.',
    example: '127.0.0.1',
  }),
  'http-port': setting({
    env: 'CARDEA_GATEWAY_HTTP_PORT',
    kind: port,
    default: 8088,
    doc: 'Port of the Janus API over HTTP. 0 takes any free one, as for all ports.',
    example: '8088',
  }),
  'base-path': setting({
    env: 'CARDEA_GATEWAY_BASE_PATH',
    kind: path,
    default: '/janus',
    doc: 'Path of the Janus API over HTTP.',
    example: '/janus',
  }),
  'websocket-port': setting({
    env: 'CARDEA_GATEWAY_WEBSOCKET_PORT',
    kind: port,
    default: 8188,
    doc: 'Port of the Janus API over WebSocket, with the subprotocol janus-protocol.',
    example: '8188',
  }),
  'allow-origin': setting({
    env: 'CARDEA_GATEWAY_ALLOW_ORIGIN',
    kind: textWhere(
      'an origin like https://calls.example, or *',
      (value) => value === '*' || (URL.canParse(value) && new URL(value).origin === value),
    ),
    default: '*',
    doc: 'Pages of this origin may use the API over HTTP (CORS); * lets pages of any.',
    example: 'https://calls.example',
  }),
  'server-name': setting({
    env: 'CARDEA_GATEWAY_SERVER_NAME',
    kind: text('a name'),
    default: 'Cardea',
    doc: 'Name in server_info, and emitter of events.',
    example: 'gateway-1',
  }),
  'api-secret': setting<string | null>({
    env: 'CARDEA_GATEWAY_API_SECRET',
    kind: optional(text('a secret')),
    default: null,
    defaultText: 'none',
    doc: 'What every request but info and ping has to carry as apisecret.',
    example: '$(openssl rand -base64 32)',
    secret: true,
  }),
  'media-workers': setting({
    env: 'CARDEA_GATEWAY_MEDIA_WORKERS',
    kind: wholeNumber(0, 256),
    default: availableParallelism(),
    defaultText: 'one for each core',
    doc: 'Processes that carry media, at most: each one after the first starts when all others have work. 0: the gateway does it itself.',
    example: '2',
  }),
  'token-auth': setting({
    env: 'CARDEA_GATEWAY_TOKEN_AUTH',
    kind: flag(),
    default: false,
    doc:
      'Asks every request for a token. Without a secret for signed tokens they are stored: add them through the ' +
      'admin API (add_token).',
    example: 'true',
  }),
  'token-auth-secret': setting<string | null>({
    env: 'CARDEA_GATEWAY_TOKEN_AUTH_SECRET',
    kind: optional(text('a secret')),
    default: null,
    defaultText: 'none, tokens are stored',
    doc: 'With token-auth: tokens are signed with this secret (HMAC-SHA1) and not stored.',
    example: '$(openssl rand -base64 32)',
    secret: true,
  }),
  'admin-secret': setting<string | null>({
    env: 'CARDEA_GATEWAY_ADMIN_SECRET',
    kind: optional(text('a secret')),
    default: null,
    defaultText: 'none, there is no admin API',
    doc: 'Turns the admin API on; what its requests have to carry as admin_secret.',
    example: '$(openssl rand -base64 32)',
    secret: true,
  }),
  'admin-host': setting<string | null>({
    env: 'CARDEA_GATEWAY_ADMIN_HOST',
    kind: optional(text('an address or a host name to listen on')),
    default: null,
    defaultText: 'that of the API',
    doc: 'Address on which the admin API listens.',
    example: '127.0.0.1',
  }),
  'admin-http-port': setting({
    env: 'CARDEA_GATEWAY_ADMIN_HTTP_PORT',
    kind: port,
    default: 7088,
    doc: 'Port of the admin API over HTTP.',
    example: '7088',
  }),
  'admin-base-path': setting({
    env: 'CARDEA_GATEWAY_ADMIN_BASE_PATH',
    kind: path,
    default: '/admin',
    doc: 'Path of the admin API over HTTP.',
    example: '/admin',
  }),
  'admin-websocket-port': setting({
    env: 'CARDEA_GATEWAY_ADMIN_WEBSOCKET_PORT',
    kind: port,
    default: 7188,
    doc: 'Port of the admin API over WebSocket, with the subprotocol janus-admin-protocol.',
    example: '7188',
  }),
  'recordings-dir': setting<string | null>({
    env: 'CARDEA_GATEWAY_RECORDINGS_DIR',
    kind: optional(text('a folder')),
    default: null,
    defaultText: 'none, nothing is recorded',
    doc: 'Folder for what clients have recorded (`record`), in the format of Janus’ recorder. It is made if only it itself is missing.',
    example: '/var/lib/cardea/recordings',
  }),
  'session-timeout': setting({
    env: 'CARDEA_GATEWAY_SESSION_TIMEOUT',
    kind: seconds,
    default: 60,
    doc: 'A session without a request for this many seconds ends; 0: never.',
    example: '60',
  }),
  'reclaim-session-timeout': setting({
    env: 'CARDEA_GATEWAY_RECLAIM_SESSION_TIMEOUT',
    kind: seconds,
    default: 0,
    doc: 'For how many seconds a session whose connection has gone waits to be claimed; 0: it ends at once.',
    example: '30',
  }),
  'candidates-timeout': setting({
    env: 'CARDEA_GATEWAY_CANDIDATES_TIMEOUT',
    kind: seconds,
    default: 45,
    doc: 'For how many seconds candidates wait for their offer.',
    example: '45',
  }),
  'slowlink-threshold': setting({
    env: 'CARDEA_GATEWAY_SLOWLINK_THRESHOLD',
    kind: wholeNumber(0, 100_000),
    default: 0,
    doc: 'Packets lost in one second from which on clients are told of a slow link; 0: never.',
    example: '4',
  }),
  'stats-period': setting({
    env: 'CARDEA_GATEWAY_STATS_PERIOD',
    kind: seconds,
    default: 1,
    doc: 'Every so many seconds event handlers are told how media fares; 0: never.',
    example: '10',
  }),
  'message-bytes': setting({
    env: 'CARDEA_GATEWAY_MESSAGE_BYTES',
    kind: wholeNumber(1024, 64 * 1024 * 1024, 'bytes'),
    default: defaultLimits.message,
    doc: 'Largest request. A longer one over HTTP is answered by 413; over WebSocket the connection is closed.',
    example: '1048576',
  }),
  'requests-per-second': setting({
    env: 'CARDEA_GATEWAY_REQUESTS_PER_SECOND',
    kind: wholeNumber(1, 1_000_000),
    default: defaultLimits.requestsPerSecond,
    doc: 'Of one WebSocket. One that sends more is read more slowly; nothing is lost.',
    example: '500',
  }),
  'sessions-per-connection': setting({
    env: 'CARDEA_GATEWAY_SESSIONS_PER_CONNECTION',
    kind: wholeNumber(1, 1_000_000),
    default: defaultLimits.sessionsPerConnection,
    doc: 'Of one WebSocket. More are refused with code 472.',
    example: '1000',
  }),
  sessions: setting({
    env: 'CARDEA_GATEWAY_SESSIONS',
    kind: wholeNumber(1, 1_000_000),
    default: defaultLimits.sessions,
    doc: 'Of the whole gateway. More are refused with code 472.',
    example: '10000',
  }),
  'handles-per-session': setting({
    env: 'CARDEA_GATEWAY_HANDLES_PER_SESSION',
    kind: wholeNumber(1, 1_000_000),
    default: defaultLimits.handles,
    doc: 'More are refused with code 461.',
    example: '1000',
  }),
  'stun-servers': setting<string[]>({
    env: 'CARDEA_GATEWAY_STUN_SERVERS',
    kind: list(
      textWhere('a STUN server', (value) => /^stun:[\w.:[\]-]+$/.test(value)),
      'a comma-separated list of addresses like stun:stun.example:3478',
    ),
    default: [],
    defaultText: 'none',
    doc: 'What tells the gateway its public address, where it has none of its own.',
    example: 'stun:stun.example:3478',
  }),
  'media-address': setting<string | null>({
    env: 'CARDEA_GATEWAY_MEDIA_ADDRESS',
    kind: optional(text('an address to bind to')),
    default: null,
    defaultText: 'all',
    doc: 'Address that media is sent from and received at.',
    example: '192.0.2.10',
  }),
  'rtp-port-range': setting<{ begin: number; end: number } | null>({
    env: 'CARDEA_GATEWAY_RTP_PORT_RANGE',
    kind: optional(portRange()),
    default: null,
    defaultText: 'any free port',
    doc: 'UDP ports of media, to open in a firewall.',
    example: '20000-40000',
  }),
  plugin: setting<string[]>({
    env: 'CARDEA_GATEWAY_PLUGINS',
    kind: list(text('a file'), 'a comma-separated list of files like ./greeter.ts'),
    default: [],
    defaultText: 'none besides the official ones',
    doc: 'Plugins of your own: modules that export a plugin as `plugin` (see examples/plugins).',
    example: './examples/plugins/greeter.ts',
  }),
  ...eventSettings,
};

export type SettingName = keyof typeof settings;
export type Settings = { [N in SettingName]: (typeof settings)[N] extends Setting<infer T> ? T : never };
export const settingNames = Object.keys(settings) as SettingName[];
