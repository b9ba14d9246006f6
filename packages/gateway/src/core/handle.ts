import { MediaError, type MediaConnection, type MediaEngine, type SessionDescription } from '@cardea/media';
import type {
  HandleRecording,
  Plugin,
  PluginEvent,
  PluginHandle,
  PluginMessage,
  PluginSession,
} from '../plugins/plugin.ts';
import { eventSubtypes, type EventType } from '../events/events.ts';
import { connectionInfo } from './connectionInfo.ts';
import { ApiError } from './errors.ts';
import type { JsonObject } from './json.ts';
import { readJsep } from './jsep.ts';
import { linkInfo, type Link } from './link.ts';
import { linkEvents } from './linkEvents.ts';
import { statisticsEvents } from './mediaStatistics.ts';
import type { Recordings } from './recordings.ts';
import { readCandidates } from './trickle.ts';

/** What a handle needs of its session and of the gateway. */
export interface HandleSurroundings {
  engine: MediaEngine;
  /** Sends an event with `janus` and more; the session and the sender are added. */
  send(event: JsonObject): void;
  /** Tells the event handlers about this handle. */
  emit(type: EventType, event: JsonObject, subtype?: number): void;
  now(): number;
  /** An error of a plugin or of the engine that no client can be told. */
  report(error: unknown): void;
  /** `null`: none are kept. */
  recordings: Pick<Recordings, 'fileFor' | 'mostBytes'> | null;
  /** Packets lost in one second from which on a link is told to be slow; 0: never. */
  slowLinkThreshold(): number;
  /** What the client said of itself when it attached. */
  opaqueId?: string;
  token?: string;
  /** For how long candidates wait for their offer, ms. */
  candidatesTimeout: number;
}

/** More candidates than this that wait for an offer are not a browser's. */
const maxWaitingCandidates = 256;
/** A client that does not wait for answers may be this many messages ahead. */
const maxWaitingMessages = 64;

/** A client that begins more recordings than this at one handle fills the folder with files. */
const mostRecordings = 100;

/** More events than this do not wait for an offer or answer to be completed. */
const maxWaitingEvents = 256;

type State = { name: 'without connection' } | { name: 'connected'; link: Link } | { name: 'detached' };

/** One attachment of a session to a plugin, with at most one PeerConnection, which it closes. */
export class Handle implements PluginHandle {
  readonly id: number;
  readonly plugin: Plugin;
  readonly #surroundings: HandleSurroundings;
  readonly #session: PluginSession;
  /** Milliseconds. */
  readonly #created: number;
  #state: State = { name: 'without connection' };
  #waiting: { candidates: unknown; since: number }[] = [];
  #work: Promise<void> = Promise.resolve();
  #messages = 0;
  /** Recordings begun. */
  #recorded = 0;
  #events: Promise<void> = Promise.resolve();
  #waitingEvents = 0;

  constructor(id: number, plugin: Plugin, surroundings: HandleSurroundings) {
    this.id = id;
    this.plugin = plugin;
    this.#surroundings = surroundings;
    this.#created = surroundings.now();
    this.#session = plugin.attach(this);
  }

  connection(): MediaConnection | null {
    return this.#state.name === 'connected' ? this.#state.link.connection : null;
  }

