import { createHash, timingSafeEqual } from 'node:crypto';
import { ApiError } from './errors.ts';
import type { JsonObject } from './json.ts';
import type { Tokens } from './tokens.ts';

/** Who may use the API; with both set, one of the two suffices. */
export interface AuthorizationOptions {
  /** `api_secret` of Janus; `null`: none is asked for. */
  apiSecret: string | null;
  /** `null`: tokens are not asked for. */
  tokens: Tokens | null;
}

/** @throws ApiError 403 when the request carries neither the right secret nor a valid token */
export function authorize({ apiSecret, tokens }: AuthorizationOptions, request: JsonObject): void {
  if (apiSecret === null && tokens === null) return;
  if (apiSecret !== null && sameText(request['apisecret'], apiSecret)) return;
  const { token } = request;
  if (tokens !== null && typeof token === 'string' && tokens.isValid(token)) return;
  throw unauthorized();
}

/** With the right secret nothing is asked of the token, as in Janus. */
export function mayAttach(
  { apiSecret, tokens }: AuthorizationOptions,
  request: JsonObject,
  plugin: string,
): boolean {
  if (tokens === null || (apiSecret !== null && sameText(request['apisecret'], apiSecret))) return true;
  const { token } = request;
  return typeof token === 'string' && tokens.mayUse(token, plugin);
}

/** @throws ApiError 403 */
export function authorizeAdmin(secret: string, request: JsonObject): void {
  if (!sameText(request['admin_secret'], secret)) throw unauthorized();
}

function unauthorized(): ApiError {
  return new ApiError('unauthorized', 'Unauthorized request (wrong or missing secret/token)');
}

/** Digests are of one length, which the comparison needs, and tell nothing about the length of the secret. */
function sameText(given: unknown, expected: string): boolean {
  if (typeof given !== 'string') return false;
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
