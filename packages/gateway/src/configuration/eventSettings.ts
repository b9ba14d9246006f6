import { eventTypes } from '../events/events.ts';
import {
  flag,
  list,
  optional,
  text,
  textWhere,
  url,
  wholeNumber,
  type Kind,
  setting,
} from '@cardea/settings';

/** Names of event types as in Janus' configuration. */
const maskNames: Readonly<Record<string, number>> = {
  sessions: eventTypes.session,
  handles: eventTypes.handle,
  external: eventTypes.external,
  jsep: eventTypes.jsep,
  webrtc: eventTypes.webrtc,
  media: eventTypes.media,
  plugins: eventTypes.plugin,
  transports: eventTypes.transport,
  core: eventTypes.core,
};
const allEvents = Object.values(maskNames).reduce((mask, bit) => mask | bit, 0);
const eventMask = (): Kind<number> => {
  const names = ['all', ...Object.keys(maskNames)];
  const { schema } = list(
    textWhere('a type of event', (value) => names.includes(value)),
    '',
  );
  const bitOf = (name: string) => (name === 'all' ? allEvents : (maskNames[name] ?? 0));
  return {
    schema: schema.transform((given) => given.reduce((mask, name) => mask | bitOf(name), 0)),
    expects: `a comma-separated list of ${names.join(', ')}`,
  };
};

/** Where events go, and which. */
export const eventSettings = {
  'event-http-url': setting<string | null>({
    env: 'CARDEA_GATEWAY_EVENT_HTTP_URL',
    kind: optional(url('http:', 'https:')),
    default: null,
    defaultText: 'none',
    doc: 'Where events are posted.',
    example: 'https://events.example/janus',
  }),
  'event-http-events': setting({
    env: 'CARDEA_GATEWAY_EVENT_HTTP_EVENTS',
    kind: eventMask(),
    default: allEvents,
    defaultText: 'all',
    doc: 'Types of events that are posted.',
    example: 'sessions,handles,webrtc',
  }),
  'event-http-grouping': setting({
    env: 'CARDEA_GATEWAY_EVENT_HTTP_GROUPING',
    kind: flag(),
    default: true,
    doc: 'Posts several events at once, as an array.',
    example: 'false',
  }),
  'event-http-user': setting<string | null>({
    env: 'CARDEA_GATEWAY_EVENT_HTTP_USER',
    kind: optional(textWhere('a user name', (value) => !value.includes(':'))),
    default: null,
    defaultText: 'none',
    doc: 'For basic authentication.',
    example: 'janus',
  }),
  'event-http-password': setting<string | null>({
    env: 'CARDEA_GATEWAY_EVENT_HTTP_PASSWORD',
    kind: optional(text('a password')),
    default: null,
    defaultText: 'none',
    doc: 'For basic authentication.',
    example: '$(cat password)',
    secret: true,
  }),
  'event-http-retries': setting({
    env: 'CARDEA_GATEWAY_EVENT_HTTP_RETRIES',
    kind: wholeNumber(0, 20),
    default: 5,
    doc: 'How often a failed request is repeated before its events are given up.',
    example: '5',
  }),
  'event-http-backoff': setting({
    env: 'CARDEA_GATEWAY_EVENT_HTTP_BACKOFF',
    kind: wholeNumber(1, 60_000, 'milliseconds'),
    default: 100,
    doc: 'Before the first repetition; doubled each time.',
    example: '100',
  }),
  'event-websocket-url': setting<string | null>({
    env: 'CARDEA_GATEWAY_EVENT_WEBSOCKET_URL',
    kind: optional(url('ws:', 'wss:')),
    default: null,
    defaultText: 'none',
    doc: 'Where events are sent over WebSocket.',
    example: 'wss://events.example/janus',
  }),
  'event-websocket-events': setting({
    env: 'CARDEA_GATEWAY_EVENT_WEBSOCKET_EVENTS',
    kind: eventMask(),
    default: allEvents,
    defaultText: 'all',
    doc: 'Types of events that are sent over WebSocket.',
    example: 'sessions,handles,webrtc',
  }),
  'event-websocket-grouping': setting({
    env: 'CARDEA_GATEWAY_EVENT_WEBSOCKET_GROUPING',
    kind: flag(),
    default: true,
    doc: 'Sends several events at once, as an array.',
    example: 'false',
  }),
  'event-websocket-subprotocol': setting<string | null>({
    env: 'CARDEA_GATEWAY_EVENT_WEBSOCKET_SUBPROTOCOL',
    kind: optional(textWhere('a subprotocol', (value) => /^[\w.-]+$/.test(value))),
    default: null,
    defaultText: 'none',
    doc: 'Subprotocol that is asked for.',
    example: 'janus-events',
  }),
  'event-queue': setting({
    env: 'CARDEA_GATEWAY_EVENT_QUEUE',
    kind: wholeNumber(1, 1_000_000),
    default: 10_000,
    doc: 'Events that wait for each handler. When there are more the oldest are lost, and how many is written to stderr.',
    example: '10000',
  }),
};
