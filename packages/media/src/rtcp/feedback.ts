import { setUint16, setUint32, uint16, uint32 } from '../rtp/bytes.ts';
import { rtcpType, writeHeader, type RtcpPacket } from './compound.ts';

/** Formats of transport-layer (205) and payload-specific (206) feedback (RFC 4585 6.2, 6.3, RFC 5104 4.3). */
const nackFormat = 1;
const pliFormat = 1;
const firFormat = 4;
/** Octets: common header, SSRC of the sender, SSRC of the media. */
const headLength = 12;
/** Numbers asked for in one packet; more is no honest receiver. */
const mostNacked = 1_024;

/**
 * The sequence numbers of a generic NACK (RFC 4585 6.2.1): each PID and what its bitmask BLP adds, in that order.
 * @returns at most 1024 numbers; empty if it is no NACK
 */
export function readNack(compound: Uint8Array, packet: RtcpPacket): number[] {
  const numbers: number[] = [];
  if (!isFeedback(packet, rtcpType.transportFeedback, nackFormat)) return numbers;
  for (let at = packet.body + 8; at + 4 <= packet.end; at += 4) {
    const pid = uint16(compound, at);
    const blp = uint16(compound, at + 2);
    for (let bit = -1; bit < 16; bit++) {
      if (bit >= 0 && (blp & (1 << bit)) === 0) continue;
      if (numbers.length === mostNacked) return numbers;
      numbers.push((pid + bit + 1) & 0xffff);
    }
  }
  return numbers;
}

/**
 * Writes a generic NACK, up to 12 octets and 4 for each number.
 * @param numbers in the order of the stream, so that neighbours share a bitmask
 * @param count how many of them to take, at least one
 * @returns its end
 */
export function writeNack(
  into: Uint8Array,
  start: number,
  senderSsrc: number,
  mediaSsrc: number,
  numbers: ArrayLike<number>,
  count = numbers.length,
): number {
  let at = start + headLength;
  let index = 0;
  while (index < count) {
    const pid = numbers[index] ?? 0;
    let blp = 0;
    for (index++; index < count; index++) {
      const distance = ((numbers[index] ?? 0) - pid) & 0xffff;
      if (distance < 1 || distance > 16) break;
      blp |= 1 << (distance - 1);
    }
    setUint16(into, at, pid);
    setUint16(into, at + 2, blp);
    at += 4;
  }
  return writeFeedback(into, start, at, rtcpType.transportFeedback, nackFormat, senderSsrc, mediaSsrc);
}

/** The SSRC of the media that feedback is about (RFC 4585 6.1); null if it is no feedback. Zero in FIR and REMB. */
export function readMediaSsrc(compound: Uint8Array, packet: RtcpPacket): number | null {
  const { type } = packet;
  if (type !== rtcpType.transportFeedback && type !== rtcpType.payloadFeedback) return null;
  return packet.body + 8 > packet.end ? null : uint32(compound, packet.body + 4);
}

/** Whether it asks for a key frame of the media it names (RFC 4585 6.3.1). */
export function isPli(packet: RtcpPacket): boolean {
  return isFeedback(packet, rtcpType.payloadFeedback, pliFormat);
}

/** Writes a PLI of 12 octets and returns its end. */
export function writePli(into: Uint8Array, start: number, senderSsrc: number, mediaSsrc: number): number {
  const end = start + headLength;
  return writeFeedback(into, start, end, rtcpType.payloadFeedback, pliFormat, senderSsrc, mediaSsrc);
}

export interface FirEntry {
  ssrc: number;
  /** 0 to 255; the same number again is the same request (RFC 5104 4.3.1.1). */
  sequenceNumber: number;
}

/** Who is asked for a key frame by a FIR; empty if it is none. */
export function readFir(compound: Uint8Array, packet: RtcpPacket): FirEntry[] {
  const entries: FirEntry[] = [];
  if (!isFeedback(packet, rtcpType.payloadFeedback, firFormat)) return entries;
  for (let at = packet.body + 8; at + 8 <= packet.end; at += 8) {
    entries.push({ ssrc: uint32(compound, at), sequenceNumber: compound[at + 4] ?? 0 });
  }
  return entries;
}

/** Writes a FIR with one entry, 20 octets, and returns its end. The media SSRC of its head is unused (RFC 5104 4.3.1.2). */
export function writeFir(into: Uint8Array, start: number, senderSsrc: number, entry: FirEntry): number {
  const at = start + headLength;
  setUint32(into, at, entry.ssrc);
  setUint32(into, at + 4, 0);
  into[at + 4] = entry.sequenceNumber & 0xff;
  return writeFeedback(into, start, at + 8, rtcpType.payloadFeedback, firFormat, senderSsrc, 0);
}

/** Whether it is feedback of this kind with room for its head. */
export function isFeedback(packet: RtcpPacket, type: number, format: number): boolean {
  return packet.type === type && packet.count === format && packet.body + 8 <= packet.end;
}

/** Writes the head of feedback whose control information is there already (RFC 4585 6.1) and returns `end`. */
export function writeFeedback(
  into: Uint8Array,
  start: number,
  end: number,
  type: number,
  format: number,
  senderSsrc: number,
  mediaSsrc: number,
): number {
  setUint32(into, start + 4, senderSsrc);
  setUint32(into, start + 8, mediaSsrc);
  return writeHeader(into, start, end, type, format);
}
