import { uint16 } from '../rtp/bytes.ts';
import { rtcpType, type RtcpPacket } from './compound.ts';
import { isFeedback } from './feedback.ts';

const transportWideFormat = 15;
/** Octets of base number, count, reference time and feedback count. */
const fixedLength = 8;

export interface TransportFeedback {
  /** Transport-wide sequence number of the first packet. */
  baseSequenceNumber: number;
  /** For each packet from the first on, at most 65535: 0 missing, 1 small delta, 2 large delta (3.1.1). */
  statuses: Uint8Array;
}

/**
 * Which packets arrived, by transport-wide sequence numbers (draft-holmer-rmcat-transport-wide-cc-extensions-01 3.1).
 * @returns null if it is no such feedback, or has fewer statuses than it says
 */
export function readTransportFeedback(compound: Uint8Array, packet: RtcpPacket): TransportFeedback | null {
  const start = packet.body + 8;
  if (!isFeedback(packet, rtcpType.transportFeedback, transportWideFormat)) return null;
  if (start + fixedLength > packet.end) return null;
  const count = uint16(compound, start + 2);
  const chunks = start + fixedLength;
  // Counted before memory is taken for them: a chunk of two octets stands for at most 8191 packets.
  if (Math.floor((packet.end - chunks) / 2) * 0x1fff < count) return null;
  const statuses = new Uint8Array(count);
  let filled = 0;
  for (let at = chunks; filled < count; at += 2) {
    if (at + 2 > packet.end) return null;
    filled = readChunk(uint16(compound, at), statuses, filled);
  }
  return { baseSequenceNumber: uint16(compound, start), statuses };
}

/** Reads one run or vector of statuses (3.1.3, 3.1.4) and returns where the next one begins. */
function readChunk(chunk: number, statuses: Uint8Array, filled: number): number {
  if (chunk < 0x8000) {
    const end = Math.min(statuses.length, filled + (chunk & 0x1fff));
    statuses.fill((chunk >> 13) & 0x03, filled, end);
    return end;
  }
  const bits = (chunk & 0x4000) === 0 ? 1 : 2;
  let at = filled;
  for (let shift = 14 - bits; shift >= 0 && at < statuses.length; shift -= bits) {
    statuses[at] = (chunk >> shift) & (bits === 1 ? 0x01 : 0x03);
    at++;
  }
  return at;
}
