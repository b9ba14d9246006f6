import { sequenceDistance } from './bytes.ts';

/** Packets (RFC 3550 A.1): beyond these a sequence number is a new beginning if the next one follows it. */
const maxDropout = 3_000;
const maxMisorder = 100;
/** RFC 3550 6.4.1: cumulative loss has 24 bits with a sign. */
const mostLost = 0x7fffff;
const leastLost = -0x800000;
/** Milliseconds. */
const second = 1_000;

/** What a report block says of one stream (RFC 3550 6.4.1). */
export interface ReportBlock {
  /** The stream that is reported on. */
  ssrc: number;
  /** Share of packets lost since the last report, in 1/256. */
  fractionLost: number;
  /** -2^23 to 2^23 - 1; negative when packets came twice. */
  cumulativeLost: number;
  /** Wrap-arounds in the upper 16 bits. */
  extendedHighest: number;
  /** In units of the codec's clock. */
  jitter: number;
  /** Middle 32 bits of the NTP time in the last sender report, 0 without one. */
  lastSenderReport: number;
  /** Since that report, in 1/65536 s. */
  delaySinceLastSenderReport: number;
}

/** How one stream (SSRC) arrives, by the rules of RFC 3550 A.1, A.3 and A.8. Times are milliseconds of any steady clock. */
export class ReceptionStatistics {
  readonly #clockRate: number;
  #started = false;
  #base = 0;
  #highest = 0;
  #cycles = 0;
  #afterJump = -1;
  #packets = 0;
  #bytes = 0;
  #jitter = 0;
  #transit = 0;
  #expectedBefore = 0;
  #packetsBefore = 0;
  #senderReport = 0;
  #senderReportTime = 0;
  #secondBegan = 0;
  #secondLost = 0;
  #secondBytes = 0;
  #lostLastSecond = 0;
  #bitsLastSecond = 0;

  /** @param clockRate of the stream's timestamps, in Hz */
  constructor(clockRate: number) {
    this.#clockRate = clockRate;
  }

  /** Packets that came, also twice, also retransmitted. */
  get packets(): number {
    return this.#packets;
  }

  /** Bytes of what was counted in `packets`. */
  get bytes(): number {
    return this.#bytes;
  }

  /** Wrap-arounds in the upper 16 bits (RFC 3550 A.1). */
  get extendedHighest(): number {
    return (this.#cycles * 65_536 + this.#highest) % 0x1_0000_0000;
  }

  /** Expected minus received; negative when packets came twice (RFC 3550 A.3). */
  get cumulativeLost(): number {
    return Math.max(leastLost, Math.min(mostLost, this.#expected - this.#packets));
  }

  /** In units of the codec's clock (RFC 3550 A.8). */
  get jitter(): number {
    return Math.floor(this.#jitter);
  }

  get jitterMilliseconds(): number {
    return (this.#jitter * 1_000) / this.#clockRate;
  }

  get #expected(): number {
    return this.#started ? this.#cycles * 65_536 + this.#highest - this.#base + 1 : 0;
  }

  /**
   * Counts one packet. SRTP has authenticated it, so a stream counts from its first packet, without probation.
   * @param bytes to count for it
   * @returns false for a jump that is not believed yet; such a packet is not counted
   */
  receive(sequenceNumber: number, timestamp: number, bytes: number, now: number): boolean {
    if (!this.#started) this.#begin(sequenceNumber, now);
    else {
      this.#roll(now);
      const ahead = sequenceDistance(this.#highest, sequenceNumber);
      if (ahead >= maxDropout || ahead <= -maxMisorder) {
        if (sequenceNumber !== this.#afterJump) {
          this.#afterJump = (sequenceNumber + 1) & 0xffff;
          return false;
        }
        this.#begin(sequenceNumber, now);
      } else if (ahead > 0) {
        if (sequenceNumber < this.#highest) this.#cycles++;
        this.#highest = sequenceNumber;
      }
    }
    this.#packets++;
    this.#bytes += bytes;
    this.#secondBytes += bytes;
    this.#measureJitter(timestamp, now);
    return true;
  }

  /** @param ntpMiddle middle 32 bits of its NTP time */
  receiveSenderReport(ntpMiddle: number, now: number): void {
    this.#senderReport = ntpMiddle;
    this.#senderReportTime = now;
  }

  /** What to report now; the next fraction counts from here (RFC 3550 A.3). */
  reportBlock(ssrc: number, now: number): ReportBlock {
    const expected = this.#expected - this.#expectedBefore;
    const lost = expected - (this.#packets - this.#packetsBefore);
    this.#expectedBefore = this.#expected;
    this.#packetsBefore = this.#packets;
    const delay = Math.round(((now - this.#senderReportTime) * 65_536) / 1_000);
    return {
      ssrc,
      fractionLost: expected <= 0 || lost <= 0 ? 0 : Math.min(255, Math.floor((lost * 256) / expected)),
      cumulativeLost: this.cumulativeLost,
      extendedHighest: this.extendedHighest,
      jitter: this.jitter,
      lastSenderReport: this.#senderReport,
      delaySinceLastSenderReport: this.#senderReport === 0 ? 0 : Math.max(0, Math.min(0xffffffff, delay)),
    };
  }

  /** Packets missed in the last whole second, less those that came late in it; never negative. */
  lostLastSecond(now: number): number {
    this.#roll(now);
    return this.#lostLastSecond;
  }

  /** Bit/s over the last whole second. */
  bitrate(now: number): number {
    this.#roll(now);
    return this.#bitsLastSecond;
  }

  #begin(sequenceNumber: number, now: number): void {
    this.#started = true;
    this.#base = sequenceNumber;
    this.#highest = sequenceNumber;
    this.#cycles = 0;
    this.#afterJump = -1;
    this.#packets = 0;
    this.#bytes = 0;
    this.#jitter = 0;
    this.#expectedBefore = 0;
    this.#packetsBefore = 0;
    this.#secondBegan = now;
    this.#secondLost = 0;
    this.#secondBytes = 0;
  }

  #measureJitter(timestamp: number, now: number): void {
    const transit = ((now * this.#clockRate) / 1_000 - timestamp) % 0x1_0000_0000;
    if (this.#packets > 1) {
      let difference = Math.abs(transit - this.#transit) % 0x1_0000_0000;
      // The timestamp's wrap-around is no delay of half a day.
      if (difference > 0x8000_0000) difference = 0x1_0000_0000 - difference;
      this.#jitter += (difference - this.#jitter) / 16;
    }
    this.#transit = transit;
  }

  #roll(now: number): void {
    const passed = now - this.#secondBegan;
    if (!this.#started || passed < second) return;
    const lost = this.#expected - this.#packets;
    // Asked after a silence of two seconds or more, the last one had nothing in it.
    const whole = passed < 2 * second;
    this.#lostLastSecond = whole ? Math.max(0, lost - this.#secondLost) : 0;
    this.#bitsLastSecond = whole ? Math.round((this.#secondBytes * 8 * second) / passed) : 0;
    this.#secondBegan = now;
    this.#secondLost = lost;
    this.#secondBytes = 0;
  }
}
