import { ServerInfo } from '@cardea/protocol';
import { createStore } from 'zustand/vanilla';
import type { ServerApi, ServerState } from '../api.ts';
import { describe, type Log } from '../log.ts';
import type { Http } from '../signalling/http.ts';
import type { Signalling } from '../signalling/signalling.ts';

/** What is known of the server: whether it can be reached, what it offers, how its clock stands. */
export class Server implements ServerApi {
  readonly store = createStore<ServerState>(() => ({ connection: 'idle', info: null }));
  readonly #signalling: Signalling;
  readonly #http: Http;
  readonly #log: Log;
  readonly #stopListening: (() => void)[];
  #offset = 0;

  constructor(signalling: Signalling, http: Http, log: Log) {
    this.#signalling = signalling;
    this.#http = http;
    this.#log = log;
    this.#stopListening = [
      signalling.onConnection((connection) => this.store.setState({ connection })),
      signalling.on('welcome', ({ serverTime }) => {
        this.#offset = serverTime - Date.now();
        if (this.store.getState().info === null) void this.#load();
      }),
    ];
    void this.#load();
  }

  reconnect(): void {
    this.#signalling.reconnect();
  }

  clockOffset(): number {
    return this.#offset;
  }

  close(): void {
    for (const stop of this.#stopListening) stop();
  }

  async #load(): Promise<void> {
    try {
      this.store.setState({ info: await this.#http.request('GET', '/api/server', ServerInfo) });
    } catch (error) {
      // The next welcome asks again.
      this.#log('debug', 'no word about the server', { reason: describe(error) });
    }
  }
}
