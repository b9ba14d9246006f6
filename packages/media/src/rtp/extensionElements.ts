import { uint16 } from './bytes.ts';
import { extensionHeaderOffset } from './rtpPacket.ts';

const oneByteProfile = 0xbede;
const twoByteProfile = 0x1000;
const twoByteProfileMask = 0xfff0;
/** More elements than this in one packet are not looked at; browsers send up to eight. */
const most = 16;

/**
 * Where the elements of a packet's header extension are (RFC 8285 4). Read once, since a packet's ids are rewritten for one
 * receiver after the other; one object serves all packets.
 */
export class ExtensionElements {
  count = 0;
  /** Whether an element's head is one byte, id and length, or two. */
  oneByte = true;
  readonly ids = new Uint8Array(most);
  /** The ids that are in the packet now. */
  readonly current = new Uint8Array(most);
  /** Where the value begins, behind the head. */
  readonly offsets = new Uint16Array(most);
  readonly lengths = new Uint8Array(most);

  /** Elements behind one that is not well formed are not there (RFC 8285 4.2). */
  read(packet: Uint8Array): void {
    this.count = 0;
    const header = extensionHeaderOffset(packet);
    if (header === 0) return;
    const profile = uint16(packet, header);
    this.oneByte = profile === oneByteProfile;
    if (!this.oneByte && (profile & twoByteProfileMask) !== twoByteProfile) return;
    let at = header + 4;
    const end = Math.min(at + 4 * uint16(packet, header + 2), packet.length);
    while (at < end && this.count < most) {
      const head = packet[at] ?? 0;
      at++;
      if (head === 0) continue;
      let id = head;
      let length = 0;
      if (this.oneByte) {
        id = head >> 4;
        length = (head & 0x0f) + 1;
        if (id === 0 || id === 15) return;
      } else {
        if (at >= end) return;
        length = packet[at] ?? 0;
        at++;
      }
      if (at + length > end) return;
      this.ids[this.count] = id;
      this.current[this.count] = id;
      this.offsets[this.count] = at;
      this.lengths[this.count] = length;
      this.count++;
      at += length;
    }
  }

  /** Where the value of an element with at least `length` octets begins; 0 if there is none. */
  find(id: number, length: number): number {
    for (let i = 0; i < this.count; i++) {
      if (this.ids[i] === id && (this.lengths[i] ?? 0) >= length) return this.offsets[i] ?? 0;
    }
    return 0;
  }

  /** Gives the element `index` another id in the packet; its length stays. One that does not fit its form becomes 15. */
  writeId(packet: Uint8Array, index: number, id: number): void {
    const at = this.offsets[index] ?? 0;
    this.current[index] = id;
    if (this.oneByte) packet[at - 1] = (Math.min(id, 15) << 4) | ((this.lengths[index] ?? 1) - 1);
    else packet[at - 2] = id;
  }
}
