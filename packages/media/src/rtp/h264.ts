import { uint16 } from './bytes.ts';

/** NAL unit types (RFC 6184 1.3, 5.4). */
const sequenceParameterSet = 7;
const stapA = 24;
const fuA = 28;

/**
 * Whether a payload begins a key frame that a new receiver can decode, which means that it holds a sequence parameter
 * set: alone, in a STAP-A, or as the first fragment of an FU-A (RFC 6184 5.6 to 5.8). An IDR slice does not count,
 * because without parameter sets nobody can decode it; browsers send them before each IDR picture.
 */
export function isH264KeyFrameStart(packet: Uint8Array, offset: number, end: number): boolean {
  if (offset >= end) return false;
  const type = (packet[offset] ?? 0) & 0x1f;
  if (type === sequenceParameterSet) return true;
  if (type === fuA) {
    if (offset + 1 >= end) return false;
    const header = packet[offset + 1] ?? 0;
    return (header & 0x80) !== 0 && (header & 0x1f) === sequenceParameterSet;
  }
  return type === stapA && holdsParameterSet(packet, offset + 1, end);
}

function holdsParameterSet(packet: Uint8Array, start: number, end: number): boolean {
  let at = start;
  while (at + 2 < end) {
    const size = uint16(packet, at);
    at += 2;
    if (size === 0 || at + size > end) return false;
    if (((packet[at] ?? 0) & 0x1f) === sequenceParameterSet) return true;
    at += size;
  }
  return false;
}
