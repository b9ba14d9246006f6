import { ServerInfo, type IceConfiguration } from '@cardea/protocol';
import { createStore } from 'zustand/vanilla';
import type { Gateway, ServerApi, ServerState } from '../api.ts';
import { describe, type Log } from '../log.ts';
import { toRtcIceServers } from '../media/connection/iceServers.ts';
import { gatewayUrl } from '../media/gateway/gatewayUrl.ts';
import type { Http } from '../signalling/http.ts';
import type { Signalling } from '../signalling/signalling.ts';

export interface ServerOptions {
  signalling: Signalling;
  http: Http;
  /** Origin of the server. */
  baseUrl: string;
  log: Log;
}

/** What is known of the server: whether it can be reached, what it offers, how its clock stands. */
export class Server implements ServerApi {
  readonly store = createStore<ServerState>(() => ({ connection: 'idle', info: null }));
  readonly #signalling: Signalling;
  readonly #http: Http;
  readonly #log: Log;
  readonly #baseUrl: string;
  readonly #stopListening: (() => void)[];
  #offset = 0;
  #ice: IceConfiguration | null = null;

  constructor({ signalling, http, baseUrl, log }: ServerOptions) {
    this.#signalling = signalling;
    this.#http = http;
    this.#baseUrl = baseUrl;
    this.#log = log;
    this.#stopListening = [
      signalling.onConnection((connection) => {
        // Signed out: what was for somebody is for nobody now.
        if (connection === 'idle') this.#ice = null;
        this.store.setState({ connection });
      }),
      signalling.on('welcome', ({ serverTime, ice }) => {
        this.#offset = serverTime - Date.now();
        this.#ice = ice;
        if (this.store.getState().info === null) void this.#load();
      }),
      signalling.on('ice', ({ ice }) => (this.#ice = ice)),
    ];
    void this.#load();
  }

  reconnect(): void {
    this.#signalling.reconnect();
  }

  clockOffset(): number {
    return this.#offset;
  }

  gateway(): Gateway | null {
    if (this.#ice === null || this.#ice.gateway === null) return null;
    const { iceServers, gateway } = this.#ice;
    return {
      url: gatewayUrl(gateway.url, this.#baseUrl),
      token: gateway.token,
      iceServers: toRtcIceServers(iceServers),
    };
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
