import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AdminApi } from '../admin/adminApi.ts';
import type { Client } from '../core/client.ts';
import { errorCodes } from '../core/errors.ts';
import {
  failed,
  readRequest,
  replyTo,
  route,
  sendError,
  sendJson,
  type HttpOptions,
} from './httpMessages.ts';

/** Requests of the admin API are alone: there are no events and no sessions. */
const nobody: Client = {
  transport: 'janus.transport.http',
  id: 'admin',
  sessions: 0,
  deliver: () => {},
  gained: () => {},
  lost: () => {},
};

/** Carries the admin API over HTTP, where every request is a POST but for `info`. */
export class AdminHttpTransport {
  readonly #api: AdminApi;
  readonly #options: HttpOptions;

  constructor(api: AdminApi, options: HttpOptions) {
    this.#api = api;
    this.#options = options;
  }

  /** A listener for `request` of a server. */
  readonly listen = (request: IncomingMessage, response: ServerResponse): void => {
    this.#serve(request, response).catch(failed(request, response, this.#options));
  };

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const routed = route(request, response, this.#options);
    if (routed === null) return;
    const isInfo = routed.parts[0] === 'info';
    if (request.method === 'GET') {
      if (isInfo) sendJson(response, this.#api.serverInfo(''));
      else sendError(response, errorCodes.invalidJson, 'Request payload missing');
    } else if (isInfo) {
      sendError(response, errorCodes.transportSpecific, 'Use GET for the info endpoint');
    } else {
      const fields = await readRequest(request, response, this.#options.maxBody, routed.parts);
      if (fields !== null) this.#api.handle(nobody, fields, replyTo(response));
    }
  }
}
