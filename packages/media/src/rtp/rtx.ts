import { setUint16, uint16 } from './bytes.ts';
import {
  payloadEnd,
  payloadOffset,
  sequenceNumber,
  setPayloadType,
  setSequenceNumber,
  setSsrc,
} from './rtpPacket.ts';

/** Octets of the original sequence number before the payload (RFC 4588 4). */
const originalNumberLength = 2;

/**
 * Writes the retransmission of a packet (RFC 4588 4): the same header with extensions, then the original sequence
 * number, then the payload without padding.
 * @param into at least two bytes larger than the original, and not overlapping it
 * @returns bytes written, 0 if `into` is too small
 */
export function writeRtx(
  original: Uint8Array,
  into: Uint8Array,
  ssrc: number,
  payloadType: number,
  rtxSequenceNumber: number,
): number {
  const offset = payloadOffset(original);
  const end = payloadEnd(original);
  const length = end + originalNumberLength;
  if (length > into.length) return 0;
  copy(original, 0, offset, into, 0);
  copy(original, offset, end, into, offset + originalNumberLength);
  removePaddingBit(into);
  setUint16(into, offset, sequenceNumber(original));
  setPayloadType(into, payloadType);
  setSequenceNumber(into, rtxSequenceNumber);
  setSsrc(into, ssrc);
  return length;
}

/**
 * Writes the original of a retransmitted packet, without padding.
 * @param rtx a valid RTP packet
 * @param into at least as large; may be the same bytes
 * @returns bytes written; 0 if the payload is too short for an original number, as in packets of padding that probe
 *   for bandwidth, or if `into` is too small
 */
export function readRtx(rtx: Uint8Array, into: Uint8Array, ssrc: number, payloadType: number): number {
  const offset = payloadOffset(rtx);
  const end = payloadEnd(rtx);
  if (end - offset < originalNumberLength) return 0;
  const length = end - originalNumberLength;
  if (length > into.length) return 0;
  const number = uint16(rtx, offset);
  copy(rtx, 0, offset, into, 0);
  copy(rtx, offset + originalNumberLength, end, into, offset);
  removePaddingBit(into);
  setPayloadType(into, payloadType);
  setSequenceNumber(into, number);
  setSsrc(into, ssrc);
  return length;
}

function removePaddingBit(packet: Uint8Array): void {
  packet[0] = (packet[0] ?? 0) & ~0x20;
}

/** Within the same bytes when both are the same, which `copyWithin` and `set` allow to overlap. */
function copy(from: Uint8Array, start: number, end: number, into: Uint8Array, at: number): void {
  if (from === into) into.copyWithin(at, start, end);
  else into.set(from.subarray(start, end), at);
}
