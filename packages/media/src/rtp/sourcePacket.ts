import { isAv1KeyFrameStart } from './av1.ts';
import { ExtensionElements } from './extensionElements.ts';
import { isH264KeyFrameStart } from './h264.ts';
import { payloadEnd, payloadOffset, payloadType, sequenceNumber, ssrc, timestamp } from './rtpPacket.ts';
import { isVp8KeyFrameStart, Vp8Descriptor } from './vp8.ts';
import { isVp9KeyFrameStart } from './vp9.ts';

/**
 * What a packet said when it came in. Packets are rewritten in place for one receiver after the other, so this is read
 * once before the first one; one object serves all packets.
 */
export class SourcePacket {
  ssrc = 0;
  payloadType = 0;
  sequenceNumber = 0;
  timestamp = 0;
  payloadOffset = 0;
  payloadEnd = 0;
  /** Whether no later packet of its stream has come before it. */
  isNewest = true;
  /** Whether it begins a key frame; true for what has no frames, or none that this engine knows. */
  startsKeyFrame = true;
  /** Whether `vp8` holds this packet's descriptor. */
  isVp8 = false;
  readonly vp8 = new Vp8Descriptor();
  readonly extensions = new ExtensionElements();

  /** @param codec name in lower case; a VP8 descriptor that is cut off counts as none */
  read(packet: Uint8Array, codec: string): void {
    this.ssrc = ssrc(packet);
    this.payloadType = payloadType(packet);
    this.sequenceNumber = sequenceNumber(packet);
    this.timestamp = timestamp(packet);
    this.payloadOffset = payloadOffset(packet);
    this.payloadEnd = payloadEnd(packet);
    this.isNewest = true;
    this.isVp8 = codec === 'vp8' && this.vp8.read(packet, this.payloadOffset, this.payloadEnd);
    this.startsKeyFrame = this.#readKeyFrame(packet, codec);
    this.extensions.read(packet);
  }

  #readKeyFrame(packet: Uint8Array, codec: string): boolean {
    switch (codec) {
      case 'vp8':
        // Most packets do not begin a frame, and are told apart without reading the descriptor again.
        return (
          this.isVp8 &&
          this.vp8.startsFrame &&
          isVp8KeyFrameStart(packet, this.payloadOffset, this.payloadEnd)
        );
      case 'vp9':
        return isVp9KeyFrameStart(packet, this.payloadOffset, this.payloadEnd);
      case 'h264':
        return isH264KeyFrameStart(packet, this.payloadOffset, this.payloadEnd);
      case 'av1':
        return isAv1KeyFrameStart(packet, this.payloadOffset, this.payloadEnd);
      default:
        return true;
    }
  }
}
