import { ApiError } from './errors.ts';
import { isObject, type JsonObject } from './json.ts';
import { describe, firstViolation, type Element } from './validation.ts';

/** A request with what all requests have. Ids are `null` when they were not given. */
export interface Request {
  /** Verbs are compared in lower case; texts quote them as they came. */
  verb: string;
  verbAsGiven: string;
  transaction: string;
  sessionId: number | null;
  handleId: number | null;
  /** The session that `create` asks for; 0: any. */
  wantedId: number;
  fields: JsonObject;
}

const requestElements: readonly Element[] = [
  { name: 'transaction', type: 'a string', required: true },
  { name: 'janus', type: 'a string', required: true },
  { name: 'id', type: 'a positive integer' },
];

/** @throws ApiError 456, 467 */
export function readRequest(value: unknown): Request {
  const fields = isObject(value) ? value : {};
  checkElements(fields, requestElements);
  const verbAsGiven = String(fields['janus']);
  return {
    verb: verbAsGiven.toLowerCase(),
    verbAsGiven,
    transaction: String(fields['transaction']),
    sessionId: idIn(fields, 'session_id'),
    handleId: idIn(fields, 'handle_id'),
    wantedId: Number(fields['id'] ?? 0),
    fields,
  };
}

/** @throws ApiError 456, 467 */
export function checkElements(fields: JsonObject, elements: readonly Element[]): void {
  const violation = firstViolation(fields, elements);
  if (violation === null) return;
  const name = violation.problem === 'missing' ? 'missingElement' : 'invalidElementType';
  throw new ApiError(name, describe(violation));
}

/** What is there but no integer counts as 0, which no session and no handle has. */
function idIn(fields: JsonObject, name: string): number | null {
  const id = fields[name];
  if (id === undefined) return null;
  return typeof id === 'number' && Number.isInteger(id) ? id : 0;
}

/** Janus reads ids as unsigned 64-bit numbers, and says so in its texts. */
export function unsigned(id: number): string {
  return BigInt.asUintN(64, BigInt(id)).toString();
}

/** A request that could not be read is answered without its ids and its transaction, as by Janus. */
export function errorAnswer(error: unknown, request: Request | null): JsonObject {
  const known = error instanceof ApiError ? error : new ApiError('unknown', 'Unknown error');
  // A wanted id in use is told as if it were the session's.
  const sessionId = request === null ? 0 : request.sessionId || (known.code === 468 ? request.wantedId : 0);
  return {
    janus: 'error',
    ...(sessionId ? { session_id: sessionId } : {}),
    ...(request === null ? {} : { transaction: request.transaction }),
    error: { code: known.code, reason: known.message },
  };
}
