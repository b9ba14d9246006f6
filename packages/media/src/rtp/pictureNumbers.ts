import { setUint16, uint16 } from './bytes.ts';

/**
 * How a payload descriptor numbers its picture. VP8 (RFC 7741 4.2) and VP9 (RFC 9628 4.2) write these two fields alike,
 * though not at the same places. Offsets count from the beginning of the packet.
 */
export interface PictureNumbers {
  /** 7 or 15 bits; -1 without one. */
  pictureId: number;
  pictureIdBits: 7 | 15;
  pictureIdOffset: number;
  /** Counts frames of the lowest temporal layer, 8 bits; -1 without it. */
  tl0PicIdx: number;
  tl0PicIdxOffset: number;
}

/**
 * Reads a picture id, whose first bit says whether it has 15 bits or 7.
 * @returns where the next field begins; -1 if the id is cut off
 */
export function readPictureId(packet: Uint8Array, at: number, end: number, into: PictureNumbers): number {
  if (at >= end) return -1;
  const first = packet[at] ?? 0;
  const wide = first >= 0x80;
  if (wide && at + 1 >= end) return -1;
  into.pictureIdOffset = at;
  into.pictureIdBits = wide ? 15 : 7;
  into.pictureId = wide ? uint16(packet, at) & 0x7fff : first;
  return at + (wide ? 2 : 1);
}

/** Writes the lowest 7 or 15 bits over the picture id that the descriptor was read from. */
export function setPictureId(packet: Uint8Array, read: Readonly<PictureNumbers>, value: number): void {
  if (read.pictureId < 0) return;
  if (read.pictureIdBits === 15) setUint16(packet, read.pictureIdOffset, 0x8000 | (value & 0x7fff));
  else packet[read.pictureIdOffset] = value & 0x7f;
}

/** Writes the lowest 8 bits over the TL0PICIDX that the descriptor was read from. */
export function setTl0PicIdx(packet: Uint8Array, read: Readonly<PictureNumbers>, value: number): void {
  if (read.tl0PicIdx >= 0) packet[read.tl0PicIdxOffset] = value & 0xff;
}
