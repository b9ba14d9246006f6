import {
  CardeaError,
  Session as SessionAnswer,
  type Activity,
  type DeviceId,
  type Person,
  type PersonSettings,
} from '@cardea/protocol';
import { createStore } from 'zustand/vanilla';
import type { SessionApi, SessionState } from '../api.ts';
import { describe, type Log } from '../log.ts';
import type { Http } from '../signalling/http.ts';
import type { Signalling } from '../signalling/signalling.ts';

export interface SessionOptions {
  http: Http;
  signalling: Signalling;
  device: DeviceId;
  activity: () => Activity;
  /** Called with the person after signing in and with `null` after signing out, before the store changes. */
  changed: (me: Person | null) => void;
  log: Log;
}

/** Milliseconds between attempts to reach a server that does not answer. */
const retryAfter = 2_000;

/** Who is signed in here. The secret itself is an httpOnly cookie, which no script sees. */
export class Session implements SessionApi {
  readonly store = createStore<SessionState>(() => ({ status: 'loading' }));
  readonly #options: SessionOptions;
  readonly #stopListening: (() => void)[];
  #retry: ReturnType<typeof setTimeout> | null = null;
  #closed = false;

  constructor(options: SessionOptions) {
    this.#options = options;
    const { signalling } = options;
    this.#stopListening = [
      signalling.on('welcome', ({ me, settings }) => this.#update(me, settings)),
      signalling.on('me:changed', ({ me, settings }) => this.#update(me, settings)),
      signalling.on('session:ended', () => this.#signedOut('ended')),
      signalling.onRefused(() => this.#signedOut('ended')),
    ];
    void this.#load();
  }

  enterAsGuest(name: string): Promise<void> {
    return this.#signIn('/api/guests', { name });
  }

  createAccount(name: string, password: string): Promise<void> {
    return this.#signIn('/api/accounts', { name, password });
  }

  signIn(name: string, password: string): Promise<void> {
    return this.#signIn('/api/session', { name, password });
  }

  async signOut(): Promise<void> {
    await this.#options.http.request('DELETE', '/api/session', { parse: () => undefined });
    this.#signedOut(null);
  }

  setPassword(password: string, current?: string): Promise<void> {
    return this.#change('POST', '/api/me/password', { password, ...(current !== undefined && { current }) });
  }

  rename(name: string): Promise<void> {
    return this.#change('PATCH', '/api/me', { name });
  }

  setAvatar(avatar: string | null): Promise<void> {
    return this.#change('PATCH', '/api/me', { avatar });
  }

  async changeSettings(change: Partial<PersonSettings>): Promise<void> {
    const { settings } = await this.#options.signalling.request('settings:set', change);
    const state = this.store.getState();
    if (state.status === 'signed-in') this.#update(state.me, settings);
  }

  close(): void {
    this.#closed = true;
    if (this.#retry !== null) clearTimeout(this.#retry);
    for (const stop of this.#stopListening) stop();
  }

  async #load(): Promise<void> {
    try {
      const { me, settings } = await this.#options.http.request('GET', '/api/session', SessionAnswer);
      if (this.#closed) return;
      if (me === null || settings === null) this.store.setState({ status: 'signed-out', notice: null }, true);
      else this.#signedIn(me, settings);
    } catch (error) {
      if (this.#closed) return;
      this.#options.log('info', 'the server does not answer', { reason: describe(error) });
      this.store.setState({ status: 'unreachable' }, true);
      this.#retry = setTimeout(() => void this.#load(), retryAfter);
    }
  }

  async #signIn(path: string, body: unknown): Promise<void> {
    const { me, settings } = await this.#options.http.request('POST', path, SessionAnswer, body);
    if (me === null || settings === null) throw new CardeaError('server_error', { details: path });
    this.#signedIn(me, settings);
  }

  async #change(method: 'POST' | 'PATCH', path: string, body: unknown): Promise<void> {
    const { me, settings } = await this.#options.http.request(method, path, SessionAnswer, body);
    if (me !== null && settings !== null) this.#update(me, settings);
  }

  #signedIn(me: Person, settings: PersonSettings): void {
    const { signalling, device, activity, changed } = this.#options;
    changed(me);
    this.store.setState({ status: 'signed-in', me, settings }, true);
    signalling.open(() => ({ device, activity: activity() }));
  }

  #update(me: Person, settings: PersonSettings): void {
    if (this.store.getState().status !== 'signed-in') return;
    this.store.setState({ status: 'signed-in', me, settings }, true);
  }

  #signedOut(notice: 'ended' | null): void {
    if (this.store.getState().status !== 'signed-in') return;
    this.#options.signalling.close();
    this.#options.changed(null);
    this.store.setState({ status: 'signed-out', notice }, true);
  }
}
