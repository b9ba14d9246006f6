import type { JsonObject } from './json.ts';

/** The connection of a transport that a session belongs to. Told nothing more about a session once it is over. */
export interface Client {
  /** e.g. `janus.transport.websockets`. */
  readonly transport: string;
  /** Of this connection, for event handlers. */
  readonly id: string;
  /** How many sessions it has. */
  readonly sessions: number;
  /** An event of a session of this client. */
  deliver(sessionId: number, event: JsonObject): void;
  /** The session is this client's from now on: it was created or claimed through it. */
  gained(sessionId: number): void;
  /** The session was destroyed, has timed out, or was claimed by another client. */
  lost(sessionId: number): void;
}
