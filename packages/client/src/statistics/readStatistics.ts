import { mediaRoles, type MediaRole } from '@cardea/protocol';
import type { CallStatistics, StreamStatistics } from './callStatistics.ts';

/** Entries of an `RTCStatsReport` (W3C webrtc-stats), of which browsers leave out what they like. */
type Entry = Readonly<Record<string, unknown>>;
export type Report = ReadonlyMap<string, unknown>;

/**
 * What happened between two looks at a connection.
 * @param before `null` for the first look: rates are 0
 * @param at milliseconds since 1970
 */
export function readStatistics(before: Report | null, now: Report, at: number): CallStatistics {
  const pair = selectedPair(now);
  const former = before === null ? null : selectedPair(before);
  const same = pair !== null && former !== null && pair['id'] === former['id'];
  const streams = entries(now).flatMap((entry) => {
    const stream = readStream(entry, before?.get(text(entry, 'id') ?? ''), now);
    return stream === null ? [] : [stream];
  });
  const sum = (direction: StreamStatistics['direction']): number =>
    streams.reduce((total, one) => (one.direction === direction ? total + one.bitrate : total), 0);
  const seconds = milliseconds(pair, 'currentRoundTripTime') ?? remoteRoundTrip(now);
  return {
    at,
    // A pair of its own counts everything; after a change of the way its counters are not those of before.
    up: same ? rate(former, pair, 'bytesSent') : sum('up'),
    down: same ? rate(former, pair, 'bytesReceived') : sum('down'),
    roundTrip: seconds,
    availableUp: number(pair, 'availableOutgoingBitrate'),
    route: readRoute(pair, now),
    streams: streams.toSorted(
      (one, other) =>
        mediaRoles.indexOf(one.role) - mediaRoles.indexOf(other.role) ||
        other.direction.localeCompare(one.direction),
    ),
  };
}

function readStream(entry: Entry, formerEntry: unknown, report: Report): StreamStatistics | null {
  const up = entry['type'] === 'outbound-rtp';
  const role = up || entry['type'] === 'inbound-rtp' ? roleOf(entry) : null;
  if (role === null) return null;
  const former = isEntry(formerEntry) ? formerEntry : null;
  const bytes = up ? 'bytesSent' : 'bytesReceived';
  const headers = up ? 'headerBytesSent' : 'headerBytesReceived';
  const bitrate = rate(former, entry, bytes) + rate(former, entry, headers);
  // A stream that has never carried anything is not shown, as a microphone in the m-line of a screen's sound.
  if (bitrate === 0 && (number(entry, bytes) ?? 0) === 0) return null;
  const remote = up ? find(report, text(entry, 'remoteId')) : null;
  const limit = entry['qualityLimitationReason'];
  return {
    role,
    direction: up ? 'up' : 'down',
    codec: text(find(report, text(entry, 'codecId')), 'mimeType')?.split('/')[1] ?? null,
    bitrate,
    loss: up ? number(remote, 'fractionLost') : lossBetween(former, entry),
    jitter: milliseconds(up ? remote : entry, 'jitter'),
    width: number(entry, 'frameWidth'),
    height: number(entry, 'frameHeight'),
    framesPerSecond: number(entry, 'framesPerSecond'),
    limitedBy: limit === 'cpu' || limit === 'bandwidth' ? limit : null,
  };
}

/** The m-lines are in the order of the roles, and browsers name them by their place. */
function roleOf(entry: Entry): MediaRole | null {
  const role = mediaRoles[Number(text(entry, 'mid') ?? Number.NaN)];
  return role ?? null;
}

function lossBetween(before: Entry | null, now: Entry): number | null {
  if (before === null) return null;
  const lost = Math.max(0, difference(before, now, 'packetsLost'));
  const total = lost + difference(before, now, 'packetsReceived');
  return total > 0 ? lost / total : null;
}

/** Through the transport where the browser has that entry (Chromium), else the pair that says so itself (Firefox). */
function selectedPair(report: Report): Entry | null {
  const all = entries(report);
  const transport = all.find(
    (entry) => entry['type'] === 'transport' && text(entry, 'selectedCandidatePairId') !== null,
  );
  if (transport !== undefined) return find(report, text(transport, 'selectedCandidatePairId'));
  const pairs = all.filter((entry) => entry['type'] === 'candidate-pair' && entry['state'] === 'succeeded');
  return pairs.find((pair) => pair['selected'] === true) ?? pairs.find((pair) => pair['nominated']) ?? null;
}

function readRoute(pair: Entry | null, report: Report): CallStatistics['route'] {
  const local = find(report, text(pair, 'localCandidateId'));
  const remote = find(report, text(pair, 'remoteCandidateId'));
  if (local === null || remote === null) return null;
  const relayed = local['candidateType'] === 'relay' || remote['candidateType'] === 'relay';
  return { protocol: text(local, 'relayProtocol') ?? text(local, 'protocol') ?? 'udp', relayed };
}

function remoteRoundTrip(report: Report): number | null {
  const told = entries(report).flatMap((entry) =>
    entry['type'] === 'remote-inbound-rtp' ? (milliseconds(entry, 'roundTripTime') ?? []) : [],
  );
  return told.length === 0 ? null : Math.min(...told);
}

/** Units per second of a counter of bytes, in bits; 0 when there is nothing to compare with. */
function rate(before: Entry | null, now: Entry | null, name: string): number {
  if (before === null || now === null) return 0;
  const seconds = difference(before, now, 'timestamp') / 1000;
  return seconds > 0 ? Math.max(0, (difference(before, now, name) * 8) / seconds) : 0;
}

function difference(before: Entry, now: Entry, name: string): number {
  return (number(now, name) ?? 0) - (number(before, name) ?? 0);
}

function entries(report: Report): Entry[] {
  return [...report.values()].filter(isEntry);
}

function isEntry(value: unknown): value is Entry {
  return typeof value === 'object' && value !== null;
}

function find(report: Report, id: string | null): Entry | null {
  const entry = id === null ? undefined : report.get(id);
  return isEntry(entry) ? entry : null;
}

function number(entry: Entry | null, name: string): number | null {
  const value = entry?.[name];
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

function milliseconds(entry: Entry | null, name: string): number | null {
  const seconds = number(entry, name);
  return seconds === null ? null : seconds * 1000;
}

function text(entry: Entry | null, name: string): string | null {
  const value = entry?.[name];
  return typeof value === 'string' ? value : null;
}