  openConnection(beside?: PluginHandle): MediaConnection {
    if (this.#state.name === 'detached') throw new MediaError('closed', 'The handle is detached.');
    return this.connection() ?? this.#open(beside?.connection() ?? undefined).connection;
  }

  notify(event: JsonObject): void {
    this.#surroundings.emit('plugin', { plugin: this.plugin.about.package, data: event });
  }

  record(section: Parameters<PluginHandle['record']>[0], name: string): HandleRecording | null {
    const { recordings } = this.#surroundings;
    const connection = this.connection();
    if (recordings === null || connection === null || this.#recorded >= mostRecordings) return null;
    this.#recorded++;
    const { file, path } = recordings.fileFor(name);
    const recording = connection.record({ ...section, path, mostBytes: recordings.mostBytes });
    return { file, close: () => recording.close() };
  }

  closeConnection(): void {
    this.connection()?.close('Close PC');
  }

  pushEvent(data: JsonObject, jsep?: SessionDescription): Promise<void> {
    return this.#event(jsep === undefined ? { data } : { data, jsep }, undefined);
  }

  /**
   * A `message`, after those before it. `reply` is called once, before any event that the message causes.
   */
  message(
    body: JsonObject,
    jsep: unknown,
    transaction: string,
    reply: (answer: JsonObject | ApiError) => void,
  ): void {
    if (this.#messages >= maxWaitingMessages) {
      reply(new ApiError('pluginMessage', 'Too many messages wait for this plugin'));
      return;
    }
    this.#messages += 1;
    let replied = false;
    const replyOnce = (answer: JsonObject | ApiError) => {
      if (replied) return;
      replied = true;
      reply(answer);
    };
    this.#work = this.#work
      .then(() => this.#handle(body, jsep, transaction, replyOnce))
      .catch((error: unknown) => {
        if (!(error instanceof ApiError) || replied) this.#surroundings.report(error);
        if (error instanceof ApiError) replyOnce(error);
        else replyOnce(new ApiError('pluginMessage', 'The plugin failed'));
      })
      .finally(() => {
        this.#messages -= 1;
      });
  }

  /** @throws ApiError only once there is an offer: before it Janus takes whatever comes */
  trickle(candidates: unknown): void {
    const state = this.#state;
    if (state.name === 'connected' && state.link.remote !== null) {
      this.#addCandidates(state.link, candidates);
    } else if (this.#waiting.length < maxWaitingCandidates) {
      this.#waiting.push({ candidates, since: this.#surroundings.now() });
    }
  }

  hangup(reason: 'Janus API' | 'Admin API'): void {
    this.connection()?.close(reason);
  }

  /** What the admin API's `handle_info` tells of it. @param now microseconds */
  async info(pluginOnly: boolean, now: number): Promise<JsonObject> {
    const { opaqueId, token } = this.#surroundings;
    const link = this.#state.name === 'connected' ? this.#state.link : null;
    const known = pluginOnly ? null : await answerOf(link?.connection.info());
    return {
      handle_id: this.id,
      ...(opaqueId === undefined ? {} : { opaque_id: opaqueId }),
      ...(token === undefined ? {} : { token }),
      'loop-running': true,
      created: Math.round(this.#created * 1000),
      current_time: Math.round(now),
      plugin: this.plugin.about.package,
      plugin_specific: this.#session.query(),
      ...(pluginOnly ? {} : linkInfo(link)),
      ...(known === null ? {} : connectionInfo(known, now)),
    };
  }

  /** Tells the event handlers how its media fares. */
  async tellStatistics(): Promise<void> {
    const sections = await answerOf(this.connection()?.statistics());
    if (this.#state.name !== 'connected') return;
    for (const event of sections?.flatMap(statisticsEvents) ?? []) {
      this.#surroundings.emit('media', event, eventSubtypes.media.statistics);
    }
  }

  detach(): void {
    if (this.#state.name === 'detached') return;
    const connection = this.connection();
    this.#state = { name: 'detached' };
    connection?.close('Detach');
    this.#session.detach();
    this.#surroundings.send({ janus: 'detached', sender: this.id });
    this.#surroundings.emit('handle', { name: 'detached', plugin: this.plugin.about.package });
  }

  async #handle(
    body: JsonObject,
    jsep: unknown,
    transaction: string,
    reply: (answer: JsonObject) => void,
  ): Promise<void> {
    const message: PluginMessage = { body };
    if (jsep !== undefined) message.jsep = await this.#takeRemote(readJsep(jsep));
    if (this.#state.name === 'detached') throw new ApiError('handleNotFound', 'Handle not found');
    const result = this.#session.handleMessage(message);
    switch (result.kind) {
      case 'refused':
        throw new ApiError('pluginMessage', result.reason);
      case 'now':
        reply({ janus: 'success', sender: this.id, plugindata: this.#pluginData(result.data) });
        return;
      case 'later':
        reply(result.hint === undefined ? { janus: 'ack' } : { janus: 'ack', hint: result.hint });
        await this.#answer(await result.work(), transaction);
    }
  }

  async #takeRemote(description: SessionDescription): Promise<NonNullable<PluginMessage['jsep']>> {
    const isNew = this.#state.name === 'without connection';
    if (isNew && description.type === 'answer') {
      throw new ApiError('unexpectedAnswer', 'Unexpected ANSWER (did we offer?)');
    }
    const link = this.#state.name === 'connected' ? this.#state.link : this.#open();
    try {
      const media = await link.connection.setRemote(description);
      link.isKnown = true;
      this.#surroundings.emit('jsep', { owner: 'remote', jsep: { ...description } });
      const isFirst = link.remote === null;
      link.remote = description;
      if (isFirst) this.#flushCandidates(link);
      return { type: description.type, media };
    } catch (error) {
      if (isNew) link.connection.close('Close PC');
      if (!(error instanceof MediaError)) throw error;
      throw error.code === 'unexpected_answer'
        ? new ApiError('unexpectedAnswer', 'Unexpected ANSWER (did we offer?)')
        : new ApiError('unexpectedAnswer', 'Error processing SDP');
    }
  }

  #open(beside?: MediaConnection): Link {
    const events = linkEvents({
      sender: this.id,
      session: this.#session,
      surroundings: this.#surroundings,
      link: () => link,
      closed: () => {
        if (this.#state.name === 'connected') this.#state = { name: 'without connection' };
        this.#waiting = [];
      },
    });
    const link: Link = {
      connection: this.#surroundings.engine.open(events, beside),
      isKnown: false,
      isUp: false,
      hasTrickled: false,
      remote: null,
      local: null,
    };
    this.#state = { name: 'connected', link };
    return link;
  }

  async #answer(event: PluginEvent, transaction: string): Promise<void> {
    try {
      await this.#event(event, transaction);
    } finally {
      event.afterwards?.();
    }
  }

  /** One after the other, as soon as those before it are completed. */
  #event(event: PluginEvent, transaction: string | undefined): Promise<void> {
    const { data, jsep } = event;
    const isFull = this.#waitingEvents >= maxWaitingEvents;
    if (jsep === undefined && (isFull || this.#waitingEvents === 0)) {
      this.#send(data, transaction);
      return Promise.resolve();
    }
    if (isFull) return Promise.reject(new MediaError('closed', 'Too many events wait for this handle.'));
    this.#waitingEvents += 1;
    const sent = this.#events
      .then(async () => {
        if (jsep === undefined) this.#send(data, transaction);
        else this.#send(data, transaction, { type: jsep.type, sdp: await this.#complete(jsep) });
      })
      .finally(() => {
        this.#waitingEvents -= 1;
      });
    this.#events = sent.catch(() => undefined);
    return sent;
  }

  /** @throws MediaError when there is no connection, or it does not take the description */
  async #complete(jsep: SessionDescription): Promise<string> {
    if (this.#state.name !== 'connected') throw new MediaError('closed', 'There is no PeerConnection.');
    const { link } = this.#state;
    const sdp = await link.connection.setLocal(jsep);
    link.isKnown = true;
    link.local = { type: jsep.type, sdp };
    this.#surroundings.emit('jsep', { owner: 'local', jsep: { type: jsep.type, sdp } });
    return sdp;
  }

  #send(data: JsonObject, transaction: string | undefined, jsep?: SessionDescription): void {
    if (this.#state.name === 'detached') return;
    this.#surroundings.send({
      janus: 'event',
      ...(transaction === undefined ? {} : { transaction }),
      sender: this.id,
      plugindata: this.#pluginData(data),
      ...(jsep === undefined ? {} : { jsep }),
    });
  }

  #pluginData(data: JsonObject): JsonObject {
    return { plugin: this.plugin.about.package, data };
  }

  #flushCandidates(link: Link): void {
    const { now, candidatesTimeout } = this.#surroundings;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const { candidates, since } of waiting) {
      if (now() - since > candidatesTimeout) continue;
      try {
        this.#addCandidates(link, candidates);
      } catch (error) {
        // They were acknowledged long ago, so there is nobody left to tell that they are wrong.
        if (!(error instanceof ApiError)) throw error;
      }
    }
  }

  #addCandidates(link: Link, candidates: unknown): void {
    for (const candidate of readCandidates(candidates)) link.connection.addCandidate(candidate);
    link.hasTrickled = true;
  }
}

/** `null` for a connection that is not there, or not any more. */
async function answerOf<T>(asked: Promise<T> | undefined): Promise<T | null> {
  try {
    return (await asked) ?? null;
  } catch (error) {
    if (error instanceof MediaError && error.code === 'closed') return null;
    throw error;
  }
}
