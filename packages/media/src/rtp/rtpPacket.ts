import { setUint16, setUint32, uint16, uint32 } from './bytes.ts';

/** Octets of the fixed header (RFC 3550 5.1). */
export const rtpHeaderLength = 12;

/** Whether bytes that arrived on a multiplexed transport are RTCP (RFC 5761 4): version 2 and packet types 192 to 223. */
export function isRtcp(packet: Uint8Array): boolean {
  if (packet.length < 4 || (packet[0] ?? 0) >> 6 !== 2) return false;
  const type = packet[1] ?? 0;
  return type >= 192 && type <= 223;
}

/**
 * Whether bytes are a whole RTP packet: version 2, no RTCP type, and CSRCs, header extension and padding within its
 * bounds (RFC 3550 5.1, 5.3.1, A.1). All other functions of this file expect a packet that passed this.
 */
export function isRtp(packet: Uint8Array): boolean {
  const length = packet.length;
  if (length < rtpHeaderLength || isRtcp(packet)) return false;
  const first = packet[0] ?? 0;
  if (first >> 6 !== 2) return false;
  let start = rtpHeaderLength + 4 * (first & 0x0f);
  if ((first & 0x10) !== 0) {
    if (start + 4 > length) return false;
    start += 4 + 4 * uint16(packet, start + 2);
  }
  if (start > length) return false;
  if ((first & 0x20) === 0) return true;
  // The padding counts its own last octet, so zero is as wrong as reaching into the header.
  const padding = packet[length - 1] ?? 0;
  return length > start && padding > 0 && start + padding <= length;
}

/** 0 to 127. */
export function payloadType(packet: Uint8Array): number {
  return (packet[1] ?? 0) & 0x7f;
}

export function marker(packet: Uint8Array): boolean {
  return (packet[1] ?? 0) >= 0x80;
}

/** 0 to 65535. */
export function sequenceNumber(packet: Uint8Array): number {
  return uint16(packet, 2);
}

/** 0 to 2^32 - 1, in units of the codec's clock. */
export function timestamp(packet: Uint8Array): number {
  return uint32(packet, 4);
}

/** 0 to 2^32 - 1. */
export function ssrc(packet: Uint8Array): number {
  return uint32(packet, 8);
}

/** Where the header extension's profile word is, or 0 without an extension (RFC 3550 5.3.1). */
export function extensionHeaderOffset(packet: Uint8Array): number {
  const first = packet[0] ?? 0;
  return (first & 0x10) === 0 ? 0 : rtpHeaderLength + 4 * (first & 0x0f);
}

/** Where the payload begins: behind CSRCs and header extension. */
export function payloadOffset(packet: Uint8Array): number {
  const extension = extensionHeaderOffset(packet);
  if (extension !== 0) return extension + 4 + 4 * uint16(packet, extension + 2);
  return rtpHeaderLength + 4 * ((packet[0] ?? 0) & 0x0f);
}

/** Where the payload ends: before the padding. */
export function payloadEnd(packet: Uint8Array): number {
  const length = packet.length;
  return ((packet[0] ?? 0) & 0x20) === 0 ? length : length - (packet[length - 1] ?? 0);
}

/** Keeps the marker. */
export function setPayloadType(packet: Uint8Array, value: number): void {
  packet[1] = ((packet[1] ?? 0) & 0x80) | (value & 0x7f);
}

export function setMarker(packet: Uint8Array, value: boolean): void {
  packet[1] = ((packet[1] ?? 0) & 0x7f) | (value ? 0x80 : 0);
}

export function setSequenceNumber(packet: Uint8Array, value: number): void {
  setUint16(packet, 2, value);
}

export function setTimestamp(packet: Uint8Array, value: number): void {
  setUint32(packet, 4, value);
}

export function setSsrc(packet: Uint8Array, value: number): void {
  setUint32(packet, 8, value);
}
