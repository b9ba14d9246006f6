import { readPictureId, type PictureNumbers } from './pictureNumbers.ts';

/**
 * The payload descriptor of a VP8 packet (RFC 7741 4.2). One object is read into again and again, since this happens
 * for each packet. Offsets count from the beginning of the packet.
 */
export class Vp8Descriptor implements PictureNumbers {
  /** Bit S with partition 0: the packet begins a frame. */
  startsFrame = false;
  pictureId = -1;
  pictureIdBits: 7 | 15 = 15;
  pictureIdOffset = 0;
  tl0PicIdx = -1;
  tl0PicIdxOffset = 0;
  /** 0 to 3; -1 when the sender tells none. */
  temporalLayer = -1;
  /** Bit Y: depends on the lowest layer only, so that a receiver may begin with this layer here. */
  layerSync = false;
  /** Where the VP8 bit stream begins. */
  payloadOffset = 0;

  /**
   * @param offset where the payload begins
   * @param end where it ends
   * @returns false if the descriptor is cut off; the fields then hold nothing of use
   */
  read(packet: Uint8Array, offset: number, end: number): boolean {
    this.pictureId = -1;
    this.tl0PicIdx = -1;
    this.temporalLayer = -1;
    this.layerSync = false;
    this.startsFrame = false;
    if (offset >= end) return false;
    const first = packet[offset] ?? 0;
    let at = offset + 1;
    if ((first & 0x80) !== 0) {
      if (at >= end) return false;
      const extended = packet[at] ?? 0;
      at++;
      if ((extended & 0x80) !== 0) {
        at = readPictureId(packet, at, end, this);
        if (at < 0) return false;
      }
      if ((extended & 0x40) !== 0) {
        if (at >= end) return false;
        this.tl0PicIdxOffset = at;
        this.tl0PicIdx = packet[at] ?? 0;
        at++;
      }
      // One octet holds both TID and KEYIDX; only bit T says that TID and Y mean something.
      if ((extended & 0x30) !== 0) {
        if (at >= end) return false;
        if ((extended & 0x20) !== 0) {
          this.temporalLayer = (packet[at] ?? 0) >> 6;
          this.layerSync = ((packet[at] ?? 0) & 0x20) !== 0;
        }
        at++;
      }
    }
    this.startsFrame = (first & 0x17) === 0x10;
    this.payloadOffset = at;
    return true;
  }
}

const descriptor = new Vp8Descriptor();

/** Whether a payload begins a key frame: first partition, and bit P of the frame header is zero (RFC 7741 4.3). */
export function isVp8KeyFrameStart(packet: Uint8Array, offset: number, end: number): boolean {
  if (!descriptor.read(packet, offset, end) || !descriptor.startsFrame) return false;
  return descriptor.payloadOffset < end && ((packet[descriptor.payloadOffset] ?? 0) & 0x01) === 0;
}
