import { setUint16, uint16 } from './bytes.ts';
import { extensionHeaderOffset } from './rtpPacket.ts';

/** RFC 8285 4.2 and 4.3: what tells the two forms apart. */
const oneByteProfile = 0xbede;
const twoByteProfile = 0x1000;
const twoByteProfileMask = 0xfff0;

/**
 * Finds one element of the header extension by its negotiated id (1 to 14, or to 255 in the two-byte form).
 * @returns where its value is, to be taken apart by `valueOffset` and `valueLength`; 0 if it is not there. One number
 *   for both, because this is asked for each packet and must not allocate.
 */
export function findExtension(packet: Uint8Array, id: number): number {
  const header = extensionHeaderOffset(packet);
  if (header === 0) return 0;
  const profile = uint16(packet, header);
  const start = header + 4;
  const end = Math.min(start + 4 * uint16(packet, header + 2), packet.length);
  if (profile === oneByteProfile) return findOneByte(packet, id, start, end);
  if ((profile & twoByteProfileMask) === twoByteProfile) return findTwoByte(packet, id, start, end);
  return 0;
}

export function valueOffset(found: number): number {
  return found >>> 8;
}

/** 1 to 16 octets in the one-byte form, 0 to 255 in the two-byte form. */
export function valueLength(found: number): number {
  return found & 0xff;
}

function findOneByte(packet: Uint8Array, id: number, start: number, end: number): number {
  let at = start;
  while (at < end) {
    const head = packet[at] ?? 0;
    at++;
    if (head === 0) continue;
    const length = (head & 0x0f) + 1;
    // Id 15 ends the elements, and so does id 0 with a length (RFC 8285 4.2).
    if (head >> 4 === 15 || head >> 4 === 0 || at + length > end) return 0;
    if (head >> 4 === id) return (at << 8) | length;
    at += length;
  }
  return 0;
}

function findTwoByte(packet: Uint8Array, id: number, start: number, end: number): number {
  let at = start;
  while (at < end) {
    const found = packet[at] ?? 0;
    at++;
    if (found === 0) continue;
    if (at >= end) return 0;
    const length = packet[at] ?? 0;
    at++;
    if (at + length > end) return 0;
    if (found === id) return (at << 8) | length;
    at += length;
  }
  return 0;
}

/** Reads an element of text: mid (RFC 9143 15), rid and repaired rid (RFC 8852 3). ASCII, at most 16 or 255 octets. */
export function readText(packet: Uint8Array, id: number): string | null {
  const found = findExtension(packet, id);
  if (found === 0) return null;
  let text = '';
  const end = valueOffset(found) + valueLength(found);
  for (let at = valueOffset(found); at < end; at++) {
    const code = packet[at] ?? 0;
    // A two-byte element may be padded by zeros to keep packets of one size.
    if (code !== 0) text += String.fromCharCode(code);
  }
  return text === '' ? null : text;
}

/** The level of sound (RFC 6464 3): 0 (loudest) to 127 (silence), in -dBov; -1 if it is not there. */
export function readAudioLevel(packet: Uint8Array, id: number): number {
  const octet = readOctet(packet, id);
  return octet < 0 ? -1 : octet & 0x7f;
}

/** Whether the sender believes that there is speech in the packet (RFC 6464 3, bit V). */
export function hasVoice(packet: Uint8Array, id: number): boolean {
  return readOctet(packet, id) >= 0x80;
}

/** Clockwise rotation to be applied by the receiver: 0, 90, 180 or 270 degrees (3GPP TS 26.114 7.4.5); -1 if it is not there. */
export function readRotation(packet: Uint8Array, id: number): number {
  const octet = readOctet(packet, id);
  return octet < 0 ? -1 : (octet & 0x03) * 90;
}

/** 0 to 65535 (draft-holmer-rmcat-transport-wide-cc-extensions-01 2); -1 if it is not there. */
export function readTransportSequenceNumber(packet: Uint8Array, id: number): number {
  const found = findExtension(packet, id);
  return valueLength(found) < 2 ? -1 : uint16(packet, valueOffset(found));
}

/** Returns whether there was such an element to write to. */
export function writeTransportSequenceNumber(packet: Uint8Array, id: number, value: number): boolean {
  const found = findExtension(packet, id);
  if (valueLength(found) < 2) return false;
  setUint16(packet, valueOffset(found), value);
  return true;
}

function readOctet(packet: Uint8Array, id: number): number {
  const found = findExtension(packet, id);
  return valueLength(found) < 1 ? -1 : (packet[valueOffset(found)] ?? 0);
}
