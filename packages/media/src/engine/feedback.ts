import { randomInt } from 'node:crypto';
import { readCompound } from '../rtcp/compound.ts';
import { isPli, readFir, readMediaSsrc, readNack, writePli } from '../rtcp/feedback.ts';
import { writeRemb } from '../rtcp/remb.ts';
import { readSenderReport, writeReceiverReport } from '../rtcp/reports.ts';
import { writeCname } from '../rtcp/sources.ts';
import { ntpMiddle } from '../rtp/roundTrip.ts';
import type { Demultiplexer } from './demultiplexer.ts';
import type { IncomingStream } from './incoming.ts';
import type { OutgoingStream } from './outgoingStream.ts';

interface FeedbackOptions {
  send(packet: Buffer): void;
  streams(): Iterable<IncomingStream>;
}

/** What Janus tells a publisher without a limit: 10 Mbit/s. */
const unlimited = 10_000_000;
/** Milliseconds between two requests for a key frame of one stream; encoders need about as long for one. */
const keyFramePause = 500;
/** Blocks in one report (RFC 3550 6.4.1). */
const mostBlocks = 31;

/** The RTCP of one connection: reports and limits to the remote end, and what it asks for. */
export class Feedback {
  readonly #options: FeedbackOptions;
  /** This end's own SSRC in reports and requests. */
  readonly #ssrc = randomInt(1, 0xffff_ffff);
  readonly #buffer = Buffer.alloc(1_200);
  #limit = unlimited;

  constructor(options: FeedbackOptions) {
    this.#options = options;
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
    const start = writeReceiverReport(this.#buffer, 0, this.#ssrc, []);
    const end = writePli(this.#buffer, start, this.#ssrc, stream.ssrc);
    this.#options.send(this.#buffer.subarray(0, end));
  }

  /** A receiver report for what comes in, and the limit of it (REMB). */
  report(now: number): void {
    const streams = [...this.#options.streams()].filter(({ isRtx }) => !isRtx).slice(0, mostBlocks);
    if (streams.length === 0) return;
    const blocks = streams.map(({ ssrc, statistics }) => statistics.reportBlock(ssrc, now));
    let end = writeReceiverReport(this.#buffer, 0, this.#ssrc, blocks);
    end = writeCname(this.#buffer, end, this.#ssrc, 'cardea');
    const video = streams.filter(({ section }) => section.section.kind === 'video').map(({ ssrc }) => ssrc);
    if (video.length > 0) end = writeRemb(this.#buffer, end, this.#ssrc, this.#limit, video);
    this.#options.send(this.#buffer.subarray(0, end));
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
        for (const number of readNack(compound, packet)) media.resend(number, now);
        if (isPli(packet)) media.requestKeyFrame();
      }
      for (const { ssrc } of readFir(compound, packet)) outgoing.get(ssrc)?.requestKeyFrame();
      const report = readSenderReport(compound, packet);
      const stream = report === null ? undefined : incoming.bySsrc(report.ssrc);
      if (report === null || stream === undefined) continue;
      stream.statistics.receiveSenderReport(ntpMiddle(report.ntpSeconds, report.ntpFraction), now);
      for (const receiver of stream.section.receivers) {
        const rtpTimestamp = receiver.sentTimestamp(stream, report.rtpTimestamp);
        if (rtpTimestamp !== null) receiver.sendReport({ ...report, rtpTimestamp });
      }
    }
  }
}
