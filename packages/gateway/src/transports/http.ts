import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Api } from '../core/api.ts';
import { ApiError } from '../core/errors.ts';
import type { Events } from '../events/events.ts';
import {
  endWith,
  failed,
  readId,
  readRequest,
  replyTo,
  route,
  sendJson,
  type HttpOptions,
} from './httpMessages.ts';
import { LongPolls } from './longPoll.ts';

/** Carries the API over HTTP: requests by POST, events by long poll. */
export class HttpTransport {
  readonly #api: Api;
  readonly #options: HttpOptions;
  readonly #events: Events;
  readonly #polls = new LongPolls();

  constructor(api: Api, options: HttpOptions, events: Events) {
    this.#api = api;
    this.#options = options;
    this.#events = events;
  }

  /** A listener for `request` of a server. */
  readonly listen = (request: IncomingMessage, response: ServerResponse): void => {
    this.#serve(request, response).catch(failed(request, response, this.#options));
  };

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const routed = route(request, response, this.#options);
    if (routed === null) return;
    this.#tell(request);
    if (request.method === 'GET') this.#get(response, routed.parts, routed.query);
    else if (routed.parts[0] === 'info') endWith(response, 400);
    else {
      const fields = await readRequest(request, response, this.#options.maxBody, routed.parts);
      if (fields !== null) this.#api.handle(this.#polls, fields, replyTo(response));
    }
  }

  #get(response: ServerResponse, [session, handle]: string[], query: URLSearchParams): void {
    if (session === 'info') return sendJson(response, this.#api.serverInfo(''));
    if (session === 'ping') return sendJson(response, { janus: 'pong', transaction: '' });
    const id = readId(session);
    if (id === 0) return endWith(response, 404);
    if (handle !== undefined) {
      response.setHeader('Location', `${this.#options.base}/${id}`);
      return endWith(response, 302);
    }
    try {
      this.#api.authorize({ apisecret: query.get('apisecret'), token: query.get('token') });
    } catch (error) {
      if (error instanceof ApiError) return endWith(response, 403);
      throw error;
    }
    const maxEvents = Math.max(1, Number.parseInt(query.get('maxev') ?? '1', 10) || 1);
    const stop = this.#api.hasSession(id)
      ? this.#polls.poll(id, maxEvents, (body) => sendJson(response, body))
      : null;
    if (stop === null) return endWith(response, 404);
    response.on('close', stop);
    return undefined;
  }

  #tell({ socket }: IncomingMessage): void {
    if (!this.#events.wants('transport')) return;
    const { transport, id } = this.#polls;
    const { remoteAddress: ip, remotePort: port } = socket;
    this.#events.emit(
      'transport',
      {},
      { transport, id, data: { event: 'request', admin_api: false, ip, port } },
    );
  }
}
