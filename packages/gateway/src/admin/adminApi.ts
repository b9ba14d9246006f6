import { authorizeAdmin } from '../core/authorization.ts';
import type { Client } from '../core/client.ts';
import { ApiError } from '../core/errors.ts';
import type { Handle } from '../core/handle.ts';
import type { JsonObject } from '../core/json.ts';
import { errorAnswer, readRequest, unsigned, type Request } from '../core/request.ts';
import type { RuntimeSettings } from '../core/runtimeSettings.ts';
import type { Session, Sessions } from '../core/sessions.ts';
import type { Tokens } from '../core/tokens.ts';
import type { Events } from '../events/events.ts';
import type { Plugin } from '../plugins/plugin.ts';
import { handleRequests } from './handleRequests.ts';
import { networkRequests } from './networkRequests.ts';
import { partRequests } from './partRequests.ts';
import { sessionRequests } from './sessionRequests.ts';
import { settingRequests } from './settingRequests.ts';
import { tokenRequests } from './tokenRequests.ts';

/** What an operator may look at and change. */
export interface AdminContext {
  secret: string;
  sessions: Sessions;
  settings: RuntimeSettings;
  /** Of the API; `null`: none are asked for. */
  tokens: Tokens | null;
  plugins: ReadonlyMap<string, Plugin>;
  /** Connections of each transport that counts them, by its package. */
  transports: ReadonlyMap<string, (() => number) | null>;
  events: Events;
  candidatesTimeout: number;
  serverInfo(): JsonObject;
  /** Microseconds of the clock by which handles tell their age. */
  now(): number;
  log(line: string): void;
}

/** Fields of a `success`; those of a request on a session have its id unless told. */
export type AdminAnswer = JsonObject;

export type ServerRequest = (context: AdminContext, fields: JsonObject) => AdminAnswer | Promise<AdminAnswer>;
export type SessionRequest = (context: AdminContext, fields: JsonObject, session: Session) => AdminAnswer;
export type HandleRequest = (
  context: AdminContext,
  fields: JsonObject,
  session: Session,
  handle: Handle,
) => AdminAnswer | Promise<AdminAnswer>;

const serverRequests: Readonly<Record<string, ServerRequest>> = {
  ...settingRequests,
  ...partRequests,
  ...tokenRequests,
  ...networkRequests,
};

/** The Admin API, whatever it is carried by. It has no sessions of its own. */
export class AdminApi {
  readonly #context: AdminContext;

  constructor(context: AdminContext) {
    this.#context = context;
  }

  /** Answers through `reply`, once. */
  handle(_client: Client, value: unknown, reply: (answer: JsonObject) => void): void {
    void this.#answer(value).then(reply);
  }

  clientGone(): void {}

  /** For GET, which needs no secret. */
  serverInfo(transaction: string): JsonObject {
    return { janus: 'server_info', transaction, ...this.#context.serverInfo() };
  }

  async #answer(value: unknown): Promise<JsonObject> {
    let request: Request | null = null;
    try {
      request = readRequest(value);
      return await this.#work(request);
    } catch (error) {
      return errorAnswer(error, request);
    }
  }

  async #work(request: Request): Promise<JsonObject> {
    const { sessionId, handleId, transaction, verb, fields } = request;
    if (!sessionId && !handleId) {
      if (verb === 'ping') return { janus: 'pong', transaction };
      if (verb === 'info') return this.serverInfo(transaction);
    }
    const context = this.#context;
    authorizeAdmin(context.secret, fields);
    if (!sessionId && !handleId) {
      const answer = await requestIn(serverRequests, request)(context, fields);
      return { janus: 'success', transaction, ...answer };
    }
    if (!sessionId) throw new ApiError('sessionNotFound', 'Session not found');
    const session = context.sessions.find(sessionId);
    if (session === undefined) {
      throw new ApiError('sessionNotFound', `No such session ${unsigned(sessionId)}`);
    }
    const success = { janus: 'success', session_id: sessionId, transaction };
    if (!handleId) return { ...success, ...requestIn(sessionRequests, request)(context, fields, session) };
    const handle = session.handles.get(handleId);
    if (handle === undefined) {
      const ids = `${unsigned(handleId)} in session ${sessionId}`;
      throw new ApiError('handleNotFound', `No such handle ${ids}`);
    }
    return { ...success, ...(await requestIn(handleRequests, request)(context, fields, session, handle)) };
  }
}

/** @throws ApiError 457 for a verb that is not one of this level */
function requestIn<T>(requests: Readonly<Record<string, T>>, { verb, verbAsGiven }: Request): T {
  const found = Object.hasOwn(requests, verb) ? requests[verb] : undefined;
  if (found !== undefined) return found;
  throw new ApiError('invalidPath', `Unhandled request '${verbAsGiven}' at this path`);
}
