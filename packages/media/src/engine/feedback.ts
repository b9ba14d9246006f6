import { randomInt } from 'node:crypto';
import { readCompound } from '../rtcp/compound.ts';
import { isPli, readFir, readMediaSsrc, readNack, writeNack, writePli } from '../rtcp/feedback.ts';
import { writeRemb } from '../rtcp/remb.ts';
import { readReceiverReport, readSenderReport, writeReceiverReport } from '../rtcp/reports.ts';
import { writeCname } from '../rtcp/sources.ts';
import { readTransportFeedback, writeTransportFeedback, type Arrivals } from '../rtcp/transportFeedback.ts';
import type { ReportBlock } from '../rtp/receptionStatistics.ts';
import { ntpMiddle } from '../rtp/roundTrip.ts';
import type { Demultiplexer } from './demultiplexer.ts';
import type { Downlink } from './downlink.ts';
import type { IncomingStream } from './incoming.ts';
import type { OutgoingStream } from './outgoingStream.ts';

interface FeedbackOptions {
  send(packet: Buffer): void;
  streams(): Iterable<IncomingStream>;
  /** Of this connection. */
  downlink: Downlink;
  /** What those who get this connection's pictures can take, bit/s; `null` when there is nothing to heed. */
  capacity(): number | null;
}

/** What Janus tells a publisher without a limit: 10 Mbit/s. */
const unlimited = 10_000_000;
/** Milliseconds between two requests for a key frame of one stream; encoders need about as long for one. */
const keyFramePause = 500;
/** Blocks in one report (RFC 3550 6.4.1). */
const mostBlocks = 31;
/** Milliseconds, before one has been measured; and what is believed at most. */
const usualRoundTrip = 100;
const longestRoundTrip = 1_000;

/** The RTCP of one connection: reports, requests and limits to the remote end, and what it asks for. */
export class Feedback {
  readonly #options: FeedbackOptions;
  /** This end's own SSRC in reports and requests. */
  readonly #ssrc = randomInt(1, 0xffff_ffff);
  readonly #buffer = Buffer.alloc(1_200);
  #limit = unlimited;
  #feedbackCount = 0;
  #roundTrip = -1;

  constructor(options: FeedbackOptions) {
    this.#options = options;
  }

  /** Milliseconds; smoothed as TCP does (RFC 6298 2). */
  get roundTrip(): number {
    return this.#roundTrip < 0 ? usualRoundTrip : this.#roundTrip;
  }

  /** `null` before one was measured. */
  get measuredRoundTrip(): number | null {
    return this.#roundTrip < 0 ? null : this.#roundTrip;
  }

  measureRoundTrip(milliseconds: number): void {
    const measured = Math.min(longestRoundTrip, milliseconds);
    this.#roundTrip = this.#roundTrip < 0 ? measured : this.#roundTrip + (measured - this.#roundTrip) / 8;
  }

  /** @param bitsPerSecond 0 for no limit */
  limitBitrate(bitsPerSecond: number): void {
    this.#limit = bitsPerSecond === 0 ? unlimited : bitsPerSecond;
    this.report(performance.now());
  }

  /** Asks for a key frame (PLI, RFC 4585 6.3.1), unless that has just been done. */
  requestKeyFrame(stream: IncomingStream): void {
    const now = performance.now();
    if (stream.section.section.kind !== 'video' || now - stream.lastKeyFrameRequest < keyFramePause) return;
    stream.lastKeyFrameRequest = now;
    this.#send(writePli(this.#buffer, this.#begin(), this.#ssrc, stream.ssrc));
  }

  /** Asks for packets again (RFC 4585 6.2.1). */
  requestPackets(stream: IncomingStream, numbers: Uint16Array, count: number): void {
    stream.requested += count;
    this.#send(writeNack(this.#buffer, this.#begin(), this.#ssrc, stream.ssrc, numbers, count));
  }

