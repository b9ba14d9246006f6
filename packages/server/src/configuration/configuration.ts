import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';
import type * as z from 'zod';
import {
  choice,
  decimal,
  flag,
  list,
  optional,
  origin,
  portOrOff,
  portRange,
  proxies,
  setting,
  text,
  textWhere,
  wholeNumber,
} from '@cardea/settings';

import { librarySettings } from './librarySettings.ts';

const startsWith = (...schemes: string[]) => {
  return (value: string): boolean =>
    URL.canParse(value) && schemes.some((scheme) => value.startsWith(scheme));
};
/** RFC 7064 section 3.1 and RFC 7065 section 3.1, without white space anywhere. */
const stunUri = textWhere('a stun: address', (value) => /^stuns?:[\w.:[\]-]+$/.test(value));
const turnUri = textWhere('a turn: address', (value) =>
  /^turns?:[\w.:[\]-]+(\?transport=(udp|tcp))?$/.test(value),
);

/**
 * Every setting of the server. `--help` and docs/configuration.md are made from this table, and nothing else of
 * the server reads the environment.
 */
export const settings = {
  host: setting({
    env: 'HOST',
    kind: text('an address or a host name to listen on'),
    default: '0.0.0.0',
    doc:
      'Address to listen on. The default answers the whole network, so that phones reach it; plain HTTP can be read ' +
      'by others there, which is why only the HTTPS address is printed for other devices. Behind a proxy on the same ' +
      'machine set 127.0.0.1; for IPv6 as well set "::".',
    example: '127.0.0.1',
  }),
  port: setting({
    env: 'PORT',
    kind: wholeNumber(0, 65_535),
    default: 8080,
    doc: 'Port for HTTP. 0 takes any free one.',
    example: '8080',
  }),
  httpsPort: setting<number | null>({
    env: 'HTTPS_PORT',
    kind: portOrOff(),
    default: 8443,
    doc: 'Port for HTTPS, without which browsers give no camera except on localhost. "off" where a proxy does it.',
    example: '8443',
  }),
  dataDir: setting({
    env: 'DATA_DIR',
    kind: text('a folder'),
    default: './data',
    doc:
      'Folder for the embedded database, for the keys of the local certificate authority, and for the files of the ' +
      'library. Back it up.',
    example: '/var/lib/cardea',
    path: true,
  }),
  databaseUrl: setting<string | null>({
    env: 'DATABASE_URL',
    kind: optional(
      textWhere('a postgres:// or postgresql:// address', startsWith('postgres://', 'postgresql://')),
    ),
    default: null,
    defaultText: 'SQLite in DATA_DIR',
    doc: 'PostgreSQL 13 or newer instead of the embedded database; needed for several servers.',
    example: 'postgres://cardea:password@db.example/cardea',
    secret: true,
  }),
  redisUrl: setting<string | null>({
    env: 'REDIS_URL',
    kind: optional(textWhere('a redis:// or rediss:// address', startsWith('redis://', 'rediss://'))),
    default: null,
    defaultText: 'none, one server',
    doc: 'Redis 6.2 or newer, through which several servers share presence and pass on rings.',
    example: 'redis://redis.example:6379',
    secret: true,
  }),
  publicUrl: setting<string | null>({
    env: 'PUBLIC_URL',
    kind: optional(origin('an address like https://calls.example, without a path')),
    default: null,
    defaultText: 'what the browser asks for',
    doc: 'The address people open, where a proxy changes the Host header. Pages of this origin may use the API.',
    example: 'https://calls.example',
  }),
  allowedOrigins: setting<string[]>({
    env: 'ALLOWED_ORIGINS',
    kind: list(
      origin('an origin'),
      'a comma-separated list of origins like https://intranet.example, without paths or wildcards',
    ),
    default: [],
    defaultText: 'its own only',
    doc: "Further origins whose pages may use the API and the signalling with a signed-in person's session.",
    example: 'https://intranet.example,https://wiki.example',
  }),
  trustProxy: setting<boolean | string>({
    env: 'TRUST_PROXY',
    kind: proxies(),
    default: false,
    doc:
      'Proxies whose X-Forwarded-For, -Host and -Proto headers are believed. "true" believes everybody, so use it ' +
      'only where nobody can reach the server past the proxy.',
    example: 'loopback',
  }),
  tlsCert: setting<string | null>({
    env: 'TLS_CERT',
    kind: optional(text('a file')),
    default: null,
    defaultText: 'made on first start',
    doc: 'Certificate chain for HTTPS, PEM, the own certificate first. Without it a local authority is used.',
    example: '/etc/letsencrypt/live/calls.example/fullchain.pem',
    path: true,
  }),
  tlsKey: setting<string | null>({
    env: 'TLS_KEY',
    kind: optional(text('a file')),
    default: null,
    defaultText: 'made on first start',
    doc: 'Private key of TLS_CERT, PEM, without a passphrase.',
    example: '/etc/letsencrypt/live/calls.example/privkey.pem',
    path: true,
  }),
  turnUrls: setting<string[]>({
    env: 'TURN_URLS',
    kind: list(
      turnUri,
      'a comma-separated list of addresses like turn:turn.example:3478 or turns:turn.example:5349',
    ),
    default: [],
    defaultText: 'none',
    doc: 'Relays (coturn with use-auth-secret) for networks where two browsers cannot reach each other.',
    example: 'turn:turn.example:3478,turns:turn.example:5349?transport=tcp',
  }),
  turnSecret: setting<string | null>({
    env: 'TURN_SECRET',
    kind: optional(text('a secret of at least 16 characters, the static-auth-secret of coturn', 16)),
    default: null,
    defaultText: 'none',
    doc: "coturn's static-auth-secret. Make one with: openssl rand -base64 32",
    example: '$(openssl rand -base64 32)',
    secret: true,
  }),
  turnTtlSeconds: setting({
    env: 'TURN_TTL_SECONDS',
    kind: wholeNumber(60, 86_400, 'seconds'),
    default: 3_600,
    doc:
      'Life of relay credentials. They are renewed after three quarters of it while somebody is signed in, so it can ' +
      'be short; what is stolen is of use for this long. 600 is a strict choice.',
    example: '3600',
  }),
  stunUrls: setting<string[]>({
    env: 'STUN_URLS',
    kind: list(stunUri, 'a comma-separated list of addresses like stun:turn.example:3478'),
    default: [],
    defaultText: 'none',
    doc:
      'STUN servers, which tell a browser its public address. None by default: nothing calls out, and in one network ' +
      'none is needed. Your own coturn is one.',
    example: 'stun:turn.example:3478',
  }),
  relayOnly: setting({
    env: 'RELAY_ONLY',
    kind: flag(),
    default: false,
    doc:
      'Sends all media through the relays, so that people never see the addresses of each other. Without a relay it ' +
      'goes through the gateway, which is slower to connect.',
    example: 'true',
  }),
  gateway: setting({
    env: 'GATEWAY',
    kind: flag(),
    default: true,
    doc:
      'Whether this server carries the media of calls that cannot go from device to device, as a gateway that speaks ' +
      'the Janus API under /janus. Not offered where several servers share a Redis.',
    example: 'false',
  }),
  mediaWorkers: setting({
    env: 'MEDIA_WORKERS',
    kind: wholeNumber(0, 64),
    default: availableParallelism(),
    defaultText: 'one for each core',
    doc: 'Processes that carry media, at most: the first starts with the first call that needs the gateway, another when all have work. 0 does it in the server.',
    example: '2',
  }),
  mediaPorts: setting<{ begin: number; end: number } | null>({
    env: 'MEDIA_PORTS',
    kind: optional(portRange()),
    default: null,
    defaultText: 'any',
    doc: 'UDP ports of the gateway, to be opened in a firewall; one for each connection.',
    example: '40000-40999',
  }),
  registration: setting<'open' | 'guests' | 'closed'>({
    env: 'REGISTRATION',
    kind: choice(['open', 'guests', 'closed']),
    default: 'open',
    doc:
      'Who may come by themselves: guests and new accounts ("open"), guests only ("guests"), or nobody who is not ' +
      'there already ("closed"). An operator makes accounts in any case: npm run account -- add NAME.',
    example: 'closed',
  }),
  logLevel: setting<'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'silent'>({
    env: 'LOG_LEVEL',
    kind: choice(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent']),
    default: 'info',
    doc: 'Least important messages that are logged.',
    example: 'warn',
  }),
  metricsToken: setting<string | null>({
    env: 'METRICS_TOKEN',
    kind: optional(text('a secret of at least 16 characters', 16)),
    default: null,
    defaultText: 'none, metrics for this machine only',
    doc:
      'What Prometheus has to send as a bearer token to read /metrics, from wherever it asks. Without it /metrics ' +
      'answers only programs on the same machine that ask directly, at localhost or 127.0.0.1. Make one with: openssl ' +
      'rand -base64 32',
    example: '$(openssl rand -base64 32)',
    secret: true,
  }),
  ...librarySettings,
  ringSeconds: setting({
    env: 'RING_SECONDS',
    kind: wholeNumber(1, 600, 'seconds'),
    default: 45,
    doc: 'How long it rings before "no answer".',
    example: '60',
  }),
  connectSeconds: setting({
    env: 'CONNECT_SECONDS',
    kind: wholeNumber(1, 600, 'seconds'),
    default: 30,
    doc: 'How long an answered call may take to connect before "failed".',
    example: '30',
  }),
  graceSeconds: setting({
    env: 'GRACE_SECONDS',
    kind: wholeNumber(1, 600, 'seconds'),
    default: 30,
    doc: 'How long a call waits for a caller who vanished while it rang, or for both ends when both are lost.',
    example: '30',
  }),
  rateLimitFactor: setting({
    env: 'RATE_LIMIT_FACTOR',
    kind: decimal(0.1, 100_000),
    default: 1,
    doc: 'Multiplies every rate limit; 2 lets through twice as much. For load tests and very large families.',
    example: '2',
  }),
  webRoot: setting({
    env: 'WEB_ROOT',
    kind: text('a folder'),
    // Both src/configuration and dist/configuration are as far from the built app.
    default: fileURLToPath(new URL('../../../web/dist', import.meta.url)),
    defaultText: 'the built app of this repository',
    doc: 'Folder of the app that is served.',
    example: '/srv/cardea/web',
    path: true,
  }),
} as const;

export type SettingName = keyof typeof settings;

/** The values of all settings, defaults filled in, paths absolute. */
export type Configuration = {
  readonly [N in SettingName]: z.output<(typeof settings)[N]['kind']['schema']>;
};
