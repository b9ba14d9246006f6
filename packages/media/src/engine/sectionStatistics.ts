import type { IncomingStatistics, MediaStatistics } from '../connectionInfo.ts';
import type { IncomingSection, IncomingStream } from './incoming.ts';
import type { OutgoingStream } from './outgoingStream.ts';

interface Parts {
  section: IncomingSection;
  kind: 'audio' | 'video';
  index: number;
  outgoing: OutgoingStream;
  streams: readonly IncomingStream[];
  /** Milliseconds. */
  roundTrip: number | null;
}

/** How one m-line fares, by what its streams have counted. */
export function sectionStatistics({
  section,
  kind,
  index,
  outgoing,
  streams,
  roundTrip,
}: Parts): MediaStatistics {
  const { agreement } = section;
  const codec = codecOf(section);
  const own = streams.filter((stream) => stream.section === section);
  const { packets, bytes, reports, retransmissions } = outgoing;
  const { second, lost, nacks } = reports;
  return {
    kind,
    mid: section.section.mid,
    index,
    codec,
    nack: [...agreement.formats.values()].some(({ nack }) => nack),
    nackQueue: outgoing.kept,
    rids: agreement.simulcast !== null && 'rids' in agreement.simulcast ? agreement.simulcast.rids : null,
    send: agreement.send,
    receive: agreement.receive,
    ssrc: outgoing.ssrc,
    rtxSsrc: codec === null || codec.rtxType === null ? null : outgoing.rtxSsrc,
    incoming: own
      .filter(({ isRtx }) => !isRtx)
      .toSorted((one, other) => one.layer - other.layer)
      .map((stream) => incomingStatistics(stream, own)),
    outgoing: {
      packets,
      bytes,
      bytesLastSecond: second.bytes,
      lost,
      jitter: (reports.jitter * 1_000) / section.clockRate,
      nacks,
      retransmissions,
      linkQuality: second.linkQuality,
      mediaQuality: second.mediaQuality,
    },
    roundTrip,
  };
}

function codecOf({ agreement }: IncomingSection): MediaStatistics['codec'] {
  const [first] = agreement.formats;
  if (first === undefined) return null;
  const [payloadType, { codec: name, rtx, clockRate }] = first;
  return { name, payloadType, rtxType: rtx < 0 ? null : rtx, clockRate };
}

function incomingStatistics(stream: IncomingStream, beside: readonly IncomingStream[]): IncomingStatistics {
  const { ssrc, layer, statistics, second, requested, repaired } = stream;
  return {
    ssrc,
    rtxSsrc: beside.find((other) => other.isRtx && other.layer === layer)?.ssrc ?? null,
    layer,
    packets: statistics.packets,
    bytes: statistics.bytes,
    bytesLastSecond: second.bytes,
    lost: statistics.cumulativeLost,
    jitter: statistics.jitterMilliseconds,
    nacks: requested,
    retransmissions: repaired,
    linkQuality: second.linkQuality,
    mediaQuality: second.mediaQuality,
  };
}
