import { afterAll, beforeAll, expect, it } from 'vitest';
import { startCardea } from './harness/cardea.ts';
import { startJanus, type Subject } from './harness/janus.ts';

type Json = Record<string, unknown>;

let subjects: Subject[];
let cardea: Subject;

beforeAll(async () => {
  subjects = await Promise.all([
    startCardea({ sessionTimeout: 2_000, reclaimTimeout: 2_000 }),
    startJanus({ session_timeout: '2', reclaim_session_timeout: '2' }),
  ]);
  [cardea] = subjects as [Subject];
});
afterAll(() => Promise.allSettled(subjects.map((subject) => subject.close())));

/** A session with a handle of the Echo Test, over HTTP. */
class Poller {
  readonly #base: string;
  #session = 0;
  #handle = 0;

  constructor({ httpPort }: Subject) {
    this.#base = `http://127.0.0.1:${httpPort}/janus`;
  }

  async begin(): Promise<void> {
    this.#session = idOf(await this.post({ janus: 'create' }, ''));
    const attach = { janus: 'attach', plugin: 'janus.plugin.echotest' };
    this.#handle = idOf(await this.post(attach, `/${this.#session}`));
  }

  /** The session's path unless told. */
  async post(request: Json, path = `/${this.#session}`): Promise<Json> {
    const body = JSON.stringify({ transaction: 't', ...request });
    return (await (await fetch(this.#base + path, { method: 'POST', body })).json()) as Json;
  }

  /** What is asked of the plugin, and answered by an event. */
  ask(body: Json): Promise<Json> {
    return this.post({ janus: 'message', body }, `/${this.#session}/${this.#handle}`);
  }

  async poll(query = ''): Promise<{ status: number; came: unknown }> {
    const response = await fetch(`${this.#base}/${this.#session}${query}`);
    const text = await response.text();
    return { status: response.status, came: text === '' ? '' : this.named(JSON.parse(text)) };
  }

  /** Ids by names. */
  named(value: unknown): unknown {
    const text = JSON.stringify(value)
      .replaceAll(new RegExp(`(?<=:)${this.#session}`, 'g'), '"$session"')
      .replaceAll(new RegExp(`(?<=:)${this.#handle}`, 'g'), '"$handle"')
      .replaceAll(String(this.#session), '$session');
    return JSON.parse(text) as unknown;
  }

  get session(): number {
    return this.#session;
  }
}

function idOf(answer: Json): number {
  return (answer['data'] as { id: number }).id;
}

async function alike(scene: (subject: Subject) => Promise<unknown>): Promise<void> {
  const [ours, theirs] = await Promise.all(subjects.map(scene));
  expect(ours).toEqual(theirs);
}

const sleep = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

it.each([
  '',
  '?maxev=1',
  '?maxev=0',
  '?maxev=-1',
  '?maxev=x',
  '?maxev=2',
  '?maxev=10',
  '?rid=5&maxev=10',
  '?maxev=',
])('a poll %s gets what had come, in its order', (query) =>
  alike(async (subject) => {
    const poller = new Poller(subject);
    await poller.begin();
    const acknowledged = [];
    for (const body of [{ audio: true }, { video: 7 }, { bitrate: 64_000 }]) {
      acknowledged.push(poller.named(await poller.ask(body)));
      await sleep(50);
    }
    const first = await poller.poll(query);
    // One more event, so that there is something to come.
    await poller.ask({ audio: false });
    await sleep(50);
    return { acknowledged, polls: [first, await poller.poll('?maxev=10')] };
  }),
);

it('a poll that waits gets the event when it comes', () =>
  alike(async (subject) => {
    const poller = new Poller(subject);
    await poller.begin();
    const waiting = poller.poll('?maxev=5');
    await sleep(100);
    await poller.ask({ audio: false });
    return waiting;
  }));

it('a session that is destroyed is gone for polls; one that waits ends at once, in Janus after its 30 seconds', () =>
  alike(async (subject) => {
    const poller = new Poller(subject);
    await poller.begin();
    const waiting = poller.poll();
    await sleep(100);
    const destroyed = poller.named(await poller.post({ janus: 'destroy' }));
    const afterwards = await poller.poll();
    if (subject === cardea) expect(await waiting).toEqual({ status: 200, came: { janus: 'keepalive' } });
    else void waiting.catch(() => 'closed with the server');
    return { destroyed, afterwards };
  }));

it('events that wait for a poll outlive the handle', () =>
  alike(async (subject) => {
    const poller = new Poller(subject);
    await poller.begin();
    await poller.ask({ audio: true });
    await sleep(50);
    return poller.poll('?maxev=10');
  }));

it('a poll that waits is told that the session has timed out', () =>
  alike(async (subject) => {
    const poller = new Poller(subject);
    await poller.begin();
    return { waited: await poller.poll(), afterwards: await poller.poll() };
  }));
