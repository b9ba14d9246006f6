import {
  newId,
  DeviceId,
  Session,
  signallingPath,
  type Acknowledgement,
  type ClientToServer,
  type EventOf,
  type Person,
  type RequestOf,
  type ResponseOf,
  type ServerToClient,
  type SocketEventName,
  type SocketRequestName,
} from '@cardea/protocol';
import { io, type Socket } from 'socket.io-client';

/** Longest that a test waits for something that should come at once, milliseconds. */
const patience = 5_000;

/** Somebody signed in, as a program would be: the cookie is kept here and sent by hand. */
export class TestPerson {
  readonly me: Person;
  readonly cookie: string;
  readonly origin: string;

  private constructor(origin: string, me: Person, cookie: string) {
    this.origin = origin;
    this.me = me;
    this.cookie = cookie;
  }

  /** @param port of the server */
  static async guest(port: number, name: string): Promise<TestPerson> {
    return TestPerson.enter(port, '/api/guests', { name });
  }

  /** Signs in or up by the given way. */
  static async enter(port: number, path: string, body: unknown): Promise<TestPerson> {
    const origin = `http://127.0.0.1:${port}`;
    const response = await fetch(origin + path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', origin },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    const { me } = Session.parse(await response.json());
    const cookie = response.headers.getSetCookie()[0]?.split(';')[0];
    if (me === null || cookie === undefined) throw new Error('no session');
    return new TestPerson(origin, me, cookie);
  }

  /** The same session on another node. */
  on(port: number): TestPerson {
    return new TestPerson(`http://127.0.0.1:${port}`, this.me, this.cookie);
  }

  /** The same browser after its session has ended. */
  signedOut(): TestPerson {
    return new TestPerson(this.origin, this.me, 'cardea_session=none');
  }

  request(
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    return fetch(this.origin + path, {
      method,
      headers: {
        origin: this.origin,
        cookie: this.cookie,
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
  }

  /** Connects a device and waits for its welcome. */
  async connect(options: { device?: DeviceId; activity?: 'active' | 'away' } = {}): Promise<TestDevice> {
    const device = new TestDevice(this, options.device ?? newId(DeviceId), options.activity ?? 'active');
    device.welcome = await device.next('welcome');
    return device;
  }
}

type Received = { name: string; event: unknown };

/** One socket. What it receives is kept in order, so that a test may ask after the fact. */
export class TestDevice {
  readonly id: DeviceId;
  readonly person: TestPerson;
  readonly socket: Socket<ServerToClient, ClientToServer>;
  readonly received: Received[] = [];
  welcome: EventOf<'welcome'> | null = null;
  readonly #waiting = new Set<() => void>();

  constructor(person: TestPerson, id: DeviceId, activity: 'active' | 'away') {
    this.person = person;
    this.id = id;
    this.socket = io(person.origin, {
      path: signallingPath,
      transports: ['websocket'],
      forceNew: true,
      reconnection: false,
      extraHeaders: { cookie: person.cookie, origin: person.origin },
      auth: { device: id, activity },
    });
    this.socket.onAny((name: string, event: unknown) => {
      this.received.push({ name, event });
      for (const look of this.#waiting) look();
    });
    for (const name of ['disconnect', 'connect_error'] as const) {
      this.socket.on(name, (reason: unknown) => {
        this.received.push({ name, event: reason });
        for (const look of this.#waiting) look();
      });
    }
  }

  /** The next such event that has not been taken yet; it may have come already. */
  next<N extends SocketEventName>(
    name: N,
    matches: (event: EventOf<N>) => boolean = () => true,
  ): Promise<EventOf<N>> {
    return this.#take(name, (event) => matches(event as EventOf<N>)) as Promise<EventOf<N>>;
  }

  /** Until the connection ends, by whichever way. */
  async ended(): Promise<string> {
    return String(await this.#take('disconnect', () => true));
  }

  async refused(): Promise<Error & { data?: unknown }> {
    return (await this.#take('connect_error', () => true)) as Error;
  }

  /** Events of a name that have come and not been taken. */
  pending<N extends SocketEventName>(name: N): EventOf<N>[] {
    return this.received.filter((one) => one.name === name).map((one) => one.event as EventOf<N>);
  }

  async ask<N extends SocketRequestName>(name: N, request: RequestOf<N>): Promise<ResponseOf<N>> {
    const answer = await this.tryTo(name, request);
    if (!answer.ok) throw new Error(`${name}: ${answer.error.code} ${answer.error.details ?? ''}`);
    return answer.data as ResponseOf<N>;
  }

  /** As {@link ask}, with anything at all. @returns the acknowledgement as it came */
  tryTo(name: string, request: unknown): Promise<Acknowledgement<unknown>> {
    const raw = this.socket as unknown as {
      timeout(ms: number): { emitWithAck(name: string, request: unknown): Promise<Acknowledgement<unknown>> };
    };
    return raw.timeout(patience).emitWithAck(name, request);
  }

  /** The code of the refusal, or `'ok'`. */
  async codeOf(name: string, request: unknown): Promise<string> {
    const answer = await this.tryTo(name, request);
    return answer.ok ? 'ok' : answer.error.code;
  }

  close(): void {
    this.socket.disconnect();
  }

  #take(name: string, matches: (event: unknown) => boolean): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const look = (): void => {
        const index = this.received.findIndex((one) => one.name === name && matches(one.event));
        if (index < 0) return;
        const [found] = this.received.splice(index, 1);
        clearTimeout(timer);
        this.#waiting.delete(look);
        resolve(found?.event);
      };
      const timer = setTimeout(() => {
        this.#waiting.delete(look);
        const names = this.received.map((one) => one.name).join(', ');
        reject(new Error(`${this.person.me.name} waited for ${name} in vain; there is: ${names}`));
      }, patience);
      this.#waiting.add(look);
      look();
    });
  }
}
