/**
 * The mandatory part of a VP9 packet's payload descriptor (RFC 9628 4.2). One object is read into again and again,
 * since this happens for each packet.
 */
export class Vp9Descriptor {
  /** Bit B: the packet begins the frame of a spatial layer. */
  startsFrame = false;
  /** Bit E: the packet ends the frame of a spatial layer. */
  endsFrame = false;
  /** Bit P: the frame refers to earlier pictures. */
  interPicturePredicted = false;
  /** 0 to 7; -1 when the sender tells none. */
  temporalLayer = -1;
  /** 0 to 7; 0 when the sender tells none. */
  spatialLayer = 0;
  /** Bit U: later frames of this layer do not depend on earlier ones of it, so a receiver may begin with it here. */
  switchingUpPoint = false;

  /**
   * @param offset where the payload begins
   * @param end where it ends
   * @returns false if the descriptor is cut off; the fields then hold nothing of use
   */
  read(packet: Uint8Array, offset: number, end: number): boolean {
    this.temporalLayer = -1;
    this.spatialLayer = 0;
    this.switchingUpPoint = false;
    this.startsFrame = false;
    if (offset >= end) return false;
    const first = packet[offset] ?? 0;
    let at = offset + 1;
    if ((first & 0x80) !== 0) {
      if (at >= end) return false;
      // The picture id has 15 bits if its first bit is set, else 7.
      at += (packet[at] ?? 0) >= 0x80 ? 2 : 1;
      if (at > end) return false;
    }
    if ((first & 0x20) !== 0) {
      if (at >= end) return false;
      const layers = packet[at] ?? 0;
      this.temporalLayer = layers >> 5;
      this.switchingUpPoint = (layers & 0x10) !== 0;
      this.spatialLayer = (layers >> 1) & 0x07;
    }
    this.interPicturePredicted = (first & 0x40) !== 0;
    this.startsFrame = (first & 0x08) !== 0;
    this.endsFrame = (first & 0x04) !== 0;
    return true;
  }
}

const descriptor = new Vp9Descriptor();

/** Whether a payload begins a key frame: the lowest spatial layer begins, and nothing earlier is referred to (RFC 9628 4.2). */
export function isVp9KeyFrameStart(packet: Uint8Array, offset: number, end: number): boolean {
  if (!descriptor.read(packet, offset, end)) return false;
  return descriptor.startsFrame && !descriptor.interPicturePredicted && descriptor.spatialLayer === 0;
}
