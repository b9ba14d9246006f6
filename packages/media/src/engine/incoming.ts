import { Lateness } from '../rtp/lateness.ts';
import { LossDetection, usualLossDetection } from '../rtp/lossDetection.ts';
import { ReceptionStatistics } from '../rtp/receptionStatistics.ts';
import type { Section } from '../sdp/description.ts';
import { nothingAgreed, type Agreement, type Format } from './agreement.ts';
import type { OutgoingStream } from './outgoingStream.ts';
import { StreamSecond } from './streamSecond.ts';

/** Sound that comes later than this is not played any more, so it is asked for once or twice. */
const soundLossDetection = { ...usualLossDetection, tries: 2, giveUp: 300, most: 32 };

const unknownFormat: Format = {
  codec: '',
  clockRate: 90_000,
  key: '',
  nack: false,
  rtx: -1,
  repeats: -1,
};

/** One m-line in which the remote end may send, with everybody who wants it. */
export class IncomingSection {
  section: Section;
  agreement: Agreement = nothingAgreed;
  /** Receivers; the hot path walks this array, which is replaced and never changed. */
  receivers: readonly OutgoingStream[] = [];
  /** By layer, lowest first; without retransmissions. */
  readonly layers: (IncomingStream | undefined)[] = [];
  /** By payload type. */
  #formats: readonly Format[] = [];

  constructor(section: Section, agreement: Agreement) {
    this.section = section;
    this.configure(section, agreement);
  }

  configure(section: Section, agreement: Agreement): void {
    this.section = section;
    this.agreement = agreement;
    this.#formats = Array.from({ length: 128 }, (_, type) => agreement.formats.get(type) ?? unknownFormat);
    for (const receiver of this.receivers) receiver.renegotiated();
  }

  /** Of the codec that the remote end will most likely use: its first one. */
  get clockRate(): number {
    const [first] = this.agreement.formats.values();
    return first?.clockRate ?? 90_000;
  }

  format(payloadType: number): Format {
    return this.#formats[payloadType] ?? unknownFormat;
  }

  add(stream: IncomingStream): void {
    if (!stream.isRtx) this.layers[stream.layer] = stream;
  }

  remove(stream: IncomingStream): void {
    if (this.layers[stream.layer] === stream) this.layers[stream.layer] = undefined;
  }
}

/** One SSRC of the remote end. */
export class IncomingStream {
  readonly ssrc: number;
  readonly section: IncomingSection;
  /** 0 is the lowest, or the only one. Of a stream of retransmissions, that of what it repeats. */
  readonly layer: number;
  readonly isRtx: boolean;
  readonly statistics: ReceptionStatistics;
  readonly lateness: Lateness;
  /** What to ask for again; `null` where NACK is not agreed upon. */
  readonly loss: LossDetection | null;
  /** Milliseconds of the last packet, and of the last request for a key frame. */
  lastPacket = 0;
  lastKeyFrameRequest = -Infinity;
  receiving = false;
  /** Packets asked for, counted each time, and how many that were missing have come by retransmission or late. */
  requested = 0;
  repaired = 0;
  /** Packets that came while the process was late, and that nobody got. */
  dropped = 0;
  readonly second = new StreamSecond();

  /** @param format of its first packet */
  constructor(
    ssrc: number,
    section: IncomingSection,
    { layer, isRtx, format }: { layer: number; isRtx: boolean; format: Format },
  ) {
    this.ssrc = ssrc;
    this.section = section;
    this.layer = layer;
    this.isRtx = isRtx;
    this.statistics = new ReceptionStatistics(format.clockRate);
    this.lateness = new Lateness(format.clockRate);
    const isSound = section.section.kind === 'audio';
    this.loss =
      isRtx || !format.nack ? null : new LossDetection(isSound ? soundLossDetection : usualLossDetection);
  }

  endSecond(): void {
    const { packets, bytes, cumulativeLost: lost } = this.statistics;
    this.second.end({ expected: packets + lost, bytes, lost, repaired: this.repaired });
  }
}
