import { payloadEnd, payloadOffset, sequenceNumber, ssrc, timestamp } from './rtpPacket.ts';
import { Vp8Descriptor } from './vp8.ts';

/**
 * What a packet said when it came in. Packets are rewritten in place for one receiver after the other, so this is read
 * once before the first one; one object serves all packets.
 */
export class SourcePacket {
  ssrc = 0;
  sequenceNumber = 0;
  timestamp = 0;
  payloadOffset = 0;
  payloadEnd = 0;
  /** Whether `vp8` holds this packet's descriptor. */
  isVp8 = false;
  readonly vp8 = new Vp8Descriptor();

  /** @param isVp8 whether its payload type stands for VP8; a descriptor that is cut off counts as none */
  read(packet: Uint8Array, isVp8: boolean): void {
    this.ssrc = ssrc(packet);
    this.sequenceNumber = sequenceNumber(packet);
    this.timestamp = timestamp(packet);
    this.payloadOffset = payloadOffset(packet);
    this.payloadEnd = payloadEnd(packet);
    this.isVp8 = isVp8 && this.vp8.read(packet, this.payloadOffset, this.payloadEnd);
  }
}
