import { WebSocket } from 'ws';

export interface Jsep {
  type: 'offer' | 'answer';
  sdp: string;
}

export interface PluginData {
  data: Record<string, unknown>;
  jsep?: Jsep;
}

interface Message {
  janus: string;
  transaction?: string;
  sender?: number;
  data?: { id: number };
  plugindata?: { data: Record<string, unknown> };
  jsep?: Jsep;
  error?: { code: number; reason: string };
}

/** As much of a Janus client as the load needs: one session over a WebSocket. */
export class JanusClient {
  readonly #socket: WebSocket;
  readonly #waiting = new Map<string, { wantsEvent: boolean; resolve(message: Message): void }>();
  readonly #handles = new Map<number, JanusHandle>();
  #session = 0;
  #count = 0;
  #timer: ReturnType<typeof setInterval> | undefined;

  private constructor(socket: WebSocket) {
    this.#socket = socket;
    socket.on('message', (text) => this.#receive(JSON.parse(String(text as Buffer)) as Message));
  }

  static async connect(port: number): Promise<JanusClient> {
    const socket = new WebSocket(`ws://127.0.0.1:${port}`, 'janus-protocol');
    await new Promise((resolve, reject) => {
      socket.once('open', resolve);
      socket.once('error', reject);
    });
    const client = new JanusClient(socket);
    client.#session = (await client.request({ janus: 'create' })).data?.id ?? 0;
    client.#timer = setInterval(() => void client.request({ janus: 'keepalive' }), 20_000);
    return client;
  }

  async attach(plugin: string): Promise<JanusHandle> {
    const { data } = await this.request({ janus: 'attach', plugin });
    const handle = new JanusHandle(this, data?.id ?? 0);
    this.#handles.set(data?.id ?? 0, handle);
    return handle;
  }

  /** @returns the answer, or the event that an `ack` has promised */
  async request(fields: Record<string, unknown>): Promise<Message> {
    const transaction = String(++this.#count);
    const session = this.#session === 0 ? {} : { session_id: this.#session };
    const wantsEvent = fields['janus'] === 'message';
    const answer = new Promise<Message>((resolve) => this.#waiting.set(transaction, { wantsEvent, resolve }));
    this.#socket.send(JSON.stringify({ ...fields, ...session, transaction }));
    const message = await answer;
    if (message.error !== undefined) throw new Error(`${message.error.code}: ${message.error.reason}`);
    return message;
  }

  async close(): Promise<void> {
    clearInterval(this.#timer);
    await this.request({ janus: 'destroy' });
    this.#socket.close();
  }

  #receive(message: Message): void {
    const { transaction, janus, sender } = message;
    if (transaction !== undefined) {
      const waiting = this.#waiting.get(transaction);
      // The event follows; a keepalive is only ever acknowledged.
      if (janus === 'ack' && waiting?.wantsEvent === true) return;
      this.#waiting.delete(transaction);
      waiting?.resolve(message);
    } else if (sender !== undefined) this.#handles.get(sender)?.push(message);
  }
}

/** One attachment to a plugin. */
export class JanusHandle {
  readonly #client: JanusClient;
  readonly #id: number;
  /** Media can flow. */
  readonly up: Promise<void>;
  #isUp: () => void = () => undefined;
  #pushes: PluginData[] = [];
  #waiter: ((data: PluginData) => void) | null = null;

  constructor(client: JanusClient, id: number) {
    this.#client = client;
    this.#id = id;
    this.up = new Promise((resolve) => {
      this.#isUp = resolve;
    });
  }

  async message(body: Record<string, unknown>, jsep?: Jsep): Promise<PluginData> {
    const fields = { janus: 'message', handle_id: this.#id, body, ...(jsep !== undefined && { jsep }) };
    const { plugindata, jsep: answer } = await this.#client.request(fields);
    const data = plugindata?.data ?? {};
    if ('error' in data) throw new Error(`${String(data['error_code'])}: ${String(data['error'])}`);
    return { data, ...(answer !== undefined && { jsep: answer }) };
  }

  /** The next event without a transaction that carries a description. */
  nextDescription(): Promise<PluginData> {
    const found = this.#pushes.shift();
    if (found !== undefined) return Promise.resolve(found);
    return new Promise((resolve) => {
      this.#waiter = resolve;
    });
  }

  push({ janus, plugindata, jsep }: Pick<Message, 'janus' | 'plugindata' | 'jsep'>): void {
    if (janus === 'webrtcup') this.#isUp();
    if (jsep === undefined) return;
    const data: PluginData = { data: plugindata?.data ?? {}, jsep };
    const waiter = this.#waiter;
    this.#waiter = null;
    if (waiter === null) this.#pushes.push(data);
    else waiter(data);
  }
}
