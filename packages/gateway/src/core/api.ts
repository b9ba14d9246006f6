import type { MediaEngine } from '@cardea/media';
import type { Events, EventSubject } from '../events/events.ts';
import type { Plugin } from '../plugins/plugin.ts';
import { authorize, mayAttach, type AuthorizationOptions } from './authorization.ts';
import type { Client } from './client.ts';
import { ApiError } from './errors.ts';
import { Handle, type HandleSurroundings } from './handle.ts';
import { isObject, type JsonObject } from './json.ts';
import { checkElements, errorAnswer, readRequest, unsigned, type Request } from './request.ts';
import type { Recordings } from './recordings.ts';
import type { RuntimeSettings } from './runtimeSettings.ts';
import { randomId, type Clock, type Session, type Sessions } from './sessions.ts';
import { candidatesOf } from './trickle.ts';

export interface ApiOptions {
  authorization: AuthorizationOptions;
  /** For how long candidates wait for their offer, ms. */
  candidatesTimeout: number;
  /** `null`: none are kept. */
  recordings: Pick<Recordings, 'fileFor' | 'mostBytes'> | null;
  /** More handles than this in one session are refused (461); Janus has no limit. */
  maxHandles: number;
  /** Is told errors of plugins and of the engine that no client can be told. */
  report: (error: unknown) => void;
  /** Fields of `server_info` after `janus` and `transaction`. */
  serverInfo(): JsonObject;
}

/** What the API works with; made and closed by whoever makes it. */
export interface ApiParts {
  plugins: ReadonlyMap<string, Plugin>;
  engine: MediaEngine;
  sessions: Sessions;
  events: Events;
  settings: Readonly<RuntimeSettings>;
  clock: Clock;
}

type Reply = (answer: JsonObject) => void;
type HandleReply = (answer: JsonObject | ApiError) => void;

/** The Janus API, whatever it is carried by. */
export class Api {
  readonly #options: ApiOptions;
  readonly #parts: ApiParts;
  readonly #sessions: Sessions;

  constructor(options: ApiOptions, parts: ApiParts) {
    this.#options = options;
    this.#parts = parts;
    this.#sessions = parts.sessions;
  }

  /** Answers one request through `reply`, once, before any event that the request causes. */
  handle(client: Client, value: unknown, reply: Reply): void {
    let request: Request | null = null;
    try {
      request = readRequest(value);
      this.#answer(client, request, reply);
    } catch (error) {
      reply(errorAnswer(error, request));
    }
  }

  clientGone(client: Client): void {
    this.#sessions.clientGone(client);
  }

  /** For a long poll, which is activity too. */
  hasSession(id: number): boolean {
    return this.#sessions.use(id) !== undefined;
  }

  /** @throws ApiError 403 */
  authorize(fields: JsonObject): void {
    authorize(this.#options.authorization, fields);
  }

  serverInfo(transaction: string): JsonObject {
    return { janus: 'server_info', transaction, ...this.#options.serverInfo() };
  }

  #answer(client: Client, request: Request, reply: Reply): void {
    const { sessionId, handleId } = request;
    if (!sessionId && !handleId) this.#answerWithoutSession(client, request, reply);
    else this.#answerInSession(client, request, reply);
  }

  #answerWithoutSession(client: Client, request: Request, reply: Reply): void {
    const { transaction } = request;
    switch (request.verb) {
      case 'ping':
        reply({ janus: 'pong', transaction });
        return;
      case 'info':
        reply(this.serverInfo(transaction));
        return;
      case 'create': {
        this.#sessions.checkAccepting();
        this.authorize(request.fields);
        const { id } = this.#sessions.create(request.wantedId, client);
        reply({ janus: 'success', transaction, data: { id } });
        return;
      }
      default:
        throw unhandled(request);
    }
  }

