import { writeSenderReport } from '../rtcp/reports.ts';
import { writeCname } from '../rtcp/sources.ts';

/** A source's sender report as one of a stream made from it: the same moment in the numbers of that stream. */
export function senderReport(
  into: Buffer,
  stream: { ssrc: number; packets: number; octets: number },
  at: { ntpSeconds: number; ntpFraction: number; rtpTimestamp: number },
): Buffer {
  const info = {
    ssrc: stream.ssrc,
    ntpSeconds: at.ntpSeconds,
    ntpFraction: at.ntpFraction,
    rtpTimestamp: at.rtpTimestamp,
    packetCount: stream.packets >>> 0,
    octetCount: stream.octets >>> 0,
  };
  const end = writeSenderReport(into, 0, info);
  return into.subarray(0, writeCname(into, end, stream.ssrc, 'cardea'));
}
