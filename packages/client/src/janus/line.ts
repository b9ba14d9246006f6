import { describe, type Log } from '../log.ts';
import { JanusError } from './janusError.ts';
import { longestMessage, ServerMessage } from './messages.ts';

/** As much of a WebSocket as the client uses: a browser's, or npm's `ws` in Node before 22. */
export interface JanusWebSocket {
  send(text: string): void;
  close(): void;
  onopen: ((event: never) => void) | null;
  onmessage: ((event: never) => void) | null;
  onclose: ((event: never) => void) | null;
  onerror: ((event: never) => void) | null;
}
export type CreateJanusWebSocket = (url: string, protocol: string) => JanusWebSocket;

export interface LineEvents {
  message(message: ServerMessage): void;
  /** The other end closed it, or it broke. Not told after `close`. */
  closed(): void;
}

const protocol = 'janus-protocol';

/** One WebSocket connection to a server of the Janus API. */
export class Line {
  readonly #socket: JanusWebSocket;

  private constructor(socket: JanusWebSocket) {
    this.#socket = socket;
  }

  /**
   * @param timeout milliseconds
   * @throws JanusError `disconnected`, `timeout`
   */
  static open(
    url: string,
    create: CreateJanusWebSocket,
    timeout: number,
    events: LineEvents,
    log: Log,
  ): Promise<Line> {
    return new Promise((resolve, reject) => {
      let socket: JanusWebSocket;
      try {
        socket = create(url, protocol);
      } catch (error) {
        reject(new JanusError('disconnected', `no connection to the gateway: ${describe(error)}`));
        return;
      }
      const fail = (error: JanusError): void => {
        clearTimeout(timer);
        silence(socket);
        reject(error);
      };
      const timer = setTimeout(
        () => fail(new JanusError('timeout', `no connection to the gateway in ${timeout} ms`)),
        timeout,
      );
      socket.onerror = () => fail(new JanusError('disconnected', 'no connection to the gateway'));
      socket.onclose = socket.onerror;
      socket.onopen = () => {
        clearTimeout(timer);
        // What an error means is told by the closing that follows it.
        socket.onerror = () => undefined;
        socket.onclose = () => {
          silence(socket);
          events.closed();
        };
        socket.onmessage = ({ data }: { data: unknown }) => {
          const message = parse(data, log);
          if (message !== null) events.message(message);
        };
        resolve(new Line(socket));
      };
    });
  }

  send(request: object): void {
    this.#socket.send(JSON.stringify(request));
  }

  /** Nothing is told from here on; what was sent before still leaves. */
  close(): void {
    silence(this.#socket);
  }
}

function silence(socket: JanusWebSocket): void {
  socket.onopen = null;
  socket.onmessage = null;
  socket.onclose = null;
  // `ws` throws errors that nobody listens to, as one of a connection closed before it opened.
  socket.onerror = () => undefined;
  socket.close();
}

function parse(data: unknown, log: Log): ServerMessage | null {
  const dropped = (reason: string): null => {
    log('warn', 'message of the gateway dropped', { reason });
    return null;
  };
  if (typeof data !== 'string') return dropped('not text');
  if (data.length > longestMessage) return dropped('too long');
  let content: unknown;
  try {
    content = JSON.parse(data);
  } catch {
    return dropped('not JSON');
  }
  const message = ServerMessage.safeParse(content);
  return message.success ? message.data : dropped(message.error.message);
}
