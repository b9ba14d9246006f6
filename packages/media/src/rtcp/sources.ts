import { setUint32, uint32 } from '../rtp/bytes.ts';
import { rtcpType, writeHeader, type RtcpPacket } from './compound.ts';

/** The item of a source description that names an end over restarts (RFC 3550 6.5.1). */
const cnameItem = 1;
const longestItem = 255;

export interface CanonicalName {
  ssrc: number;
  /** At most 255 octets of UTF-8. */
  cname: string;
}

/** The CNAMEs of a source description; what comes after a chunk that is cut off is skipped. */
export function readCnames(compound: Uint8Array, packet: RtcpPacket): CanonicalName[] {
  const names: CanonicalName[] = [];
  if (packet.type !== rtcpType.sourceDescription) return names;
  let chunk = packet.body;
  for (let index = 0; index < packet.count && chunk + 4 < packet.end; index++) {
    let at = chunk + 4;
    while (at < packet.end && compound[at] !== 0) {
      if (at + 2 > packet.end) return names;
      const end = at + 2 + (compound[at + 1] ?? 0);
      if (end > packet.end) return names;
      if (compound[at] === cnameItem) {
        const text = Buffer.from(compound.subarray(at + 2, end)).toString('utf8');
        names.push({ ssrc: uint32(compound, chunk), cname: text });
      }
      at = end;
    }
    // At least one zero octet ends the items, and the next chunk begins on a 32-bit boundary (RFC 3550 6.5).
    chunk += 4 * (Math.floor((at - chunk) / 4) + 1);
  }
  return names;
}

/**
 * Writes a source description of one source (RFC 3550 6.5), up to 268 octets.
 * @param cname longer ones than 255 octets are cut off
 * @returns its end
 */
export function writeCname(into: Uint8Array, start: number, ssrc: number, cname: string): number {
  const text = Buffer.from(cname, 'utf8').subarray(0, longestItem);
  const item = start + 8;
  setUint32(into, start + 4, ssrc);
  into[item] = cnameItem;
  into[item + 1] = text.length;
  into.set(text, item + 2);
  const length = 10 + text.length;
  const end = start + 4 * (Math.floor(length / 4) + 1);
  into.fill(0, start + length, end);
  return writeHeader(into, start, end, rtcpType.sourceDescription, 1);
}

/** The sources that say goodbye (RFC 3550 6.6). */
export function readBye(compound: Uint8Array, packet: RtcpPacket): number[] {
  if (packet.type !== rtcpType.bye || packet.body + 4 * packet.count > packet.end) return [];
  return Array.from({ length: packet.count }, (_, index) => uint32(compound, packet.body + 4 * index));
}

/** Writes a goodbye of at most 31 sources without a reason and returns its end. */
export function writeBye(into: Uint8Array, start: number, ssrcs: readonly number[]): number {
  const sources = ssrcs.slice(0, 31);
  sources.forEach((ssrc, index) => setUint32(into, start + 4 + 4 * index, ssrc));
  return writeHeader(into, start, start + 4 + 4 * sources.length, rtcpType.bye, sources.length);
}
