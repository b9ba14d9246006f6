import {
  CardeaError,
  ChangeProfile,
  CreateAccount,
  CreateGuest,
  Session as SessionAnswer,
  SetPassword,
  SignIn,
  type Person,
  type PersonSettings,
} from '@cardea/protocol';
import { createStore } from 'zustand/vanilla';
import type { SessionApi, SessionState } from '../api.ts';
import type { Log } from '../log.ts';
import type { Http } from '../signalling/http.ts';
import type { Signalling } from '../signalling/signalling.ts';

export interface SessionOptions {
  http: Pick<Http, 'request'>;
  signalling: Pick<Signalling, 'request' | 'on' | 'onRefused'>;
  /** Prepares everything for this person, before the state says so. */
  entered(me: Person): Promise<void>;
  /** The person has asked to sign out; the server does not know yet. */
  leaving(): void;
  /** The person is gone, after the state says so. */
  left(): void;
  log: Log;
}

/** Milliseconds between tries while there is no server. */
const retryDelay = 2_000;

/** Who is signed in on this browser. The cookie knows; this asks, and follows what the server tells. */
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
      signalling.on('welcome', ({ me, settings }) => this.#change(me, settings)),
      signalling.on('me:changed', ({ me, settings }) => this.#change(me, settings)),
      signalling.on('session:ended', () => this.#leave('ended')),
      // The cookie may only just have changed (a password set in another tab), so ask before believing.
      signalling.onRefused(() => void this.load()),
    ];
  }

  /** Asks the server who is signed in; again every two seconds while there is no server. */
  async load(): Promise<void> {
    if (this.#retry !== null) clearTimeout(this.#retry);
    this.#retry = null;
    try {
      const answer = await this.#options.http.request('GET', '/api/session', SessionAnswer);
      if (answer.me === null) this.#leave(this.#isSignedIn() ? 'ended' : null);
      else await this.#enter(answer);
    } catch (error) {
      this.#options.log('info', 'no answer to who is signed in', { reason: String(error) });
      if (this.#closed) return;
      if (!this.#isSignedIn()) this.store.setState({ status: 'unreachable' }, true);
      this.#retry = setTimeout(() => void this.load(), retryDelay);
    }
  }

  async enterAsGuest(name: string): Promise<void> {
    await this.#signInBy('/api/guests', check(CreateGuest, { name }));
  }

  async createAccount(name: string, password: string): Promise<void> {
    await this.#signInBy('/api/accounts', check(CreateAccount, { name, password }));
  }

  async signIn(name: string, password: string): Promise<void> {
    await this.#signInBy('/api/session', check(SignIn, { name, password }));
  }

  async signOut(): Promise<void> {
    this.#options.leaving();
    await this.#options.http.request('DELETE', '/api/session', { parse: () => undefined });
    this.#leave(null);
  }

  async setPassword(password: string, current?: string): Promise<void> {
    const body = check(SetPassword, { password, ...(current !== undefined && { current }) });
    await this.#signInBy('/api/me/password', body);
  }

  async rename(name: string): Promise<void> {
    await this.#changeProfile(check(ChangeProfile, { name }));
  }

  async setAvatar(avatar: string | null): Promise<void> {
    await this.#changeProfile(check(ChangeProfile, { avatar }));
  }

  async changeSettings(settings: Partial<PersonSettings>): Promise<void> {
    const answer = await this.#options.signalling.request('settings:set', settings);
    const state = this.store.getState();
    if (state.status === 'signed-in') this.#change(state.me, answer.settings);
  }

  close(): void {
    this.#closed = true;
    if (this.#retry !== null) clearTimeout(this.#retry);
    for (const stop of this.#stopListening) stop();
  }

  #isSignedIn(): boolean {
    return this.store.getState().status === 'signed-in';
  }

  async #signInBy(path: string, body: unknown): Promise<void> {
    await this.#enter(await this.#options.http.request('POST', path, SessionAnswer, body));
  }

  async #changeProfile(body: unknown): Promise<void> {
    const { me, settings } = await this.#options.http.request('PATCH', '/api/me', SessionAnswer, body);
    if (me !== null && settings !== null) this.#change(me, settings);
  }

  async #enter({ me, settings }: SessionAnswer): Promise<void> {
    if (me === null || settings === null)
      throw new CardeaError('server_error', { details: 'a session of nobody' });
    await this.#options.entered(me);
    if (!this.#closed) this.store.setState({ status: 'signed-in', me, settings }, true);
  }

  #change(me: Person, settings: PersonSettings): void {
    if (this.#isSignedIn()) this.store.setState({ status: 'signed-in', me, settings }, true);
  }

  #leave(notice: 'ended' | null): void {
    const was = this.#isSignedIn();
    this.store.setState({ status: 'signed-out', notice }, true);
    if (was) this.#options.left();
  }
}

/** @throws CardeaError `invalid_request` for what the server would refuse anyway */
function check<T>(
  schema: { safeParse(value: T): { success: true } | { success: false; error: Error } },
  value: T,
): T {
  const result = schema.safeParse(value);
  if (!result.success) throw new CardeaError('invalid_request', { details: result.error.message });
  return value;
}