  /** Tells when packets arrived (draft-holmer-rmcat-transport-wide-cc-extensions-01). */
  reportArrivals(arrivals: Arrivals): void {
    const [stream] = this.#options.streams();
    const count = this.#feedbackCount++;
    const start = this.#begin();
    const media = stream?.ssrc ?? 0;
    this.#send(writeTransportFeedback(this.#buffer, start, this.#ssrc, media, count, arrivals));
  }

  /**
   * A receiver report for what comes in, and the limit of it (REMB). Chromium 156 and Firefox 153 obey REMB also when they
   * estimate their bandwidth by transport-wide feedback: all they send, sound and headers included, is at the limit within a second
   * and stays within a tenth of it.
   */
  report(now: number): void {
    const streams = [...this.#options.streams()].filter(({ isRtx }) => !isRtx).slice(0, mostBlocks);
    if (streams.length === 0) return;
    const blocks = streams.map(({ ssrc, statistics }) => statistics.reportBlock(ssrc, now));
    let end = writeReceiverReport(this.#buffer, 0, this.#ssrc, blocks);
    end = writeCname(this.#buffer, end, this.#ssrc, 'cardea');
    const video = streams.filter(({ section }) => section.section.kind === 'video').map(({ ssrc }) => ssrc);
    const limit = Math.min(this.#limit, this.#options.capacity() ?? unlimited);
    if (video.length > 0) end = writeRemb(this.#buffer, end, this.#ssrc, limit, video);
    this.#send(end);
  }

  /** @param outgoing streams that the remote end may speak of, by SSRC */
  receive(
    compound: Buffer,
    outgoing: ReadonlyMap<number, OutgoingStream>,
    incoming: Pick<Demultiplexer, 'bySsrc'>,
  ): void {
    const now = performance.now();
    for (const packet of readCompound(compound)) {
      const media = outgoing.get(readMediaSsrc(compound, packet) ?? 0);
      if (media !== undefined) {
        // A receiver that has measured the same way asks again after a round trip at the earliest.
        const pause = Math.max(0, this.#roundTrip) * 0.75;
        for (const number of readNack(compound, packet)) {
          media.reports.nacks++;
          media.resend(number, now, pause);
        }
        if (isPli(packet)) media.requestKeyFrame();
      }
      const arrivals = readTransportFeedback(compound, packet);
      if (arrivals !== null) this.#options.downlink.take(arrivals, now);
      for (const { ssrc } of readFir(compound, packet)) outgoing.get(ssrc)?.requestKeyFrame();
      const blocks = readReceiverReport(compound, packet)?.blocks ?? [];
      this.#takeBlocks(blocks, outgoing, now);
      const report = readSenderReport(compound, packet);
      if (report === null) continue;
      this.#takeBlocks(report.blocks, outgoing, now);
      const stream = incoming.bySsrc(report.ssrc);
      if (stream === undefined) continue;
      stream.statistics.receiveSenderReport(ntpMiddle(report.ntpSeconds, report.ntpFraction), now);
      for (const receiver of stream.section.receivers) {
        const rtpTimestamp = receiver.sentTimestamp(stream, report.rtpTimestamp);
        if (rtpTimestamp !== null) receiver.sendReport({ ...report, rtpTimestamp }, now);
      }
    }
  }

  #takeBlocks(
    blocks: readonly ReportBlock[],
    outgoing: ReadonlyMap<number, OutgoingStream>,
    now: number,
  ): void {
    for (const block of blocks) {
      const stream = outgoing.get(block.ssrc);
      stream?.reports.take(block);
      const measured = stream?.roundTrip(block, now) ?? null;
      if (measured !== null) this.measureRoundTrip(measured);
    }
  }

  /** A compound begins with a report, if need be an empty one (RFC 3550 6.1). */
  #begin(): number {
    return writeReceiverReport(this.#buffer, 0, this.#ssrc, []);
  }

  #send(end: number): void {
    this.#options.send(this.#buffer.subarray(0, end));
  }
}
