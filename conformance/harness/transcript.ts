import { WebSocket } from 'ws';
import { differences } from '../differences.ts';
import type { Subject } from './janus.ts';
import { summary } from './sdpSummary.ts';

/** One thing that a client sends: JSON, or text that is sent as it is. `$name` stands for an id that was kept. */
export interface Step {
  /** Which client sends it, each over a socket of its own; the first one unless told. */
  as?: string;
  send: Readonly<Record<string, unknown>> | string;
  /** Keeps `data.id` of the answer under this name. */
  keep?: string;
  /** How many messages come in answer, to the sender or to each client; 1 to the sender unless told. */
  answers?: number | Readonly<Record<string, number>>;
  /** What `janus` says in those messages to the sender that count; all unless told. */
  only?: readonly string[];
}

type Message = Record<string, unknown>;

/** Janus takes its time to close PeerConnections, and tells of it from another thread. */
const patience = 5000;

/** One client and what came to it. */
class Client {
  readonly arrived: Message[] = [];
  readonly socket: WebSocket;
  #wake = () => {};

  constructor(url: string, subprotocol: string) {
    this.socket = new WebSocket(url, subprotocol);
    this.socket.on('message', (data: Buffer) => {
      this.arrived.push(JSON.parse(data.toString()) as Message);
      this.#wake();
    });
  }

  async open(): Promise<void> {
    await new Promise((resolve, reject) => this.socket.once('open', resolve).once('error', reject));
  }

  async until(count: number, counts: (message: Message) => boolean): Promise<Message[]> {
    const there = () => this.arrived.filter(counts).length;
    for (const end = Date.now() + patience; there() < count && Date.now() < end;) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, 100);
        this.#wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    return this.arrived.splice(0).filter(counts);
  }
}

/** Sends the steps over sockets, and gives what came, with ids as their names and in an order that does not vary. */
export async function overWebSocket(
  port: number,
  steps: readonly Step[],
  subprotocol = 'janus-protocol',
): Promise<unknown[]> {
  const clients = new Map<string, Client>();
  const kept = new Map<string, number>();
  const transcript: unknown[] = [];
  for (const { as = 'client', send, keep, answers = 1, only } of steps) {
    const client = clients.get(as) ?? new Client(`ws://127.0.0.1:${port}`, subprotocol);
    if (!clients.has(as)) await client.open();
    clients.set(as, client);
    client.socket.send(typeof send === 'string' ? send : withIds(send, kept));
    const expected = typeof answers === 'number' ? { [as]: answers } : answers;
    const came: Record<string, string[]> = {};
    for (const [name, each] of clients) {
      const counts = ({ janus }: Message) => name !== as || only?.includes(String(janus)) !== false;
      const messages = await each.until(expected[name] ?? 0, counts);
      if (keep !== undefined && name === as) {
        kept.set(keep, (messages[0]?.['data'] as { id: number } | undefined)?.id ?? 0);
      }
      // Janus answers deferred requests from another thread, so that the acknowledgement may come second.
      came[name] = messages.map((message) => normalised(message, kept)).toSorted();
    }
    transcript.push({ as, sent: shown(send), came });
  }
  for (const { socket } of clients.values()) socket.terminate();
  return transcript;
}

/** Sends the steps by POST to the path without ids, which Janus takes from the body. */
export async function overHttp(port: number, steps: readonly Step[]): Promise<unknown[]> {
  const kept = new Map<string, number>();
  const transcript: unknown[] = [];
  for (const { send, keep } of steps) {
    const body = typeof send === 'string' ? send : withIds(send, kept);
    const response = await fetch(`http://127.0.0.1:${port}/janus`, { method: 'POST', body });
    const came = (await response.json()) as Message;
    if (keep !== undefined) kept.set(keep, (came['data'] as { id: number } | undefined)?.id ?? 0);
    transcript.push({ sent: send, status: response.status, came: normalised(came, kept) });
  }
  return transcript;
}

function withIds(request: object, kept: ReadonlyMap<string, number>): string {
  return JSON.stringify(request).replaceAll(/"\$(\w+)"/g, (_all, name: string) =>
    String(kept.get(name) ?? 0),
  );
}

/** A request to either API by POST. */
export interface Post {
  to: 'janus' | 'admin';
  /** After `/janus` or `/admin`; `$name` stands for an id that was kept. */
  path?: string;
  send: Readonly<Record<string, unknown>>;
  keep?: string;
}

/** Sends the requests one after the other. */
export async function posted(
  { httpPort, adminHttpPort }: Subject,
  posts: readonly Post[],
): Promise<unknown[]> {
  const kept = new Map<string, number>();
  const transcript: unknown[] = [];
  for (const { to, path = '', send, keep } of posts) {
    const place = path.replaceAll(/\$(\w+)/g, (_all, name: string) => String(kept.get(name) ?? 0));
    const url = `http://127.0.0.1:${to === 'janus' ? httpPort : adminHttpPort}/${to}${place}`;
    const response = await fetch(url, { method: 'POST', body: withIds(send, kept) });
    const came = (await response.json()) as Message;
    if (keep !== undefined) kept.set(keep, (came['data'] as { id: number } | undefined)?.id ?? 0);
    transcript.push({ to, path, sent: send, status: response.status, came: normalised(came, kept) });
  }
  return transcript;
}

/** Keys sorted, ids by their names, and without what the table of differences allows. */
function normalised(message: Message, kept: ReadonlyMap<string, number>): string {
  let text = JSON.stringify(sorted(message));
  for (const [name, id] of kept) if (id !== 0) text = text.replaceAll(String(id), `$${name}`);
  text = text.replace(/"data":\{"id":\d+\}/, '"data":{"id":"random"}');
  for (const { pattern, replacement } of differences) {
    text =
      typeof replacement === 'string'
        ? text.replace(pattern, replacement)
        : text.replace(pattern, replacement);
  }
  return text;
}

/** A description's text is long and full of chance, so transcripts tell only what it is about. */
function shown(value: unknown): unknown {
  return typeof value === 'string' ? value : sorted(value);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([first], [second]) => (first < second ? -1 : 1))
      .map(([key, each]) => [key, key === 'sdp' && typeof each === 'string' ? summary(each) : sorted(each)]),
  );
}
