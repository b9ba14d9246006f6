import { setUint32, uint24, uint32 } from '../rtp/bytes.ts';
import { rtcpType, type RtcpPacket } from './compound.ts';
import { isFeedback, writeFeedback } from './feedback.ts';

/** Application-layer feedback (RFC 4585 6.4), told apart by its first word, the letters REMB. */
const applicationFormat = 15;
const identifier = 0x52_45_4d_42;
/** 18 bits. */
const mostMantissa = 0x3_ffff;

export interface Remb {
  /** What may be sent on all these streams together, bit/s. */
  bitrate: number;
  ssrcs: number[];
}

/** A receiver's estimate of the maximum bitrate (draft-alvestrand-rmcat-remb-03 2.2); null if it is none. */
export function readRemb(compound: Uint8Array, packet: RtcpPacket): Remb | null {
  const at = packet.body + 8;
  if (!isFeedback(packet, rtcpType.payloadFeedback, applicationFormat) || at + 8 > packet.end) return null;
  const count = compound[at + 4] ?? 0;
  if (uint32(compound, at) !== identifier || at + 8 + 4 * count > packet.end) return null;
  const exponent = (compound[at + 5] ?? 0) >> 2;
  const mantissa = uint24(compound, at + 5) & mostMantissa;
  return {
    // Up to 2^81, which a number holds; shifting would lose bits above 2^32.
    bitrate: mantissa * 2 ** exponent,
    ssrcs: Array.from({ length: count }, (_, index) => uint32(compound, at + 8 + 4 * index)),
  };
}

/**
 * Writes a REMB (20 octets and 4 for each stream) and returns its end.
 * @param bitrate bit/s; rounded down to 18 significant bits, so that the other end never sends more
 * @param ssrcs at most 255
 */
export function writeRemb(
  into: Uint8Array,
  start: number,
  senderSsrc: number,
  bitrate: number,
  ssrcs: readonly number[],
): number {
  const streams = ssrcs.slice(0, 255);
  let exponent = 0;
  let mantissa = Math.floor(bitrate);
  while (mantissa > mostMantissa) {
    mantissa = Math.floor(mantissa / 2);
    exponent++;
  }
  setUint32(into, start + 12, identifier);
  setUint32(into, start + 16, ((streams.length << 24) | (exponent << 18) | mantissa) >>> 0);
  streams.forEach((ssrc, index) => setUint32(into, start + 20 + 4 * index, ssrc));
  const end = start + 20 + 4 * streams.length;
  return writeFeedback(into, start, end, rtcpType.payloadFeedback, applicationFormat, senderSsrc, 0);
}
