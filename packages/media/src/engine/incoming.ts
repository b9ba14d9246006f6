import { ReceptionStatistics } from '../rtp/receptionStatistics.ts';
import type { Section } from '../sdp/description.ts';
import type { OutgoingStream } from './outgoingStream.ts';

/** One m-line in which the remote end may send, with everybody who wants it. */
export class IncomingSection {
  section: Section;
  /** Receivers; the hot path walks this array, which is replaced and never changed. */
  receivers: readonly OutgoingStream[] = [];
  /** By layer, lowest first; without retransmissions. */
  readonly layers: (IncomingStream | undefined)[] = [];
  readonly #rtxTypes = new Set<number>();
  readonly #vp8Types = new Set<number>();
  #clockRate = 90_000;

  constructor(section: Section) {
    this.section = section;
    this.configure(section);
  }

  configure(section: Section): void {
    this.section = section;
    this.#rtxTypes.clear();
    this.#vp8Types.clear();
    for (const { payload, codec } of section.raw.rtp) {
      const name = codec.toLowerCase();
      if (name === 'rtx') this.#rtxTypes.add(payload);
      if (name === 'vp8') this.#vp8Types.add(payload);
    }
    this.#clockRate = section.raw.rtp[0]?.rate ?? 90_000;
  }

  get clockRate(): number {
    return this.#clockRate;
  }

  isRtx(payloadType: number): boolean {
    return this.#rtxTypes.has(payloadType);
  }

  isVp8(payloadType: number): boolean {
    return this.#vp8Types.has(payloadType);
  }

  add(stream: IncomingStream): void {
    if (!stream.isRtx) this.layers[stream.layer] = stream;
  }
}

/** One SSRC of the remote end. */
export class IncomingStream {
  readonly ssrc: number;
  readonly section: IncomingSection;
  /** 0 is the lowest, or the only one. */
  readonly layer: number;
  readonly isRtx: boolean;
  readonly statistics: ReceptionStatistics;
  /** Milliseconds of the last packet, and of the last request for a key frame. */
  lastPacket = 0;
  lastKeyFrameRequest = -Infinity;
  receiving = false;

  constructor(ssrc: number, section: IncomingSection, layer: number, isRtx: boolean) {
    this.ssrc = ssrc;
    this.section = section;
    this.layer = layer;
    this.isRtx = isRtx;
    this.statistics = new ReceptionStatistics(section.clockRate);
  }
}
