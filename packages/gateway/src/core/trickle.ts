import type { Candidate } from '@cardea/media';
import { ApiError } from './errors.ts';
import { isObject, type JsonObject } from './json.ts';

/**
 * Candidates of a `trickle` request, not looked into yet: before the offer Janus acknowledges whatever they are.
 * @throws ApiError 454 when both forms are there, 456 when none is
 */
export function candidatesOf(request: JsonObject): unknown {
  const { candidate, candidates } = request;
  if (candidate !== undefined && candidates !== undefined) {
    throw new ApiError('invalidJson', "Can't have both candidate and candidates");
  }
  if (candidate !== undefined) return [candidate];
  if (candidates !== undefined) return candidates;
  throw new ApiError('missingElement', 'Missing mandatory element (candidate|candidates)');
}

/** @throws ApiError 456, 467 at the first one that is wrong */
export function readCandidates(candidates: unknown): Candidate[] {
  if (!Array.isArray(candidates)) throw new ApiError('invalidElementType', 'candidates is not an array');
  return candidates.map(readCandidate);
}

function readCandidate(value: unknown): Candidate {
  // Anything that is no object says that there are no more, as `null` does.
  if (!isObject(value) || value['completed'] === true) return null;
  const { sdpMid, sdpMLineIndex, candidate } = value;
  if (sdpMid === undefined && sdpMLineIndex === undefined) {
    throw new ApiError(
      'missingElement',
      'Trickle error: missing mandatory element (sdpMid or sdpMLineIndex)',
    );
  }
  if (sdpMid !== undefined && typeof sdpMid !== 'string') throw wrongType('sdpMid should be a string');
  if (sdpMLineIndex !== undefined && !isIndex(sdpMLineIndex)) {
    throw wrongType('sdpMLineIndex should be a positive integer');
  }
  if (candidate === undefined) {
    throw new ApiError('missingElement', 'Trickle error: missing mandatory element (candidate)');
  }
  if (typeof candidate !== 'string') throw wrongType('candidate should be a string');
  if (candidate === '') return null;
  return {
    candidate,
    ...(sdpMid === undefined ? {} : { sdpMid }),
    ...(sdpMLineIndex === undefined ? {} : { sdpMLineIndex }),
  };
}

function isIndex(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 0;
}

function wrongType(what: string): ApiError {
  return new ApiError('invalidElementType', `Trickle error: invalid element type (${what})`);
}
