import type { JsonObject } from '../core/json.ts';

/** What transports and event handlers of Janus answer to a query: `result` 200 with what was asked for, or an error of their own. */
export function partAnswer(
  fields: JsonObject,
  requests: Readonly<Record<string, (fields: JsonObject) => JsonObject>>,
): JsonObject {
  const { request } = fields;
  if (request === undefined) return { error_code: 412, error: 'Missing mandatory element (request)' };
  if (typeof request !== 'string') {
    return { error_code: 413, error: 'Invalid element type (request should be a string)' };
  }
  const name = request.toLowerCase();
  const answer = Object.hasOwn(requests, name) ? requests[name] : undefined;
  if (answer === undefined) return { error_code: 411, error: `Unknown request '${request}'` };
  return { result: 200, ...answer(fields) };
}
