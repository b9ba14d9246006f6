import type {
  EventOf,
  Handshake,
  RequestOf,
  ResponseOf,
  SocketEventName,
  SocketRequestName,
} from '@cardea/protocol';
import type { ServerState } from '../api.ts';

/** The line to the server as the other parts see it. The real one is a socket; tests pass one of their own. */
export interface Signalling {
  readonly connection: ServerState['connection'];
  /** Connects and stays connected until `close`. `handshake` is asked again for every attempt. */
  open(handshake: () => Handshake): void;
  /** Closes for good, until the next `open`. Requests under way reject with `unavailable`. */
  close(): void;
  /** Tries again now instead of waiting for the next attempt. */
  reconnect(): void;
  /** Asks whether the line is alive, and begins anew if not: after a change of network. */
  probe(): void;
  /**
   * @throws CardeaError what the server refused with; `unavailable` when there is no connection or no answer in 10 s
   */
  request<N extends SocketRequestName>(name: N, request: RequestOf<N>): Promise<ResponseOf<N>>;
  on<N extends SocketEventName>(name: N, listener: (event: EventOf<N>) => void): () => void;
  onConnection(listener: (connection: ServerState['connection']) => void): () => void;
  /** The server refused the handshake because there is no session. */
  onRefused(listener: () => void): () => void;
}

/** The part of it that most need. */
export type Requests = Pick<Signalling, 'request'>;
