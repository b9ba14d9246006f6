import type { IncomingStatistics, MediaStatistics, SectionStatistics } from '@cardea/media';
import type { JsonObject } from './json.ts';

/** What RTCP and the engine's own counts say of a stream that comes in and of what goes out beside it. Times are milliseconds. */
export function rtcpStatistics(
  { codec, roundTrip, outgoing }: MediaStatistics,
  incoming: IncomingStatistics | undefined,
): JsonObject {
  return {
    base: codec?.clockRate ?? 90_000,
    rtt: Math.round(roundTrip ?? 0),
    lost: incoming?.lost ?? 0,
    'lost-by-remote': outgoing.lost,
    'jitter-local': Math.round(incoming?.jitter ?? 0),
    'jitter-remote': Math.round(outgoing.jitter),
    'in-link-quality': incoming?.linkQuality ?? 100,
    'in-media-link-quality': incoming?.mediaQuality ?? 100,
    'out-link-quality': outgoing.linkQuality,
    'out-media-link-quality': outgoing.mediaQuality,
  };
}

/** What event handlers are told of an m-line, one event for each simulcast substream. */
export function statisticsEvents(section: SectionStatistics): JsonObject[] {
  const { kind, mid, index: mindex } = section;
  if (kind === 'application') {
    const { incoming, outgoing } = section;
    return [
      {
        ...{ mid, mindex, media: 'data' },
        'packets-received': incoming.packets,
        'packets-sent': outgoing.packets,
        'bytes-received': incoming.bytes,
        'bytes-sent': outgoing.bytes,
      },
    ];
  }
  if (section.codec === null) return [];
  const layers = section.incoming.length === 0 ? [undefined] : section.incoming;
  return layers.map((layer) => mediaEvent(section, layer));
}

function mediaEvent(section: MediaStatistics, incoming: IncomingStatistics | undefined): JsonObject {
  const { kind, mid, index, codec, outgoing } = section;
  const layer = incoming?.layer ?? 0;
  return {
    mid,
    mindex: index,
    media: layer === 0 ? kind : `${kind}-sim${layer}`,
    ...(codec === null ? {} : { codec: codec.name }),
    ...rtcpStatistics(section, incoming),
    'packets-received': incoming?.packets ?? 0,
    'packets-sent': outgoing.packets,
    'bytes-received': incoming?.bytes ?? 0,
    'bytes-sent': outgoing.bytes,
    'bytes-received-lastsec': incoming?.bytesLastSecond ?? 0,
    'bytes-sent-lastsec': outgoing.bytesLastSecond,
    'nacks-received': outgoing.nacks,
    'nacks-sent': incoming?.nacks ?? 0,
    'retransmissions-received': incoming?.retransmissions ?? 0,
  };
}
