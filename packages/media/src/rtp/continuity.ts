import { setUint16 } from './bytes.ts';
import { setPictureId, setTl0PicIdx, type PictureNumbers } from './pictureNumbers.ts';
import { Renumbering } from './renumbering.ts';
import { setSequenceNumber, setSsrc, setTimestamp } from './rtpPacket.ts';
import type { SourcePacket } from './sourcePacket.ts';

/** Packets. A jump further than this is a new beginning, not loss: MAX_DROPOUT of RFC 3550 A.1. */
const largestJump = 3_000;
/** Packets that late ones may be behind: more than a second of large video. */
const memory = 512;
/** Pictures that late ones may be behind; half of what 7 bits can tell apart. */
const pictureMemory = 64;
/** Frames that late ones may be behind. All layers of a simulcast may share one count, so a frame a second old can be far behind. */
const frameMemory = 512;

/**
 * Makes one continuous stream of what is sent to one receiver, whatever it is made of: other SSRCs, other simulcast
 * layers, packets left out for temporal layers. Used for each packet and receiver, so it allocates nothing.
 *
 * The caller chooses: it passes only packets of the present source, begins a new one with a key frame, and leaves out
 * frames whole. A packet of another SSRC is a switch of source.
 */
export class Continuity {
  readonly #ssrc: number;
  readonly #clockRate: number;
  readonly #sequence = new Renumbering(16, memory);
  readonly #wide = new Renumbering(15, pictureMemory);
  readonly #narrow = new Renumbering(7, pictureMemory);
  readonly #frames = new Renumbering(16, frameMemory);
  #state: 'empty' | 'interrupted' | 'running' = 'empty';
  #source = 0;
  #timestampShift = 0;
  #lastTimestamp = 0;
  #lastTime = 0;
  /** Of the present source; null until it has told a picture id. */
  #pictures: Renumbering | null = null;
  #lastPicture = -1;
  #tl0Shift = -1;
  #lastTl0 = -1;
  /** Whether `#frames` are those of the present source. */
  #hasFrames = false;
  #lastFrame = -1;
  /** What would follow if the source has begun again at other numbers (RFC 3550 A.1, bad_seq); -1 for nothing. */
  #expectedAfterRestart = -1;

  /**
   * @param ssrc of the stream that is sent
   * @param clockRate of its timestamps, in Hz
   */
  constructor(ssrc: number, clockRate: number) {
    this.#ssrc = ssrc;
    this.#clockRate = clockRate;
  }

