import { afterAll, beforeAll, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { startCardea } from './harness/cardea.ts';
import { startJanus, type Subject } from './harness/janus.ts';

type Json = Record<string, unknown>;

let subjects: Subject[];

beforeAll(async () => {
  subjects = await Promise.all([
    startCardea({ sessionTimeout: 3_000, reclaimTimeout: 3_000 }),
    startJanus({ session_timeout: '3', reclaim_session_timeout: '3' }),
  ]);
});
afterAll(() => Promise.allSettled(subjects.map((subject) => subject.close())));

const sleep = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** One WebSocket and what came over it. */
class Client {
  readonly came: Json[] = [];
  readonly #socket: WebSocket;

  constructor({ webSocketPort }: Subject) {
    this.#socket = new WebSocket(`ws://127.0.0.1:${webSocketPort}`, 'janus-protocol');
    this.#socket.on('message', (data: Buffer) => this.came.push(JSON.parse(data.toString()) as Json));
  }

  async open(): Promise<this> {
    await new Promise((resolve, reject) => this.#socket.once('open', resolve).once('error', reject));
    return this;
  }

  /** Sends, and waits for what comes. */
  async ask(request: Json): Promise<Json> {
    const before = this.came.length;
    this.#socket.send(JSON.stringify({ transaction: 't', ...request }));
    for (let i = 0; i < 50 && this.came.length === before; i++) await sleep(20);
    await sleep(100);
    // Janus gives the answer and the acknowledgement from two threads, in any order.
    const came = this.came
      .splice(before)
      .toSorted((a, b) => (String(a['janus']) < String(b['janus']) ? -1 : 1));
    this.came.push(...came);
    return came[0] ?? {};
  }

  leave(): void {
    this.#socket.terminate();
  }
}

const idOf = (answer: Json) => (answer['data'] as { id: number }).id;

/** A session with a handle of the Echo Test, and names instead of ids. */
async function begin(subject: Subject) {
  const owner = await new Client(subject).open();
  const session = idOf(await owner.ask({ janus: 'create' }));
  const attach = { janus: 'attach', session_id: session, plugin: 'janus.plugin.echotest' };
  const handle = idOf(await owner.ask(attach));
  const named = (value: unknown): unknown =>
    JSON.parse(
      JSON.stringify(value)
        .replaceAll(new RegExp(`(?<=:)${session}`, 'g'), '"$session"')
        .replaceAll(new RegExp(`(?<=:)${handle}`, 'g'), '"$handle"')
        .replaceAll(String(session), '$session'),
    );
  return { owner, session, handle, named };
}

async function alike(scene: (subject: Subject) => Promise<unknown>): Promise<void> {
  const [ours, theirs] = await Promise.all(subjects.map(scene));
  expect(ours).toEqual(theirs);
}

it.concurrent('who comes back in time claims the session, and goes on with its handles', () =>
  alike(async (subject) => {
    const { owner, session, handle, named } = await begin(subject);
    owner.leave();
    await sleep(500);
    const back = await new Client(subject).open();
    await back.ask({ janus: 'claim', session_id: session });
    await back.ask({ janus: 'message', session_id: session, handle_id: handle, body: { audio: true } });
    await back.ask({ janus: 'destroy', session_id: session });
    back.leave();
    return named(back.came);
  }),
);

it.concurrent('a session may be claimed from who has it, and its events go to the new one', () =>
  alike(async (subject) => {
    const { owner, session, handle, named } = await begin(subject);
    const other = await new Client(subject).open();
    const message = { janus: 'message', session_id: session, handle_id: handle, body: { audio: true } };
    await other.ask(message);
    await other.ask({ janus: 'claim', session_id: session });
    await owner.ask(message);
    await owner.ask({ janus: 'claim', session_id: session });
    await other.ask(message);
    owner.leave();
    await sleep(300);
    await other.ask({ janus: 'keepalive', session_id: session });
    other.leave();
    return named([owner.came, other.came]);
  }),
);

it.concurrent(
  'who comes too late finds it gone, and a socket without a sign of life is told that it has timed out',
  () =>
    alike(async (subject) => {
      const gone = await begin(subject);
      gone.owner.leave();
      const silent = await begin(subject);
      await sleep(8_000);
      const late = await new Client(subject).open();
      await late.ask({ janus: 'claim', session_id: gone.session });
      late.leave();
      silent.owner.leave();
      // Janus' plugin sometimes still says that it is done, when its thread is quicker than the end of the session.
      const end = silent.owner.came.findIndex(({ janus }) => janus === 'timeout');
      return [gone.named(late.came), silent.named(silent.owner.came.slice(0, end + 1))];
    }),
);
