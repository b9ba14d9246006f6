import { setUint16, uint16 } from '../rtp/bytes.ts';

/** RTCP packet types (RFC 3550 12.1, RFC 4585 6.1, RFC 3611). */
export const rtcpType = {
  senderReport: 200,
  receiverReport: 201,
  sourceDescription: 202,
  bye: 203,
  application: 204,
  transportFeedback: 205,
  payloadFeedback: 206,
  extendedReport: 207,
} as const;

/** Octets before the body of every RTCP packet. */
const headerLength = 4;

/** One packet of a compound; offsets count from the beginning of the compound. */
export interface RtcpPacket {
  /** 0 to 255; unknown ones are given, too. */
  type: number;
  /** The five bits that are a count of blocks, or the format (FMT) of feedback. */
  count: number;
  /** Where the packet begins. */
  start: number;
  /** Where its body begins: behind the common header. */
  body: number;
  /** Where its body ends: before the padding. */
  end: number;
}

/**
 * The packets of a compound in their order (RFC 3550 6.1), or of one without a report in front (RFC 5506). Ends at the
 * first packet that is not well formed, since nobody knows where the next one would begin.
 */
export function* readCompound(compound: Uint8Array): Generator<RtcpPacket> {
  let start = 0;
  while (start + headerLength <= compound.length) {
    const first = compound[start] ?? 0;
    const next = start + 4 * (uint16(compound, start + 2) + 1);
    if (first >> 6 !== 2 || next > compound.length) return;
    const body = start + headerLength;
    let end = next;
    if ((first & 0x20) !== 0) {
      const padding = compound[next - 1] ?? 0;
      if (next === body || padding === 0 || padding > next - body) return;
      end -= padding;
    }
    yield { type: compound[start + 1] ?? 0, count: first & 0x1f, start, body, end };
    start = next;
  }
}

/**
 * Writes the common header of a packet whose body is there already (RFC 3550 6.4.1).
 * @param end of the packet; a multiple of four from `start`
 * @returns `end`
 */
export function writeHeader(
  into: Uint8Array,
  start: number,
  end: number,
  type: number,
  count: number,
): number {
  into[start] = 0x80 | count;
  into[start + 1] = type;
  setUint16(into, start + 2, (end - start) / 4 - 1);
  return end;
}