  /**
   * Writes SSRC, sequence number and timestamp of the stream that is sent, picture id and TL0PICIDX of VP8 and VP9, and the frame
   * number of a dependency descriptor.
   * @param packet the bytes that `source` was read from, perhaps rewritten for another receiver since
   * @param now milliseconds of a clock that never goes back
   * @returns false if it must not be sent, and is unchanged: it is older than the source's first one, or was left out before
   */
  forward(source: SourcePacket, packet: Uint8Array, now: number): boolean {
    if (this.#state !== 'running' || source.ssrc !== this.#source) this.#begin(source, now);
    else if (!this.#isPlausible(source.sequenceNumber)) {
      if (!this.#hasRestarted(source.sequenceNumber)) return false;
      this.#begin(source, now);
    }
    const newest = this.#sequence.ahead(source.sequenceNumber) > 0;
    if (!this.#sequence.has(source.sequenceNumber)) return false;
    const { pictureNumbers, frameNumber } = source;
    const hasPicture = pictureNumbers !== null && pictureNumbers.pictureId >= 0;
    const picture = hasPicture ? this.#placePicture(pictureNumbers, newest) : 0;
    const frame = frameNumber >= 0 ? this.#placeFrame(frameNumber, newest) : 0;
    if (picture < 0 || frame < 0) {
      this.#sequence.leaveOut(source.sequenceNumber);
      return false;
    }
    const timestamp = (source.timestamp + this.#timestampShift) >>> 0;
    if (newest) {
      this.#lastTimestamp = timestamp;
      this.#lastTime = now;
    }
    setSsrc(packet, this.#ssrc);
    setSequenceNumber(packet, this.#sequence.place(source.sequenceNumber));
    setTimestamp(packet, timestamp);
    if (pictureNumbers !== null) {
      setPictureId(packet, pictureNumbers, picture);
      const { tl0PicIdx } = pictureNumbers;
      if (tl0PicIdx >= 0) setTl0PicIdx(packet, pictureNumbers, this.#placeTl0(tl0PicIdx));
    }
    if (frameNumber >= 0) setUint16(packet, source.frameNumberOffset, frame);
    return true;
  }

  /**
   * Closes the numbers up over a packet of the present source that is not sent. Picture ids of VP9 and frame numbers keep their
   * distance: frames tell by it what they refer to (P_DIFF), and where they are in their group (RFC 9628 4.2; RTP Payload Format For
   * AV1, A.8.3).
   */
  leaveOut(source: SourcePacket): void {
    if (this.#state !== 'running' || source.ssrc !== this.#source) return;
    if (!this.#isPlausible(source.sequenceNumber)) return;
    this.#sequence.leaveOut(source.sequenceNumber);
    if (!source.isVp8 || source.vp8.pictureId < 0) return;
    const pictures = this.#pictures;
    if (pictures?.bits === source.vp8.pictureIdBits) pictures.leaveOut(source.vp8.pictureId);
  }

  /** The next packet follows the last one without a gap, also if it comes from the same source: after a pause. */
  interrupt(): void {
    if (this.#state === 'running') this.#state = 'interrupted';
  }

  /** Where a timestamp of the present source is in what is sent, for sender reports. */
  sentTimestamp(sourceTimestamp: number): number {
    return (sourceTimestamp + this.#timestampShift) >>> 0;
  }

  /** The first source keeps its numbers, so that a packet sent back or passed on alone is recognised in captures. */
  #begin(source: SourcePacket, now: number): void {
    const first = this.#state === 'empty';
    this.#sequence.start(source.sequenceNumber, first ? source.sequenceNumber : this.#sequence.last + 1);
    // Time goes on while the source changes, but two frames must never share a timestamp.
    const passed = Math.round(((now - this.#lastTime) * this.#clockRate) / 1_000);
    const timestamp = first ? source.timestamp : this.#lastTimestamp + Math.max(1, passed);
    this.#timestampShift = (timestamp - source.timestamp) >>> 0;
    if (this.#pictures !== null) this.#lastPicture = this.#pictures.last;
    this.#pictures = null;
    this.#tl0Shift = -1;
    if (this.#hasFrames) this.#lastFrame = this.#frames.last;
    this.#hasFrames = false;
    this.#expectedAfterRestart = -1;
    this.#source = source.ssrc;
    this.#state = 'running';
  }

  #isPlausible(sequenceNumber: number): boolean {
    const ahead = this.#sequence.ahead(sequenceNumber);
    const plausible = ahead > -memory && ahead < largestJump;
    if (plausible) this.#expectedAfterRestart = -1;
    return plausible;
  }

  #hasRestarted(sequenceNumber: number): boolean {
    if (sequenceNumber === this.#expectedAfterRestart) return true;
    this.#expectedAfterRestart = (sequenceNumber + 1) & 0xffff;
    return false;
  }

  #placePicture({ pictureId, pictureIdBits }: PictureNumbers, newest: boolean): number {
    const known = this.#pictures;
    if (known?.bits === pictureIdBits) {
      const ahead = known.ahead(pictureId);
      // A newer packet with an old id, or one far away, comes from an encoder that has begun to count again.
      if (Math.abs(ahead) < pictureMemory && (ahead >= 0 || !newest)) return known.place(pictureId);
      if (!newest) return -1;
    }
    if (known !== null) this.#lastPicture = known.last;
    const pictures = pictureIdBits === 15 ? this.#wide : this.#narrow;
    pictures.start(pictureId, this.#lastPicture < 0 ? pictureId : this.#lastPicture + 1);
    this.#pictures = pictures;
    return pictures.place(pictureId);
  }

  /** Unlike pictures, frames may be far apart: other layers of a simulcast have those between. */
  #placeFrame(frameNumber: number, newest: boolean): number {
    if (this.#hasFrames) {
      const ahead = this.#frames.ahead(frameNumber);
      // A late one is ahead where later packets were left out.
      if (newest ? ahead >= 0 : ahead < frameMemory) return this.#frames.place(frameNumber);
      if (!newest) return -1;
      // A newer packet of an older frame comes from an encoder that has begun to count again.
      this.#lastFrame = this.#frames.last;
    }
    this.#frames.start(frameNumber, this.#lastFrame < 0 ? frameNumber : this.#lastFrame + 1);
    this.#hasFrames = true;
    return this.#frames.place(frameNumber);
  }

  #placeTl0(tl0PicIdx: number): number {
    if (this.#tl0Shift < 0) {
      this.#tl0Shift = this.#lastTl0 < 0 ? 0 : (this.#lastTl0 + 1 - tl0PicIdx) & 0xff;
    }
    const placed = (tl0PicIdx + this.#tl0Shift) & 0xff;
    if (this.#lastTl0 < 0 || ((placed - this.#lastTl0) << 24) >> 24 > 0) this.#lastTl0 = placed;
    return placed;
  }
}
