import { setUint16, setUint24, uint16, uint24 } from '../rtp/bytes.ts';
import { rtcpType, type RtcpPacket } from './compound.ts';
import { isFeedback, writeFeedback } from './feedback.ts';

const transportWideFormat = 15;
/** Octets of base number, count, reference time and feedback count. */
const fixedLength = 8;

export interface TransportFeedback {
  /** Transport-wide sequence number of the first packet. */
  baseSequenceNumber: number;
  /** For each packet from the first on, at most 65535: 0 missing, 1 small delta, 2 large delta (3.1.1). */
  statuses: Uint8Array;
  /** Calls with each packet in turn: milliseconds of the other end's clock, or -1 for one that has not come. */
  forEach(visit: (number: number, time: number) => void): void;
}

/**
 * Which packets arrived and when, by transport-wide sequence numbers (draft-holmer-rmcat-transport-wide-cc-extensions-01 3.1).
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
  let at = chunks;
  for (; filled < count; at += 2) {
    if (at + 2 > packet.end) return null;
    filled = readChunk(uint16(compound, at), statuses, filled);
  }
  const baseSequenceNumber = uint16(compound, start);
  const reference = uint24(compound, start + 4) * referenceUnit;
  return {
    baseSequenceNumber,
    statuses,
    forEach(visit) {
      let [delta, time] = [at, reference];
      for (let index = 0; index < count; index++) {
        const size = statuses[index] ?? 0;
        const came = size === 1 || size === 2;
        if (came && delta + size > packet.end) return;
        // One octet without a sign, or two with one (3.1.5).
        if (size === 1) time += (compound[delta] ?? 0) * deltaUnit;
        else if (size === 2) time += ((uint16(compound, delta) << 16) >> 16) * deltaUnit;
        if (came) delta += size;
        visit((baseSequenceNumber + index) & 0xffff, came ? time : -1);
      }
    },
  };
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

/** Units of deltas and of the reference time, in milliseconds (3.1, 3.1.5). */
const deltaUnit = 0.25;
const referenceUnit = 64;
/** Most packets in one feedback, so that it fits into 1200 octets whatever their deltas are. */
export const mostStatuses = 480;

const statuses = new Uint8Array(mostStatuses);
const deltas = new Int16Array(mostStatuses);

/** Arrivals of packets by their transport-wide numbers. */
export interface Arrivals {
  /** Of the first packet. */
  baseSequenceNumber: number;
  /** At most 480. */
  count: number;
  /** Milliseconds of a steady clock by how far a number is from the base; negative for a packet that has not come. */
  time(index: number): number;
}

/**
 * Writes which packets arrived and when (3.1), at most 1184 octets, and returns its end. Nobody knows the clock, so only differences
 * of times count.
 * @param feedbackCount of the feedbacks before, for the other end to notice lost ones
 */
export function writeTransportFeedback(
  into: Uint8Array,
  start: number,
  senderSsrc: number,
  mediaSsrc: number,
  feedbackCount: number,
  arrivals: Arrivals,
): number {
  const count = Math.min(arrivals.count, mostStatuses);
  const reference = measure(arrivals, count);
  const fixed = start + 12;
  setUint16(into, fixed, arrivals.baseSequenceNumber);
  setUint16(into, fixed + 2, count);
  setUint24(into, fixed + 4, reference);
  into[fixed + 7] = feedbackCount & 0xff;
  let at = writeChunks(into, fixed + fixedLength, count);
  for (let index = 0; index < count; index++) {
    const delta = deltas[index] ?? 0;
    if (statuses[index] === 1) {
      into[at] = delta;
      at++;
    } else if (statuses[index] === 2) {
      setUint16(into, at, delta);
      at += 2;
    }
  }
  return writePadded(into, start, at, senderSsrc, mediaSsrc);
}

/** Fills statuses and deltas, and returns the reference time: that of the first arrival, rounded down. */
function measure(arrivals: Arrivals, count: number): number {
  let reference = -1;
  let before = 0;
  for (let index = 0; index < count; index++) {
    const time = arrivals.time(index);
    statuses[index] = 0;
    if (time < 0) continue;
    if (reference < 0) {
      reference = Math.floor(time / referenceUnit);
      before = reference * (referenceUnit / deltaUnit);
    }
    // Differences of rounded times, so that errors do not add up.
    const delta = Math.max(-0x8000, Math.min(0x7fff, Math.floor(time / deltaUnit) - before));
    before += delta;
    deltas[index] = delta;
    statuses[index] = delta >= 0 && delta <= 0xff ? 1 : 2;
  }
  return Math.max(0, reference);
}

/** Runs where there are many of one kind, else vectors of 14 or 7 statuses (3.1.3, 3.1.4). */
function writeChunks(into: Uint8Array, start: number, count: number): number {
  let at = start;
  let index = 0;
  while (index < count) {
    const first = statuses[index] ?? 0;
    let run = 1;
    while (index + run < count && statuses[index + run] === first) run++;
    let chunk = (first << 13) | run;
    if (run < 7 && index + run < count) {
      let bits = 1;
      for (let ahead = 0; ahead < 14; ahead++) if (statuses[index + ahead] === 2) bits = 2;
      run = Math.min(14 / bits, count - index);
      chunk = bits === 1 ? 0x8000 : 0xc000;
      for (let step = 0; step < run; step++) {
        chunk |= (statuses[index + step] ?? 0) << (14 - bits * (step + 1));
      }
    }
    setUint16(into, at, chunk);
    at += 2;
    index += run;
  }
  return at;
}

/** Packets end on a 32-bit boundary; the last octet of padding counts it (RFC 3550 6.4.1). */
function writePadded(
  into: Uint8Array,
  start: number,
  at: number,
  senderSsrc: number,
  mediaSsrc: number,
): number {
  const padding = (4 - ((at - start) % 4)) % 4;
  const end = at + padding;
  into.fill(0, at, end);
  writeFeedback(into, start, end, rtcpType.transportFeedback, transportWideFormat, senderSsrc, mediaSsrc);
  if (padding > 0) {
    into[start] = (into[start] ?? 0) | 0x20;
    into[end - 1] = padding;
  }
  return end;
}
