import { readPictureId, type PictureNumbers } from './pictureNumbers.ts';

/** P_DIFF fields of one packet, at most (RFC 9628 4.2). */
const mostReferences = 3;

/**
 * The payload descriptor of a VP9 packet (RFC 9628 4.2), in flexible mode or not. One object is read into again and
 * again, since this happens for each packet. Offsets count from the beginning of the packet.
 */
export class Vp9Descriptor implements PictureNumbers {
  pictureId = -1;
  pictureIdBits: 7 | 15 = 15;
  pictureIdOffset = 0;
  /** Not there in flexible mode. */
  tl0PicIdx = -1;
  tl0PicIdxOffset = 0;
  /** Bit B: the packet begins the frame of a spatial layer. */
  startsFrame = false;
  /** Bit E: the packet ends the frame of a spatial layer. */
  endsFrame = false;
  /** Bit P: the frame refers to earlier pictures. */
  interPicturePredicted = false;
  /** Whether it begins a key frame: the lowest spatial layer begins, and nothing earlier is referred to. */
  startsKeyFrame = false;
  /** 0 to 7; -1 when the sender tells none. */
  temporalLayer = -1;
  /** 0 to 7; 0 when the sender tells none. */
  spatialLayer = 0;
  /** Bit U: later frames of this layer do not depend on earlier ones of it, so a receiver may begin with it here. */
  switchingUpPoint = false;
  /** Where the VP9 bit stream begins. */
  payloadOffset = 0;

  /**
   * @param offset where the payload begins
   * @param end where it ends
   * @returns false if the descriptor is cut off or refers to too much; the fields then hold nothing of use
   */
  read(packet: Uint8Array, offset: number, end: number): boolean {
    this.#forget();
    if (offset >= end) return false;
    const first = packet[offset] ?? 0;
    const isFlexible = (first & 0x10) !== 0;
    let at = offset + 1;
    if ((first & 0x80) !== 0) {
      at = readPictureId(packet, at, end, this);
      if (at < 0) return false;
    }
    if ((first & 0x20) !== 0) {
      const octets = isFlexible ? 1 : 2;
      if (at + octets > end) return false;
      this.#readLayers(packet, at, isFlexible);
      at += octets;
    }
    this.interPicturePredicted = (first & 0x40) !== 0;
    if (isFlexible && this.interPicturePredicted) {
      at = skipReferences(packet, at, end);
      if (at < 0) return false;
    }
    if ((first & 0x02) !== 0) {
      at = skipStructure(packet, at, end);
      if (at < 0) return false;
    }
    this.startsFrame = (first & 0x08) !== 0;
    this.endsFrame = (first & 0x04) !== 0;
    this.startsKeyFrame = this.startsFrame && !this.interPicturePredicted && this.spatialLayer === 0;
    this.payloadOffset = at;
    return true;
  }

  #forget(): void {
    this.pictureId = -1;
    this.tl0PicIdx = -1;
    this.temporalLayer = -1;
    this.spatialLayer = 0;
    this.switchingUpPoint = false;
    this.startsFrame = false;
    this.startsKeyFrame = false;
  }

  #readLayers(packet: Uint8Array, at: number, isFlexible: boolean): void {
    const layers = packet[at] ?? 0;
    this.temporalLayer = layers >> 5;
    this.switchingUpPoint = (layers & 0x10) !== 0;
    this.spatialLayer = (layers >> 1) & 0x07;
    if (isFlexible) return;
    this.tl0PicIdxOffset = at + 1;
    this.tl0PicIdx = packet[at + 1] ?? 0;
  }
}

/** @returns where the octet behind the P_DIFFs is; -1 if they are cut off or too many */
function skipReferences(packet: Uint8Array, start: number, end: number): number {
  for (let at = start; at < start + mostReferences && at < end; at++) {
    // Bit N says that another one follows.
    if (((packet[at] ?? 0) & 0x01) === 0) return at + 1;
  }
  return -1;
}

/** @returns where the octet behind the scalability structure (RFC 9628 4.2.1) is; -1 if that is cut off */
function skipStructure(packet: Uint8Array, start: number, end: number): number {
  if (start >= end) return -1;
  const first = packet[start] ?? 0;
  let at = start + 1;
  // Bit Y: width and height of each spatial layer, two octets each.
  if ((first & 0x10) !== 0) at += 4 * ((first >> 5) + 1);
  // Bit G: the pictures of a group, each with the number of its P_DIFFs.
  if ((first & 0x08) !== 0) {
    if (at >= end) return -1;
    let pictures = packet[at] ?? 0;
    at++;
    for (; pictures > 0; pictures--) {
      if (at >= end) return -1;
      at += 1 + (((packet[at] ?? 0) >> 2) & 0x03);
    }
  }
  return at > end ? -1 : at;
}
