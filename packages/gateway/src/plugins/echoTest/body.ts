import type { JsonObject } from '../../core/json.ts';
import { describe, firstViolation, type Element } from '../../core/validation.ts';

/** What a message asks for; a field is `undefined` when it was not given. */
export interface EchoBody {
  audio?: boolean;
  video?: boolean;
  /** bit/s; 0: no limit. */
  bitrate?: number;
  substream?: number;
  temporal?: number;
  /** Microseconds. */
  fallback?: number;
  /** Whether what comes is written to files, and how their names begin. */
  record?: boolean;
  filename?: string;
  audiocodec?: string;
  videocodec?: string;
}

const elements: readonly Element[] = [
  { name: 'audio', type: 'a boolean' },
  { name: 'video', type: 'a boolean' },
  { name: 'bitrate', type: 'a positive integer' },
  { name: 'record', type: 'a boolean' },
  { name: 'filename', type: 'a string' },
  { name: 'substream', type: 'a positive integer' },
  { name: 'temporal', type: 'a positive integer' },
  { name: 'fallback', type: 'a positive integer' },
  { name: 'audiocodec', type: 'a string' },
  { name: 'videocodec', type: 'a string' },
  { name: 'videoprofile', type: 'a string' },
  { name: 'opusred', type: 'a boolean' },
  { name: 'min_delay', type: 'an integer' },
  { name: 'max_delay', type: 'an integer' },
];

/** A message with one of these does something even without `jsep`; the audio codec alone does not (Janus 1.1.2). */
const sufficient = [
  ...['audio', 'video', 'bitrate', 'record', 'substream', 'temporal', 'fallback'],
  ...['videocodec', 'videoprofile', 'opusred', 'min_delay', 'max_delay'],
];

/** A text says what is wrong; clients get it with code 413. */
export function readEchoBody(body: JsonObject, withJsep: boolean): EchoBody | string {
  const violation = firstViolation(body, elements);
  if (violation !== null) return describe(violation);
  for (const name of ['substream', 'temporal']) {
    if (Number(body[name] ?? 0) > 2) return `Invalid value (${name} should be 0, 1 or 2)`;
  }
  if (!withJsep && !sufficient.some((name) => body[name] !== undefined)) {
    return 'Message error: no supported attributes found';
  }
  // The elements have just been checked, so the types are what the interface says.
  return body as EchoBody;
}
