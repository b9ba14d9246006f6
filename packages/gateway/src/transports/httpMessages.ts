import type { IncomingMessage, ServerResponse } from 'node:http';
import { ApiError, errorCodes } from '../core/errors.ts';
import { isObject, type JsonObject } from '../core/json.ts';

export interface HttpOptions {
  /** e.g. `/janus`. */
  base: string;
  /** Largest request, bytes. */
  maxBody: number;
  /** Pages of this origin may use it; `*`: pages of any. */
  allowOrigin: string;
  /** Is told what went wrong with a request whose client is still there. */
  report: (error: unknown) => void;
}

/** What becomes of a request that could not be served. */
export function failed(request: IncomingMessage, response: ServerResponse, { report }: HttpOptions) {
  return (error: unknown): void => {
    // A client that goes away in the middle of its request is no news.
    if (!request.socket.destroyed) report(error);
    response.destroy();
  };
}

/** A request that gets no answer for this long is given up, ms. */
const answerTime = 10_000;

/** The parts of the path after the base, or `null` when the request was answered already: preflights, wrong methods and paths. */
export function route(
  request: IncomingMessage,
  response: ServerResponse,
  { base, allowOrigin }: HttpOptions,
): { parts: string[]; query: URLSearchParams } | null {
  allowOrigins(request, response, allowOrigin);
  const url = URL.canParse(request.url ?? '/', 'http://localhost')
    ? new URL(request.url ?? '/', 'http://localhost')
    : null;
  const parts = url?.pathname.split('/').filter((part) => part !== '') ?? [];
  const method = request.method ?? '';
  if (method === 'OPTIONS') endWith(response, 200);
  else if (method !== 'GET' && method !== 'POST') {
    sendError(response, errorCodes.transportSpecific, `Unsupported method ${method}`);
  } else if (url === null || `/${parts[0] ?? ''}` !== base || parts.length > 3) endWith(response, 404);
  else return { parts: parts.slice(1), query: url.searchParams };
  return null;
}

function allowOrigins({ headers }: IncomingMessage, response: ServerResponse, origin: string): void {
  response.setHeader('Access-Control-Allow-Origin', origin);
  if (origin !== '*') {
    response.setHeader('Access-Control-Allow-Credentials', 'true');
    response.setHeader('Vary', 'Origin');
  }
  response.setHeader('Access-Control-Max-Age', '86400');
  const methods = headers['access-control-request-method'];
  const names = headers['access-control-request-headers'];
  if (methods !== undefined) response.setHeader('Access-Control-Allow-Methods', methods);
  if (names !== undefined) response.setHeader('Access-Control-Allow-Headers', names);
}

/** The JSON object that was posted, with the ids of the path; `null` when it is not one and that was answered. */
export async function readRequest(
  request: IncomingMessage,
  response: ServerResponse,
  maxBody: number,
  [session, handle]: string[],
): Promise<JsonObject | null> {
  const body = await readBody(request, maxBody);
  if (body === null) {
    endWith(response, 413);
    return null;
  }
  try {
    const fields = readObject(body);
    return mergeId(mergeId(fields, 'session', session), 'handle', handle);
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    sendError(response, error.code, error.message);
    return null;
  }
}

/** Gives the API what answers this request; a request that is not answered in time is dropped. */
export function replyTo(response: ServerResponse): (answer: JsonObject) => void {
  const timer = setTimeout(() => response.destroy(), answerTime);
  response.once('close', () => clearTimeout(timer));
  return (answer) => sendJson(response, answer);
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

/** @throws ApiError 454, 455 */
function readObject(body: string): JsonObject {
  let fields: unknown;
  try {
    fields = JSON.parse(body);
  } catch (error) {
    throw new ApiError('invalidJson', `JSON error: ${String(error)}`);
  }
  if (isObject(fields)) return fields;
  throw Array.isArray(fields)
    ? new ApiError('invalidJsonObject', 'JSON error: not an object')
    : new ApiError('invalidJson', 'JSON error: an object is expected');
}

/** The id of the path counts where the body has none. @throws ApiError 457 when they differ */
function mergeId(fields: JsonObject, what: 'session' | 'handle', part: string | undefined): JsonObject {
  const id = readId(part);
  if (id === 0) return fields;
  const given = fields[`${what}_id`];
  if (typeof given === 'number' && given !== 0 && given !== id) {
    throw new ApiError('invalidPath', `Conflicting ${what} ID (payload and path)`);
  }
  return { ...fields, [`${what}_id`]: id };
}

/** 0 for what is no id, as in Janus. */
export function readId(part: string | undefined): number {
  return part !== undefined && /^\d{1,16}$/.test(part) ? Number(part) : 0;
}

export function sendError(response: ServerResponse, code: number, reason: string): void {
  sendJson(response, { janus: 'error', error: { code, reason } });
}

export function sendJson(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}

export function endWith(response: ServerResponse, status: number): void {
  response.writeHead(status, { 'Content-Length': 0 }).end();
}
