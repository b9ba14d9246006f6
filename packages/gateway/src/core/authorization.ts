import { createHash, timingSafeEqual } from 'node:crypto';
import { ApiError } from './errors.ts';
import type { JsonObject } from './json.ts';

/** Who may use the API; with both set, one of the two suffices. */
export interface AuthorizationOptions {
  /** `api_secret` of Janus; `null`: none is asked for. */
  apiSecret: string | null;
  /** Stored tokens and the plugins that each may attach to (`null`: all); `null`: tokens are not asked for. */
  tokens: ReadonlyMap<string, readonly string[] | null> | null;
}

/** @throws ApiError 403 when the request carries neither the right secret nor a known token */
export function authorize(options: AuthorizationOptions, request: JsonObject): void {
  const { apiSecret, tokens } = options;
  if (apiSecret === null && tokens === null) return;
  if (apiSecret !== null && sameText(request['apisecret'], apiSecret)) return;
  if (tokens !== null && knownToken(tokens, request['token']) !== null) return;
  throw new ApiError('unauthorized', 'Unauthorized request (wrong or missing secret/token)');
}

/** With the right secret alone nothing is asked of the token, as in Janus. */
export function mayAttach(options: AuthorizationOptions, request: JsonObject, plugin: string): boolean {
  const { apiSecret, tokens } = options;
  if (tokens === null || (apiSecret !== null && sameText(request['apisecret'], apiSecret))) return true;
  const token = knownToken(tokens, request['token']);
  if (token === null) return false;
  const plugins = tokens.get(token);
  return plugins === null || plugins?.includes(plugin) === true;
}

function knownToken(tokens: ReadonlyMap<string, unknown>, given: unknown): string | null {
  // Every stored token is compared, so that the time taken tells nothing of which one was nearly right.
  let found: string | null = null;
  for (const token of tokens.keys()) if (sameText(given, token)) found = token;
  return found;
}

/** Digests are of one length, which the comparison needs, and tell nothing about the length of the secret. */
function sameText(given: unknown, expected: string): boolean {
  if (typeof given !== 'string') return false;
  const digest = (text: string) => createHash('sha256').update(text).digest();
  return timingSafeEqual(digest(given), digest(expected));
}
