import type { CreateJanusWebSocket } from '@cardea/client/janus';
import { createStore, type StoreApi } from 'zustand/vanilla';

/** One message of the Janus API, as it went over the line. */
export interface LogEntry {
  number: number;
  /** Milliseconds since 1970. */
  time: number;
  direction: 'sent' | 'received';
  /** Its `janus` field; empty where it has none. */
  verb: string;
  /** What it says beside its verb and ids. */
  content: string;
  /** Its JSON in one line, without tokens and secrets. */
  text: string;
}

export const mostEntries = 500;
/** UTF-16 code units of a message that are kept; a description of many tracks has some ten thousand. */
const longestText = 50_000;
/** Who and which: in every message, and seldom what one looks for. */
const envelope: ReadonlySet<string> = new Set([
  'janus',
  'transaction',
  'session_id',
  'handle_id',
  'sender',
  'token',
  'apisecret',
]);
/** These let their reader in, and logs are sent to others. */
const secrets: ReadonlySet<string> = new Set(['token', 'apisecret']);

export function toEntry(
  number: number,
  time: number,
  direction: LogEntry['direction'],
  raw: string,
): LogEntry {
  let message: unknown = null;
  try {
    message = JSON.parse(raw);
  } catch {
    // Shown as it is: what is wrong with it is what one wants to see.
  }
  if (typeof message !== 'object' || message === null) {
    const text = raw.slice(0, longestText);
    return { number, time, direction, verb: '', content: text, text };
  }
  const verb = 'janus' in message && typeof message.janus === 'string' ? message.janus : '';
  const fields = Object.entries(message).filter(([key]) => !envelope.has(key));
  return {
    ...{ number, time, direction, verb },
    content: fields.length === 0 ? '' : written(Object.fromEntries(fields)),
    text: written(message),
  };
}

function written(value: object): string {
  const text = JSON.stringify(value, (key, inner: unknown) => (secrets.has(key) ? '***' : inner));
  return text.slice(0, longestText);
}

/** The newest {@link mostEntries}, the oldest first. */
export function appended(entries: readonly LogEntry[], entry: LogEntry): readonly LogEntry[] {
  return [...entries.slice(-(mostEntries - 1)), entry];
}

/** Those that contain the text, upper and lower case alike. */
export function filtered(entries: readonly LogEntry[], text: string): readonly LogEntry[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === '') return entries;
  return entries.filter((entry) => `${entry.direction} ${entry.text}`.toLowerCase().includes(wanted));
}

/** For a file or a report: one line for each message. */
export function asText(entries: readonly LogEntry[]): string {
  return entries
    .map(({ time, direction, text }) => `${new Date(time).toISOString()} ${direction} ${text}`)
    .join('\n');
}

/** With line breaks, where it is whole. */
export function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

/** What goes over the line of a session, as it comes. */
export class EventLog {
  readonly store: StoreApi<readonly LogEntry[]> = createStore<readonly LogEntry[]>(() => []);
  #count = 0;

  /** A WebSocket that writes down what it sends and receives. */
  readonly createSocket: CreateJanusWebSocket = (url, protocol) => {
    const socket = new WebSocket(url, protocol);
    socket.addEventListener('message', ({ data }) => this.#add('received', String(data)));
    const send = socket.send.bind(socket);
    socket.send = (data) => {
      this.#add('sent', typeof data === 'string' ? data : '(binary)');
      send(data);
    };
    return socket;
  };

  clear(): void {
    this.store.setState([], true);
  }

  #add(direction: LogEntry['direction'], raw: string): void {
    this.#count += 1;
    const entry = toEntry(this.#count, Date.now(), direction, raw);
    this.store.setState(appended(this.store.getState(), entry), true);
  }
}
