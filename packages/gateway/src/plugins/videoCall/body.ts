import type { JsonObject } from '../../core/json.ts';
import { describe, firstViolation, type Element } from '../../core/validation.ts';

/** Codes of `error_code`. */
export const videoCallErrors = {
  invalidRequest: 472,
  registerFirst: 473,
  invalidElement: 474,
  missingElement: 475,
  usernameTaken: 476,
  alreadyRegistered: 477,
  noSuchUsername: 478,
  useEchoTest: 479,
  alreadyInCall: 480,
  noCall: 481,
  missingSdp: 482,
  invalidSdp: 483,
} as const;

/** A request that is answered by `error_code` and `error`. */
export class VideoCallError extends Error {
  readonly code: number;

  constructor(name: keyof typeof videoCallErrors, text: string) {
    super(text);
    this.name = 'VideoCallError';
    this.code = videoCallErrors[name];
  }
}

/** What `set` asks for; a field is `undefined` when it was not given. */
export interface SetRequest {
  /** Whether what this user sends is passed on. */
  audio?: boolean;
  video?: boolean;
  /** bit/s; 0: no limit. */
  bitrate?: number;
  substream?: number;
  temporal?: number;
  /** Microseconds. */
  fallback?: number;
  /** Whether what this user sends is written to files, and how their names begin. */
  record?: boolean;
  filename?: string;
}

const setElements: readonly Element[] = [
  { name: 'audio', type: 'a boolean' },
  { name: 'video', type: 'a boolean' },
  { name: 'bitrate', type: 'a positive integer' },
  { name: 'record', type: 'a boolean' },
  { name: 'filename', type: 'a string' },
  { name: 'restart', type: 'a boolean' },
];

/** @throws VideoCallError 474, 475 */
export function readText(body: JsonObject, name: string): string {
  checkElements(body, [{ name, type: 'a string', required: true }]);
  return String(body[name]);
}

/** @throws VideoCallError 474 */
export function readSet(body: JsonObject): SetRequest {
  checkElements(body, setElements);
  for (const name of ['substream', 'temporal']) {
    const value = body[name];
    if (value !== undefined && ![0, 1, 2].includes(value as number)) {
      throw new VideoCallError('invalidElement', `Invalid value (${name} should be 0, 1 or 2)`);
    }
  }
  const { fallback } = body;
  if (fallback !== undefined && !(Number.isInteger(fallback) && Number(fallback) >= 0)) {
    throw new VideoCallError('invalidElement', 'Invalid value (fallback should be a positive integer)');
  }
  // The elements have just been checked, so the types are what the interface says.
  return body as SetRequest;
}

function checkElements(body: JsonObject, elements: readonly Element[]): void {
  const violation = firstViolation(body, elements);
  if (violation === null) return;
  const name = violation.problem === 'missing' ? 'missingElement' : 'invalidElement';
  throw new VideoCallError(name, describe(violation));
}
