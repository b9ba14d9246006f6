import { WebSocket } from 'ws';
import { differences } from '../differences.ts';

/** One thing that a client sends: JSON, or text that is sent as it is. `$name` stands for an id that was kept. */
export interface Step {
  send: Readonly<Record<string, unknown>> | string;
  /** Keeps `data.id` of the answer under this name. */
  keep?: string;
  /** How many messages come in answer; 1 unless told. */
  answers?: number;
}

type Message = Record<string, unknown>;

/** Sends the steps over one socket, and gives what came, with ids as their names and in an order that does not vary. */
export async function overWebSocket(port: number, steps: readonly Step[]): Promise<unknown[]> {
  const socket = new WebSocket(`ws://127.0.0.1:${port}`, 'janus-protocol');
  const arrived: Message[] = [];
  let wake = () => {};
  socket.on('message', (data: Buffer) => {
    arrived.push(JSON.parse(data.toString()) as Message);
    wake();
  });
  await new Promise((resolve, reject) => socket.once('open', resolve).once('error', reject));
  const kept = new Map<string, number>();
  const transcript: unknown[] = [];
  for (const { send, keep, answers = 1 } of steps) {
    socket.send(typeof send === 'string' ? send : withIds(send, kept));
    const end = Date.now() + 2000;
    while (arrived.length < answers && Date.now() < end) {
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, 100);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    const came = arrived.splice(0);
    if (keep !== undefined) kept.set(keep, (came[0]?.['data'] as { id: number } | undefined)?.id ?? 0);
    // Janus answers deferred requests from another thread, so that the acknowledgement may come second.
    const texts = came.map((message) => normalised(message, kept)).toSorted();
    transcript.push({ sent: send, came: texts });
  }
  socket.terminate();
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

/** Keys sorted, ids by their names, and without what the table of differences allows. */
function normalised(message: Message, kept: ReadonlyMap<string, number>): string {
  let text = JSON.stringify(sorted(message));
  for (const [name, id] of kept) if (id !== 0) text = text.replaceAll(String(id), `$${name}`);
  text = text.replace(/"data":\{"id":\d+\}/, '"data":{"id":"random"}');
  for (const { pattern, replacement } of differences) text = text.replace(pattern, replacement);
  return text;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .toSorted(([first], [second]) => (first < second ? -1 : 1))
      .map(([key, each]) => [key, sorted(each)]),
  );
}
