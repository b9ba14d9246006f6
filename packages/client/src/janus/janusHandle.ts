import { Listeners } from '../listeners.ts';
import { describe, type Log } from '../log.ts';
import { JanusError } from './janusError.ts';
import type { HandleMessage, Jsep, MessageOf, PluginData, ServerMessage } from './messages.ts';

/** What a plugin answers, or says by itself. */
export interface PluginMessage {
  data: PluginData['data'];
  jsep: Jsep | null;
}

/** A candidate for the server, `null` when there are no more. */
export type JanusCandidate = {
  candidate: string;
  sdpMid: string | null;
  sdpMLineIndex: number | null;
} | null;

/** What a handle asks of its session. */
export interface HandleSession {
  request<T>(
    verb: string,
    fields: Readonly<Record<string, unknown>>,
    take: (message: ServerMessage) => T | undefined,
  ): Promise<T>;
  forget(handle: number): void;
  log: Log;
}

/** A browser gathers a few dozen. */
const mostHeldCandidates = 100;

/**
 * An attachment of a session to one plugin, with at most one PeerConnection at the other end.
 * Closing: whoever attached it detaches it; a session that ends takes its handles with it (`detached` is told).
 */
export class JanusHandle {
  readonly id: number;
  readonly plugin: string;
  /** The plugin says something that nobody asked for. */
  readonly pushed = new Listeners<PluginMessage>();
  /** ICE and DTLS are done. */
  readonly webrtcUp = new Listeners<MessageOf<'webrtcup'>>();
  readonly media = new Listeners<MessageOf<'media'>>();
  readonly slowLink = new Listeners<MessageOf<'slowlink'>>();
  /** A candidate of the server, where it trickles. */
  readonly trickled = new Listeners<MessageOf<'trickle'>['candidate']>();
  /** The PeerConnection is gone, with Janus' reason. */
  readonly hungUp = new Listeners<string>();
  /** The handle is of no use any more. */
  readonly detached = new Listeners<void>();
  readonly #session: HandleSession;
  #isDetached = false;
  /** Candidates before the description they belong to; `null` once that is sent. */
  #held: JanusCandidate[] | null = [];

  constructor(id: number, plugin: string, session: HandleSession) {
    this.id = id;
    this.plugin = plugin;
    this.#session = session;
  }

  get isDetached(): boolean {
    return this.#isDetached;
  }

  /**
   * Sends the plugin a message, and waits for its answer, whether that comes at once or as an event.
   * @throws JanusError `plugin` with its code when it refuses; `core`, `timeout`, `disconnected`, `closed`
   */
  async message(body: object, jsep: Jsep | null = null): Promise<PluginMessage> {
    const fields = { body, ...(jsep !== null && { jsep }) };
    const answer = this.#request('message', fields, (message) => {
      if (message.janus === 'event') {
        return { data: message.plugindata.data, jsep: message.jsep ?? null };
      }
      if (message.janus !== 'success') return undefined;
      return { data: message.plugindata?.data ?? {}, jsep: null };
    });
    if (jsep !== null) this.#releaseCandidates();
    const { data, jsep: answered } = await answer;
    const { error_code: code, error } = data;
    if (typeof code === 'number') throw new JanusError('plugin', String(error), code);
    return { data, jsep: answered };
  }

  /** Candidates before the first description are held until it is sent. A lost one is logged, as ICE has others. */
  trickle(candidate: JanusCandidate): void {
    if (this.#held === null) void this.#sendCandidate(candidate);
    else if (this.#held.length < mostHeldCandidates) this.#held.push(candidate);
  }

  /** Closes the PeerConnection at the other end and keeps the handle. */
  async hangup(): Promise<void> {
    this.#held = [];
    await this.#request('hangup', {}, done);
  }

  /** Nothing is told from here on. */
  async detach(): Promise<void> {
    if (this.#isDetached) return;
    this.#isDetached = true;
    this.#silence();
    this.#session.forget(this.id);
    await this.#session.request('detach', { handle_id: this.id }, done);
  }

  /** For the session: a message about this handle. */
  receive(message: HandleMessage): void {
    switch (message.janus) {
      case 'event':
        this.pushed.emit({ data: message.plugindata.data, jsep: message.jsep ?? null });
        return;
      case 'webrtcup':
        this.webrtcUp.emit(message);
        return;
      case 'media':
        this.media.emit(message);
        return;
      case 'slowlink':
        this.slowLink.emit(message);
        return;
      case 'trickle':
        this.trickled.emit(message.candidate);
        return;
      case 'hangup':
        this.#held = [];
        this.hungUp.emit(message.reason ?? '');
        return;
      case 'detached':
        this.end();
        return;
      case 'ice-failed':
        // The browser sees the same, and its connection state says so.
        this.#session.log('debug', 'the gateway lost ICE', { handle: this.id });
    }
  }

  /** For the session: the handle is gone at the other end. */
  end(): void {
    if (this.#isDetached) return;
    this.#isDetached = true;
    this.#session.forget(this.id);
    this.detached.emit();
    this.#silence();
  }

  #request<T>(
    verb: string,
    fields: Readonly<Record<string, unknown>>,
    take: (message: ServerMessage) => T | undefined,
  ): Promise<T> {
    if (this.#isDetached) return Promise.reject(new JanusError('closed', 'the handle is detached'));
    return this.#session.request(verb, { ...fields, handle_id: this.id }, take);
  }

  #releaseCandidates(): void {
    const held = this.#held ?? [];
    this.#held = null;
    for (const candidate of held) void this.#sendCandidate(candidate);
  }

  async #sendCandidate(candidate: JanusCandidate): Promise<void> {
    const inJanus =
      candidate === null
        ? { completed: true }
        : {
            candidate: candidate.candidate,
            ...(candidate.sdpMid !== null && { sdpMid: candidate.sdpMid }),
            ...(candidate.sdpMLineIndex !== null && { sdpMLineIndex: candidate.sdpMLineIndex }),
          };
    try {
      await this.#request('trickle', { candidate: inJanus }, done);
    } catch (error) {
      this.#session.log('debug', 'candidate not taken by the gateway', { reason: describe(error) });
    }
  }

  #silence(): void {
    for (const listeners of [this.pushed, this.webrtcUp, this.media, this.slowLink]) listeners.clear();
    for (const listeners of [this.trickled, this.hungUp, this.detached]) listeners.clear();
  }
}

function done(message: ServerMessage): true | undefined {
  return message.janus === 'ack' || message.janus === 'success' ? true : undefined;
}
