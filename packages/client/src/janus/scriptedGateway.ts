import type { JanusWebSocket } from './line.ts';

type Request = Readonly<Record<string, unknown>>;

/**
 * For tests: a server of the Janus API that answers by a script. The usual requests have usual answers; `answers`
 * has others by verb, each a list of messages to which session and transaction are added. `null` gives no answer.
 */
export class ScriptedGateway {
  readonly sockets: ScriptedSocket[] = [];
  readonly requests: Request[] = [];
  answers: Readonly<Record<string, ((request: Request) => object[] | null) | undefined>> = {};
  /** Whether connections are taken. */
  reachable = true;
  #handles = 100;

  readonly createSocket = (url: string, protocol: string): JanusWebSocket => {
    const socket = new ScriptedSocket(url, protocol, (request) => this.#receive(socket, request));
    this.sockets.push(socket);
    queueMicrotask(() => {
      if (this.reachable) socket.onopen?.({} as never);
      else socket.onerror?.({} as never);
    });
    return socket;
  };

  get socket(): ScriptedSocket {
    const socket = this.sockets.at(-1);
    if (socket === undefined) throw new Error('nobody has connected');
    return socket;
  }

  asked(verb: string): Request[] {
    return this.requests.filter(({ janus }) => janus === verb);
  }

  #receive(socket: ScriptedSocket, request: Request): void {
    this.requests.push(request);
    const verb = String(request['janus']);
    const scripted = this.answers[verb];
    const answers = scripted === undefined ? this.#usual(verb) : scripted(request);
    for (const answer of answers ?? []) {
      queueMicrotask(() => socket.tell({ session_id: 7, transaction: request['transaction'], ...answer }));
    }
  }

  #usual(verb: string): object[] {
    switch (verb) {
      case 'info':
        return [{ janus: 'server_info', 'session-timeout': 60, 'reclaim-session-timeout': 20 }];
      case 'create':
        return [{ janus: 'success', data: { id: 7 } }];
      case 'attach':
        return [{ janus: 'success', data: { id: ++this.#handles } }];
      case 'claim':
      case 'detach':
      case 'hangup':
      case 'destroy':
        return [{ janus: 'success' }];
      default:
        return [{ janus: 'ack' }];
    }
  }
}

export class ScriptedSocket implements JanusWebSocket {
  readonly url: string;
  readonly protocol: string;
  closed = false;
  onopen: JanusWebSocket['onopen'] = null;
  onmessage: JanusWebSocket['onmessage'] = null;
  onclose: JanusWebSocket['onclose'] = null;
  onerror: JanusWebSocket['onerror'] = null;
  readonly #receive: (request: Request) => void;

  constructor(url: string, protocol: string, receive: (request: Request) => void) {
    this.url = url;
    this.protocol = protocol;
    this.#receive = receive;
  }

  send(data: unknown): void {
    if (!this.closed) this.#receive(JSON.parse(String(data)) as Request);
  }

  close(): void {
    this.closed = true;
  }

  tell(message: object | string): void {
    if (this.closed) return;
    this.onmessage?.({ data: typeof message === 'string' ? message : JSON.stringify(message) } as never);
  }

  /** The connection ends, as seen from this side. */
  break(): void {
    this.closed = true;
    this.onclose?.({} as never);
  }
}
