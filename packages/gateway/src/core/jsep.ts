import type { SessionDescription } from '@cardea/media';
import { ApiError } from './errors.ts';
import { isObject } from './json.ts';
import { firstViolation, type Element } from './validation.ts';

const jsepElements: readonly Element[] = [
  { name: 'type', type: 'a string', required: true },
  { name: 'sdp', type: 'a string', required: true },
  { name: 'trickle', type: 'a boolean' },
  { name: 'rid_order', type: 'a string' },
  { name: 'force_relay', type: 'a boolean' },
  { name: 'e2ee', type: 'a boolean' },
];

/**
 * The `jsep` of a message, checked in Janus' order and with its texts.
 * @throws ApiError 455, 456, 464, 465, 467
 */
export function readJsep(jsep: unknown): SessionDescription {
  if (!isObject(jsep)) throw new ApiError('invalidJsonObject', 'Invalid jsep object');
  const violation = firstViolation(jsep, jsepElements);
  if (violation?.problem === 'missing') {
    throw new ApiError('missingElement', `JSEP error: missing mandatory element (${violation.name})`);
  }
  if (violation !== null) {
    const { name, type } = violation;
    throw new ApiError('invalidElementType', `JSEP error: invalid element type (${name} should be ${type})`);
  }
  const type = String(jsep['type']);
  const kind = type.toLowerCase();
  if (kind !== 'offer' && kind !== 'answer') {
    throw new ApiError('jsepUnknownType', `JSEP error: unknown message type '${type}'`);
  }
  const sdp = String(jsep['sdp']);
  if (!sdp.startsWith('v=')) throw new ApiError('jsepInvalidSdp', "Invalid SDP (doesn't start with v=)");
  if (!/^o=/m.test(sdp) || !/^s=/m.test(sdp) || !/^m=/m.test(sdp)) {
    throw new ApiError('jsepInvalidSdp', 'Missing mandatory lines (o=, s= or m=)');
  }
  return { type: kind, sdp };
}
