import { isAv1KeyFrameStart } from './av1.ts';
import { uint16 } from './bytes.ts';
import { ExtensionElements } from './extensionElements.ts';
import { isH264KeyFrameStart } from './h264.ts';
import type { PictureNumbers } from './pictureNumbers.ts';
import { payloadEnd, payloadOffset, payloadType, sequenceNumber, ssrc, timestamp } from './rtpPacket.ts';
import { isVp8KeyFrameStart, Vp8Descriptor } from './vp8.ts';
import { Vp9Descriptor } from './vp9.ts';

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
  /** How its descriptor numbers pictures; `null` for other codecs and for a descriptor that is cut off. */
  pictureNumbers: PictureNumbers | null = null;
  readonly extensions = new ExtensionElements();
  /** Of its dependency descriptor, 16 bits; -1 without one. */
  frameNumber = -1;
  frameNumberOffset = 0;
  readonly #vp9 = new Vp9Descriptor();

  /**
   * @param codec name in lower case; a VP8 or VP9 descriptor that is cut off counts as none
   * @param dependencyId of the header extension with the dependency descriptor; 0 if it is not agreed upon
   */
  read(packet: Uint8Array, codec: string, dependencyId = 0): void {
    this.ssrc = ssrc(packet);
    this.payloadType = payloadType(packet);
    this.sequenceNumber = sequenceNumber(packet);
    this.timestamp = timestamp(packet);
    this.payloadOffset = payloadOffset(packet);
    this.payloadEnd = payloadEnd(packet);
    this.isNewest = true;
    this.isVp8 = codec === 'vp8' && this.vp8.read(packet, this.payloadOffset, this.payloadEnd);
    const isVp9 = codec === 'vp9' && this.#vp9.read(packet, this.payloadOffset, this.payloadEnd);
    this.pictureNumbers = this.isVp8 ? this.vp8 : isVp9 ? this.#vp9 : null;
    this.startsKeyFrame = this.#readKeyFrame(packet, codec);
    this.extensions.read(packet);
    this.#readFrameNumber(packet, dependencyId);
  }

  /** One octet of flags and template, then the number (RTP Payload Format For AV1, A.8.2); all else there counts from it. */
  #readFrameNumber(packet: Uint8Array, dependencyId: number): void {
    const at = dependencyId === 0 ? 0 : this.extensions.find(dependencyId, 3);
    this.frameNumberOffset = at + 1;
    this.frameNumber = at === 0 ? -1 : uint16(packet, at + 1);
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
        return this.pictureNumbers !== null && this.#vp9.startsKeyFrame;
      case 'h264':
        return isH264KeyFrameStart(packet, this.payloadOffset, this.payloadEnd);
      case 'av1':
        return isAv1KeyFrameStart(packet, this.payloadOffset, this.payloadEnd);
      default:
        return true;
    }
  }
}
