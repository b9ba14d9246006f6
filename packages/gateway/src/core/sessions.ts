import { randomBytes } from 'node:crypto';
import type { Client } from './client.ts';
import { ApiError } from './errors.ts';
import type { Handle } from './handle.ts';

/** Time as the registry sees it. */
export interface Clock {
  /** Milliseconds. */
  now(): number;
  /** @returns stops it */
  every(milliseconds: number, work: () => void): () => void;
}

export interface SessionTimeouts {
  /** Without a request for this long a session ends, ms; 0: never. The admin API changes it. */
  session: number;
  /** How long a session waits to be claimed when its client has gone, ms; 0: it ends at once. */
  reclaim: number;
}

/** More sessions than this are refused (472); Janus has no limits. */
export interface SessionLimits {
  perClient: number;
  total: number;
}

/** What a client has created: its handles die with it. */
export interface Session {
  readonly id: number;
  readonly handles: Map<number, Handle>;
  owner: { name: 'client'; client: Client } | { name: 'orphan'; since: number };
  lastActivity: number;
  /** Its own time-out, ms; `null`: that of all. */
  timeout: number | null;
}

/** What event handlers are told of a session; `transport` is that of its client. */
export type SessionChange = (
  name: 'created' | 'destroyed' | 'timeout',
  session: Session,
  client: Client | null,
) => void;

/** How often Janus looks for sessions that have timed out. */
const checkInterval = 2000;

/** All sessions; ends those that nobody uses any more. */
export class Sessions {
  readonly #sessions = new Map<number, Session>();
  readonly timeouts: SessionTimeouts;
  /** Otherwise `create` is refused (472). */
  accepting = true;
  readonly #clock: Clock;
  readonly #changed: SessionChange;
  readonly #limits: SessionLimits;
  readonly #stopChecking: () => void;

  constructor(timeouts: SessionTimeouts, limits: SessionLimits, clock: Clock, changed: SessionChange) {
    this.timeouts = { ...timeouts };
    this.#changed = changed;
    this.#limits = limits;
    this.#clock = clock;
    this.#stopChecking = clock.every(checkInterval, () => this.#check());
  }

  /** Comes before authorization in Janus. @throws ApiError 472 */
  checkAccepting(): void {
    if (this.accepting) return;
    throw new ApiError('notAcceptingSessions', 'Currently not accepting new sessions');
  }

  /** @throws ApiError 468 when the wanted id is in use, 472 when there are too many; 0 stands for a random one */
  create(wanted: number, client: Client): Session {
    if (client.sessions >= this.#limits.perClient) {
      throw new ApiError('notAcceptingSessions', 'Too many sessions of one connection');
    }
    if (this.#sessions.size >= this.#limits.total) {
      throw new ApiError('notAcceptingSessions', 'Too many sessions');
    }
    if (this.#sessions.has(wanted)) throw new ApiError('sessionConflict', 'Session ID already in use');
    const id = wanted === 0 ? randomId(this.#sessions) : wanted;
    const owner: Session['owner'] = { name: 'client', client };
    const session: Session = {
      id,
      handles: new Map(),
      owner,
      lastActivity: this.#clock.now(),
      timeout: null,
    };
    this.#sessions.set(id, session);
    client.gained(id);
    this.#changed('created', session, client);
    return session;
  }

  /** A session that is asked for is in use: its time-out begins anew. */
  use(id: number): Session | undefined {
    const session = this.#sessions.get(id);
    if (session !== undefined) session.lastActivity = this.#clock.now();
    return session;
  }

  /** Looks at a session without using it. */
  find(id: number): Session | undefined {
    return this.#sessions.get(id);
  }

  ids(): number[] {
    return [...this.#sessions.keys()];
  }

  claim(session: Session, client: Client): void {
    const { owner } = session;
    if (owner.name === 'client') {
      if (owner.client === client) return;
      owner.client.lost(session.id);
    }
    session.owner = { name: 'client', client };
    client.gained(session.id);
  }

  /** The session ends without a word about its handles, as in Janus. */
  destroy(session: Session): void {
    if (!this.#sessions.delete(session.id)) return;
    const { owner } = session;
    session.owner = { name: 'orphan', since: this.#clock.now() };
    for (const handle of session.handles.values()) handle.detach();
    session.handles.clear();
    const client = owner.name === 'client' ? owner.client : null;
    client?.lost(session.id);
    this.#changed('destroyed', session, client);
  }

  /** The client is gone: its sessions end, or wait to be claimed. */
  clientGone(client: Client): void {
    for (const session of this.#sessions.values()) {
      if (session.owner.name !== 'client' || session.owner.client !== client) continue;
      session.owner = { name: 'orphan', since: this.#clock.now() };
      if (this.timeouts.reclaim === 0) this.destroy(session);
    }
  }

  close(): void {
    this.#stopChecking();
    for (const session of this.#sessions.values()) this.destroy(session);
  }

  #check(): void {
    const now = this.#clock.now();
    const { session: common, reclaim } = this.timeouts;
    for (const session of this.#sessions.values()) {
      const timeout = session.timeout ?? common;
      if (session.owner.name === 'orphan') {
        if (now - session.owner.since >= reclaim) this.destroy(session);
      } else if (timeout > 0 && now - session.lastActivity >= timeout) {
        session.owner.client.deliver(session.id, { janus: 'timeout', session_id: session.id });
        this.#changed('timeout', session, session.owner.client);
        this.destroy(session);
      }
    }
  }
}

/** An id that JavaScript holds exactly (53 bits), not 0 and not in use. */
export function randomId(used: { has(id: number): boolean }): number {
  for (;;) {
    const id = Number(randomBytes(8).readBigUInt64BE() >> 11n);
    if (id !== 0 && !used.has(id)) return id;
  }
}
