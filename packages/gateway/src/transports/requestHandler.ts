import type { Client } from '../core/client.ts';
import type { JsonObject } from '../core/json.ts';

/** What transports carry: the API, or the admin API. */
export interface RequestHandler {
  /** Answers one request through `reply`, once. */
  handle(client: Client, value: unknown, reply: (answer: JsonObject) => void): void;
  clientGone(client: Client): void;
}
