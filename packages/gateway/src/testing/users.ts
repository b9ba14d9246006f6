import { Api } from '../core/api.ts';
import type { Client } from '../core/client.ts';
import type { JsonObject } from '../core/json.ts';
import { initialRuntimeSettings } from '../core/runtimeSettings.ts';
import type { Recordings } from '../core/recordings.ts';
import { Sessions, type Clock } from '../core/sessions.ts';
import { Events, type EventHandler } from '../events/events.ts';
import type { Plugin } from '../plugins/plugin.ts';
import { FakeEngine, type FakeConnection } from './fakeEngine.ts';

/** Time that stands still until the test says otherwise. */
export class FakeClock implements Clock {
  time = 0;
  check = () => {};

  now(): number {
    return this.time;
  }

  every(_milliseconds: number, work: () => void): () => void {
    this.check = work;
    return () => {};
  }
}

/** The core with one plugin and without transports, for users who talk to it directly. */
export class Stage {
  readonly engine = new FakeEngine();
  readonly clock = new FakeClock();
  readonly reported: unknown[] = [];
  readonly api: Api;
  readonly sessions: Sessions;
  /** What event handlers are told. */
  readonly events: Events;

  constructor(
    plugin: Plugin,
    handlers: readonly EventHandler[] = [],
    recordings: Pick<Recordings, 'fileFor' | 'mostBytes'> | null = null,
  ) {
    const events = new Events(handlers, 'test', () => 0);
    this.events = events;
    this.sessions = new Sessions(
      { session: 60_000, reclaim: 0 },
      { perClient: 10, total: 10 },
      this.clock,
      (name, { id }) => events.emit('session', { sessionId: id }, { name }),
    );
    this.api = new Api(
      {
        authorization: { apiSecret: null, tokens: null },
        candidatesTimeout: 45_000,
        maxHandles: 10,
        recordings,
        report: (error) => this.reported.push(error),
        serverInfo: () => ({}),
      },
      {
        plugins: new Map([[plugin.about.package, plugin]]),
        engine: this.engine,
        sessions: this.sessions,
        events,
        settings: initialRuntimeSettings(1),
        clock: this.clock,
      },
    );
  }

  attach(name: string, plugin: string): User {
    return new User(this, name, plugin);
  }
}

/** Somebody with one session and one handle. */
export class User implements Client {
  readonly transport = 'janus.transport.none';
  readonly id = 'test';
  readonly sessions = 0;
  readonly name: string;
  readonly #stage: Stage;
  readonly ids: { session_id: number; handle_id: number };
  /** `plugindata.data`, with `jsep` if there was one, or the whole event of the core. Emptied by `told`. */
  #events: JsonObject[] = [];

  constructor(stage: Stage, name: string, plugin: string) {
    this.#stage = stage;
    this.name = name;
    const session_id = idOf(this.ask({ janus: 'create' }));
    this.ids = { session_id, handle_id: idOf(this.ask({ janus: 'attach', plugin, session_id })) };
  }

  /** @returns the answer, which for these requests comes at once */
  ask(request: JsonObject): JsonObject {
    let answer: JsonObject | null = null;
    this.#stage.api.handle(this, { transaction: 't', ...request }, (given) => {
      answer = given;
    });
    if (answer === null) throw new Error('there was no answer at once');
    return answer;
  }

  verb(janus: string): void {
    this.ask({ janus, ...this.ids });
  }

  /** @returns what this user was told until all is quiet */
  async says(body: JsonObject, jsep?: { type: string; sdp: string }): Promise<JsonObject[]> {
    const message = { transaction: 't', janus: 'message', ...this.ids, body };
    this.#stage.api.handle(this, jsep === undefined ? message : { ...message, jsep }, () => {});
    await quiet();
    return this.told();
  }

  told(): JsonObject[] {
    return this.#events.splice(0);
  }

  /** The n-th connection that the engine opened. */
  connection(index: number): FakeConnection {
    const connection = this.#stage.engine.connections[index];
    if (connection === undefined) throw new Error(`there is no connection ${index}`);
    return connection;
  }

  deliver(_sessionId: number, event: JsonObject): void {
    const { plugindata, jsep, janus, reason } = event;
    if (plugindata === undefined) this.#events.push({ janus, ...(reason === undefined ? {} : { reason }) });
    else {
      const { data } = plugindata as { data: JsonObject };
      this.#events.push(jsep === undefined ? data : { ...data, jsep });
    }
  }

  gained(): void {}

  lost(): void {}
}

/** Everything that waits for nothing outside is done after this. */
export async function quiet(): Promise<void> {
  for (let turn = 0; turn < 3; turn += 1) await new Promise((resolve) => setImmediate(resolve));
}

function idOf(answer: JsonObject): number {
  return (answer['data'] as { id: number }).id;
}
