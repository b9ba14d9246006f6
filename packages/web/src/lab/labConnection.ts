import { JanusSession, type JanusSessionState } from '@cardea/client/janus';
import { createStore, type StoreApi } from 'zustand/vanilla';
import { reasonOf } from './reason.ts';
import type { EventLog } from './eventLog.ts';

export interface LabTarget {
  url: string;
  token: (() => string) | null;
  apiSecret: string | null;
  iceServers: RTCIceServer[];
}

export type LabConnectionState =
  /** `forbidden`: the policy of this page does not let it go there. */
  | { status: 'closed'; failure: { reason: string; forbidden: boolean } | null }
  | { status: 'opening'; url: string }
  | { status: 'open' | 'reconnecting'; url: string; session: JanusSession; iceServers: RTCIceServer[] };

/**
 * The session of the page at one server at a time.
 * Closing: owns the session; with it all handles are gone.
 */
export class LabConnection {
  readonly store: StoreApi<LabConnectionState> = createStore<LabConnectionState>(() => ({
    status: 'closed',
    failure: null,
  }));
  readonly #log: EventLog;
  readonly #closing = new AbortController();
  #session: JanusSession | null = null;
  #forbidden = false;

  constructor(log: EventLog) {
    this.#log = log;
    document.addEventListener('securitypolicyviolation', (event) => this.#violated(event), {
      signal: this.#closing.signal,
    });
    // The server would keep the session, and a name in it, for a page that comes back.
    addEventListener('pagehide', () => this.disconnect(), { signal: this.#closing.signal });
  }

  async connect(target: LabTarget): Promise<void> {
    if (this.#session !== null) return;
    const { url, token, apiSecret } = target;
    const session = new JanusSession({
      url,
      createSocket: this.#log.createSocket,
      ...(token !== null && { token }),
      ...(apiSecret !== null && { apiSecret }),
    });
    this.#session = session;
    this.#forbidden = false;
    this.store.setState({ status: 'opening', url }, true);
    session.state.add((state) => this.#follow(session, target, state));
    try {
      await session.open();
    } catch (error) {
      this.#end(session, reasonOf(error));
    }
  }

  disconnect(): void {
    if (this.#session !== null) this.#end(this.#session, null);
  }

  close(): void {
    this.#closing.abort();
    this.disconnect();
  }

  #follow(session: JanusSession, { url, iceServers }: LabTarget, state: JanusSessionState): void {
    switch (state.status) {
      case 'open':
      case 'reconnecting':
        this.store.setState({ status: state.status, url, session, iceServers }, true);
        return;
      case 'lost':
        this.#end(session, state.reason);
        return;
      case 'new':
      case 'opening':
      case 'closed':
    }
  }

  #end(session: JanusSession, reason: string | null): void {
    if (this.#session !== session) return;
    this.#session = null;
    session.close();
    const failure = reason === null ? null : { reason, forbidden: this.#forbidden };
    this.store.setState({ status: 'closed', failure }, true);
  }

  /** Told before or after the socket says that it failed. */
  #violated({ effectiveDirective }: SecurityPolicyViolationEvent): void {
    if (effectiveDirective !== 'connect-src') return;
    this.#forbidden = true;
    const state = this.store.getState();
    if (state.status !== 'closed' || state.failure === null) return;
    this.store.setState({ status: 'closed', failure: { ...state.failure, forbidden: true } }, true);
  }
}
