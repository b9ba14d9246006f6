import { MediaError, type MediaConnection, type MediaEngine, type SessionDescription } from '@cardea/media';
import type { Plugin, PluginEvent, PluginHandle, PluginMessage, PluginSession } from '../plugins/plugin.ts';
import { ApiError } from './errors.ts';
import type { JsonObject } from './json.ts';
import { readJsep } from './jsep.ts';
import { readCandidates } from './trickle.ts';

/** What a handle needs of its session and of the gateway. */
export interface HandleSurroundings {
  engine: MediaEngine;
  /** Sends an event with `janus` and more; the session and the sender are added. */
  send(event: JsonObject): void;
  now(): number;
  /** For how long candidates wait for their offer, ms. */
  candidatesTimeout: number;
}

/** More candidates than this that wait for an offer are not a browser's. */
const maxWaitingCandidates = 256;
/** A client that does not wait for answers may be this many messages ahead. */
const maxWaitingMessages = 64;

type State =
  | { name: 'without connection' }
  | { name: 'connected'; connection: MediaConnection; described: boolean }
  | { name: 'detached' };

/** One attachment of a session to a plugin, with at most one PeerConnection, which it closes. */
export class Handle implements PluginHandle {
  readonly id: number;
  readonly plugin: Plugin;
  readonly #surroundings: HandleSurroundings;
  readonly #session: PluginSession;
  #state: State = { name: 'without connection' };
  #waiting: { candidates: unknown; since: number }[] = [];
  #work: Promise<void> = Promise.resolve();
  #messages = 0;

  constructor(id: number, plugin: Plugin, surroundings: HandleSurroundings) {
    this.id = id;
    this.plugin = plugin;
    this.#surroundings = surroundings;
    this.#session = plugin.attach(this);
  }

  connection(): MediaConnection | null {
    return this.#state.name === 'connected' ? this.#state.connection : null;
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
        if (error instanceof ApiError) replyOnce(error);
        else replyOnce(new ApiError('pluginMessage', `The plugin failed: ${String(error)}`));
      })
      .finally(() => {
        this.#messages -= 1;
      });
  }

  /** @throws ApiError only once there is an offer: before it Janus takes whatever comes */
  trickle(candidates: unknown): void {
    const state = this.#state;
    if (state.name === 'connected' && state.described) this.#addCandidates(state.connection, candidates);
    else if (this.#waiting.length < maxWaitingCandidates) {
      this.#waiting.push({ candidates, since: this.#surroundings.now() });
    }
  }

  hangup(): void {
    this.connection()?.close('Janus API');
  }

  detach(): void {
    if (this.#state.name === 'detached') return;
    this.connection()?.close('Detach');
    this.#state = { name: 'detached' };
    this.#session.detach();
    this.#surroundings.send({ janus: 'detached', sender: this.id });
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
        await this.#event(await result.work(), transaction);
    }
  }

  async #takeRemote(description: SessionDescription): Promise<NonNullable<PluginMessage['jsep']>> {
    const isNew = this.#state.name === 'without connection';
    if (isNew && description.type === 'answer') {
      throw new ApiError('unexpectedAnswer', 'Unexpected ANSWER (did we offer?)');
    }
    const connection = this.connection() ?? this.#open();
    try {
      const media = await connection.setRemote(description);
      if (this.#state.name === 'connected' && this.#state.connection === connection) {
        this.#state = { name: 'connected', connection, described: true };
        this.#flushCandidates(connection);
      }
      return { type: description.type, media };
    } catch (error) {
      if (isNew) connection.close('Close PC');
      if (!(error instanceof MediaError)) throw error;
      throw error.code === 'unexpected_answer'
        ? new ApiError('unexpectedAnswer', 'Unexpected ANSWER (did we offer?)')
        : new ApiError('unexpectedAnswer', 'Error processing SDP');
    }
  }

  #open(): MediaConnection {
    const { engine, send } = this.#surroundings;
    const sender = this.id;
    const session = this.#session;
    const connection = engine.open({
      up: () => {
        send({ janus: 'webrtcup', sender });
        session.up?.();
      },
      media: ({ mid, kind, substream, receiving, seconds }) =>
        send({
          janus: 'media',
          sender,
          mid,
          type: kind,
          ...(substream === undefined ? {} : { substream }),
          receiving,
          ...(seconds === undefined ? {} : { seconds }),
        }),
      slowLink: (change) => {
        const { mid, kind, uplink, lost } = change;
        send({ janus: 'slowlink', sender, mid, media: kind, uplink, lost });
        session.slowLink?.(change);
      },
      layers: (change) => session.layers?.(change),
      data: (message) => session.data?.(message),
      closed: (reason) => {
        // An offer that was refused leaves nothing that a client or the plugin has heard of.
        const told = this.#state.name === 'connected' && this.#state.described;
        if (this.#state.name === 'connected') this.#state = { name: 'without connection' };
        this.#waiting = [];
        if (!told) return;
        send({ janus: 'hangup', sender, reason });
        session.hangup?.(reason);
      },
    });
    this.#state = { name: 'connected', connection, described: false };
    return connection;
  }

  async #event({ data, jsep }: PluginEvent, transaction: string | undefined): Promise<void> {
    const connection = this.connection();
    const sdp = jsep === undefined || connection === null ? null : await connection.setLocal(jsep);
    if (this.#state.name === 'detached') return;
    this.#surroundings.send({
      janus: 'event',
      ...(transaction === undefined ? {} : { transaction }),
      sender: this.id,
      plugindata: this.#pluginData(data),
      ...(jsep === undefined || sdp === null ? {} : { jsep: { type: jsep.type, sdp } }),
    });
  }

  #pluginData(data: JsonObject): JsonObject {
    return { plugin: this.plugin.about.package, data };
  }

  #flushCandidates(connection: MediaConnection): void {
    const { now, candidatesTimeout } = this.#surroundings;
    const waiting = this.#waiting;
    this.#waiting = [];
    for (const { candidates, since } of waiting) {
      if (now() - since > candidatesTimeout) continue;
      try {
        this.#addCandidates(connection, candidates);
      } catch (error) {
        // They were acknowledged long ago, so there is nobody left to tell that they are wrong.
        if (!(error instanceof ApiError)) throw error;
      }
    }
  }

  #addCandidates(connection: MediaConnection, candidates: unknown): void {
    for (const candidate of readCandidates(candidates)) connection.addCandidate(candidate);
  }
}
