import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Api } from '../core/api.ts';
import { ApiError, errorCodes } from '../core/errors.ts';
import { isObject, type JsonObject } from '../core/json.ts';
import { LongPolls } from './longPoll.ts';

/** Carries the API over HTTP: requests by POST, events by long poll. */
export class HttpTransport {
  readonly #api: Api;
  readonly #base: string;
  readonly #maxBody: number;
  readonly #polls = new LongPolls();

  /** @param base e.g. `/janus` @param maxBody largest request, bytes */
  constructor(api: Api, base: string, maxBody: number) {
    this.#api = api;
    this.#base = base;
    this.#maxBody = maxBody;
  }

  /** A listener for `request` of a server. */
  readonly listen = (request: IncomingMessage, response: ServerResponse): void => {
    this.#serve(request, response).catch(() => response.destroy());
  };

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    allowOrigins(request, response);
    const url = new URL(request.url ?? '/', 'http://localhost');
    const parts = url.pathname.split('/').filter((part) => part !== '');
    const method = request.method ?? '';
    if (method === 'OPTIONS') endWith(response, 200);
    else if (method !== 'GET' && method !== 'POST') {
      sendError(response, errorCodes.transportSpecific, `Unsupported method ${method}`);
    } else if (`/${parts[0] ?? ''}` !== this.#base || parts.length > 3) endWith(response, 404);
    else if (method === 'POST') await this.#post(request, response, parts.slice(1));
    else this.#get(response, parts.slice(1), url.searchParams);
  }

  async #post(
    request: IncomingMessage,
    response: ServerResponse,
    [session, handle]: string[],
  ): Promise<void> {
    if (session === 'info') return endWith(response, 400);
    const body = await readBody(request, this.#maxBody);
    if (body === null) return endWith(response, 413);
    let fields: unknown;
    try {
      fields = JSON.parse(body);
    } catch (error) {
      return sendError(response, errorCodes.invalidJson, `JSON error: ${String(error)}`);
    }
    if (!isObject(fields)) {
      const isArray = Array.isArray(fields);
      return isArray
        ? sendError(response, errorCodes.invalidJsonObject, 'JSON error: not an object')
        : sendError(response, errorCodes.invalidJson, 'JSON error: an object is expected');
    }
    const withSession = mergeId(fields, 'session_id', session);
    if (withSession === null) return conflict(response, 'session');
    const complete = mergeId(withSession, 'handle_id', handle);
    if (complete === null) return conflict(response, 'handle');
    this.#api.handle(this.#polls, complete, (answer) => sendJson(response, answer));
    return undefined;
  }

  #get(response: ServerResponse, [session, handle]: string[], query: URLSearchParams): void {
    if (session === 'info') return sendJson(response, this.#api.serverInfo(''));
    if (session === 'ping') return sendJson(response, { janus: 'pong', transaction: '' });
    const id = readId(session);
    if (id === 0) return endWith(response, 404);
    if (handle !== undefined) {
      response.setHeader('Location', `${this.#base}/${id}`);
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
}

function allowOrigins({ headers }: IncomingMessage, response: ServerResponse): void {
  response.setHeader('Access-Control-Allow-Origin', '*');
  response.setHeader('Access-Control-Max-Age', '86400');
  const methods = headers['access-control-request-method'];
  const names = headers['access-control-request-headers'];
  if (methods !== undefined) response.setHeader('Access-Control-Allow-Methods', methods);
  if (names !== undefined) response.setHeader('Access-Control-Allow-Headers', names);
}

/** @returns `null` for a body that is too long, of which the rest is not kept */
async function readBody(request: IncomingMessage, maxLength: number): Promise<string | null> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > maxLength) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

/** The id of the path counts where the body has none. @returns `null` when they differ */
function mergeId(fields: JsonObject, name: string, part: string | undefined): JsonObject | null {
  const id = readId(part);
  if (id === 0) return fields;
  const given = fields[name];
  if (typeof given === 'number' && given !== 0 && given !== id) return null;
  return { ...fields, [name]: id };
}

/** 0 for what is no id, as in Janus. */
function readId(part: string | undefined): number {
  return part !== undefined && /^\d{1,16}$/.test(part) ? Number(part) : 0;
}

function conflict(response: ServerResponse, what: string): void {
  sendError(response, errorCodes.invalidPath, `Conflicting ${what} ID (payload and path)`);
}

function sendError(response: ServerResponse, code: number, reason: string): void {
  sendJson(response, { janus: 'error', error: { code, reason } });
}

function sendJson(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}

function endWith(response: ServerResponse, status: number): void {
  response.writeHead(status, { 'Content-Length': 0 }).end();
}
