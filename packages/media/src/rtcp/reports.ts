import { setUint24, setUint32, uint24, uint32 } from '../rtp/bytes.ts';
import type { ReportBlock } from '../rtp/receptionStatistics.ts';
import { rtcpType, writeHeader, type RtcpPacket } from './compound.ts';

/** Octets (RFC 3550 6.4.1). */
const senderInfoLength = 20;
const blockLength = 24;
/** Five bits hold the count of blocks. */
const mostBlocks = 31;

/** What a sender tells of its stream (RFC 3550 6.4.1). */
export interface SenderInfo {
  ssrc: number;
  /** NTP time: seconds since 1900 and 1/2^32 s. */
  ntpSeconds: number;
  ntpFraction: number;
  /** The same moment in units of the codec's clock. */
  rtpTimestamp: number;
  packetCount: number;
  /** Of payload, without headers and padding. */
  octetCount: number;
}

export interface SenderReport extends SenderInfo {
  blocks: ReportBlock[];
}

export interface ReceiverReport {
  /** Of who reports. */
  ssrc: number;
  blocks: ReportBlock[];
}

/** Null if it is no sender report or too short for its blocks. What a profile adds behind the blocks is skipped. */
export function readSenderReport(compound: Uint8Array, packet: RtcpPacket): SenderReport | null {
  const { body, end } = packet;
  const start = body + 4 + senderInfoLength;
  if (packet.type !== rtcpType.senderReport || start + packet.count * blockLength > end) return null;
  return {
    ssrc: uint32(compound, body),
    ntpSeconds: uint32(compound, body + 4),
    ntpFraction: uint32(compound, body + 8),
    rtpTimestamp: uint32(compound, body + 12),
    packetCount: uint32(compound, body + 16),
    octetCount: uint32(compound, body + 20),
    blocks: readBlocks(compound, start, packet.count),
  };
}

/** Null if it is no receiver report or too short for its blocks (RFC 3550 6.4.2). */
export function readReceiverReport(compound: Uint8Array, packet: RtcpPacket): ReceiverReport | null {
  const start = packet.body + 4;
  if (packet.type !== rtcpType.receiverReport || start + packet.count * blockLength > packet.end) return null;
  return { ssrc: uint32(compound, packet.body), blocks: readBlocks(compound, start, packet.count) };
}

/** Writes a sender report with at most 31 blocks (28 octets and 24 for each block) and returns its end. */
export function writeSenderReport(
  into: Uint8Array,
  start: number,
  info: SenderInfo,
  blocks: readonly ReportBlock[] = [],
): number {
  setUint32(into, start + 4, info.ssrc);
  setUint32(into, start + 8, info.ntpSeconds);
  setUint32(into, start + 12, info.ntpFraction);
  setUint32(into, start + 16, info.rtpTimestamp);
  setUint32(into, start + 20, info.packetCount);
  setUint32(into, start + 24, info.octetCount);
  const count = Math.min(blocks.length, mostBlocks);
  const end = writeBlocks(into, start + 8 + senderInfoLength, blocks, count);
  return writeHeader(into, start, end, rtcpType.senderReport, count);
}

/** Writes a receiver report with at most 31 blocks (8 octets and 24 for each block) and returns its end. */
export function writeReceiverReport(
  into: Uint8Array,
  start: number,
  ssrc: number,
  blocks: readonly ReportBlock[],
): number {
  setUint32(into, start + 4, ssrc);
  const count = Math.min(blocks.length, mostBlocks);
  const end = writeBlocks(into, start + 8, blocks, count);
  return writeHeader(into, start, end, rtcpType.receiverReport, count);
}

function readBlocks(compound: Uint8Array, start: number, count: number): ReportBlock[] {
  return Array.from({ length: count }, (_, index) => {
    const at = start + index * blockLength;
    return {
      ssrc: uint32(compound, at),
      fractionLost: compound[at + 4] ?? 0,
      cumulativeLost: (uint24(compound, at + 5) << 8) >> 8,
      extendedHighest: uint32(compound, at + 8),
      jitter: uint32(compound, at + 12),
      lastSenderReport: uint32(compound, at + 16),
      delaySinceLastSenderReport: uint32(compound, at + 20),
    };
  });
}

function writeBlocks(into: Uint8Array, start: number, blocks: readonly ReportBlock[], count: number): number {
  let at = start;
  for (const block of blocks.slice(0, count)) {
    setUint32(into, at, block.ssrc);
    into[at + 4] = block.fractionLost;
    setUint24(into, at + 5, block.cumulativeLost);
    setUint32(into, at + 8, block.extendedHighest);
    setUint32(into, at + 12, block.jitter);
    setUint32(into, at + 16, block.lastSenderReport);
    setUint32(into, at + 20, block.delaySinceLastSenderReport);
    at += blockLength;
  }
  return at;
}