  #answerInSession(client: Client, request: Request, reply: Reply): void {
    const { sessionId, handleId, transaction } = request;
    if (!sessionId) throw new ApiError('sessionNotFound', 'Invalid session');
    this.authorize(request.fields);
    const session = this.#sessions.use(sessionId);
    if (session === undefined)
      throw new ApiError('sessionNotFound', `No such session ${unsigned(sessionId)}`);
    if (handleId === 0) throw new ApiError('handleNotFound', 'Handle not found');
    const handle = handleId === null ? null : session.handles.get(handleId);
    if (handle === undefined) {
      const ids = `${unsigned(handleId ?? 0)} in session ${sessionId}`;
      throw new ApiError('handleNotFound', `No such handle ${ids}`);
    }
    const complete: HandleReply = (answer) => {
      if (answer instanceof ApiError) reply(errorAnswer(answer, request));
      else {
        const { janus, ...rest } = answer;
        reply({ janus, session_id: session.id, transaction, ...rest });
      }
    };
    switch (request.verb) {
      case 'keepalive':
        complete({ janus: 'ack' });
        return;
      case 'claim':
        this.#sessions.claim(session, client);
        complete({ janus: 'success' });
        return;
      case 'attach':
      case 'destroy':
        if (handle !== null) throw unhandled(request);
        if (request.verb === 'attach') complete(this.#attach(session, request));
        else {
          // The answer comes before the transport hears that the session is over.
          complete({ janus: 'success' });
          this.#sessions.destroy(session);
        }
        return;
      case 'message':
      case 'trickle':
      case 'hangup':
      case 'detach':
        if (handle === null) throw unhandled(request);
        this.#answerOnHandle(session, handle, request, complete);
        return;
      default:
        throw new ApiError('unknownRequest', `Unknown request '${request.verbAsGiven}'`);
    }
  }

  #attach(session: Session, request: Request): JsonObject {
    const { fields } = request;
    checkElements(fields, [
      { name: 'plugin', type: 'a string', required: true },
      { name: 'opaque_id', type: 'a string' },
      { name: 'loop_index', type: 'a positive integer' },
    ]);
    const name = String(fields['plugin']);
    const plugin = this.#parts.plugins.get(name);
    if (plugin === undefined) throw new ApiError('pluginNotFound', `No such plugin '${name}'`);
    if (!mayAttach(this.#options.authorization, fields, name)) {
      throw new ApiError('unauthorizedPlugin', `Provided token can't access plugin '${name}'`);
    }
    const id = randomId(session.handles);
    if (session.handles.size >= this.#options.maxHandles) throw attachFailed(id);
    const send = (event: JsonObject) => {
      if (session.owner.name !== 'client') return;
      const { janus, ...rest } = event;
      session.owner.client.deliver(session.id, { janus, session_id: session.id, ...rest });
    };
    const { engine, clock, settings } = this.#parts;
    const { opaque_id: opaqueId, token } = fields;
    const about = {
      ...(typeof opaqueId === 'string' ? { opaqueId } : {}),
      ...(typeof token === 'string' ? { token } : {}),
    };
    const emit = this.#emitterOf(session.id, id, about.opaqueId);
    try {
      const surroundings = {
        engine,
        send,
        emit,
        ...about,
        now: () => clock.now(),
        report: this.#options.report,
        recordings: this.#options.recordings,
        slowLinkThreshold: () => settings.slowLinkThreshold,
        candidatesTimeout: this.#options.candidatesTimeout,
      };
      session.handles.set(id, new Handle(id, plugin, surroundings));
    } catch (error) {
      throw attachFailed(id, error);
    }
    emit('handle', {
      name: 'attached',
      plugin: name,
      ...(about.opaqueId === undefined ? {} : { opaque_id: about.opaqueId }),
      ...(about.token === undefined ? {} : { token: about.token }),
    });
    return { janus: 'success', data: { id } };
  }

  #emitterOf(sessionId: number, handleId: number, opaqueId: string | undefined): HandleSurroundings['emit'] {
    const subject: EventSubject = {
      sessionId,
      handleId,
      ...(opaqueId === undefined ? {} : { opaqueId }),
    };
    return (type, event, subtype) => this.#parts.events.emit(type, subject, event, subtype);
  }

  #answerOnHandle(session: Session, handle: Handle, request: Request, complete: HandleReply): void {
    const { verb, fields, transaction } = request;
    switch (verb) {
      case 'message': {
        checkElements(fields, [{ name: 'body', type: 'an object', required: true }]);
        const body = fields['body'];
        handle.message(isObject(body) ? body : {}, fields['jsep'], transaction, complete);
        return;
      }
      case 'trickle':
        handle.trickle(candidatesOf(fields));
        complete({ janus: 'ack' });
        return;
      case 'hangup':
        complete({ janus: 'success' });
        handle.hangup('Janus API');
        return;
      case 'detach':
        session.handles.delete(handle.id);
        complete({ janus: 'success' });
        handle.detach();
    }
  }
}

function attachFailed(id: number, cause?: unknown): ApiError {
  const error = new ApiError('pluginAttach', `Couldn't attach to plugin: error '${id}'`);
  error.cause = cause;
  return error;
}

function unhandled(request: Request): ApiError {
  return new ApiError('invalidPath', `Unhandled request '${request.verbAsGiven}' at this path`);
}
