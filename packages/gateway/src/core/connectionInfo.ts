import type {
  ConnectionInfo,
  DataStatistics,
  MediaStatistics,
  SectionStatistics,
  TransportInfo,
} from '@cardea/media';
import type { JsonObject } from './json.ts';
import { rtcpStatistics } from './mediaStatistics.ts';
import { bare, component, dtlsStates, iceStates, pairText } from './transportEvent.ts';

const transportNumber = 'http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01';

/** What `handle_info` tells of a connection, besides what the handle knows itself. @param now microseconds */
export function connectionInfo(
  { transport, sdp, extensions, sections }: ConnectionInfo,
  now: number,
): JsonObject {
  const numberId = extensions[transportNumber];
  const description = sdp.remote ?? sdp.local ?? '';
  const profile = /^m=\S+ \d+ (\S+)/m.exec(description)?.[1];
  return {
    ...(transport === null ? {} : agentInfo(transport, now)),
    sdps: {
      ...(profile === undefined ? {} : { profile }),
      ...(sdp.local === null ? {} : { local: sdp.local }),
      ...(sdp.remote === null ? {} : { remote: sdp.remote }),
    },
    ...(transport === null
      ? {}
      : {
          webrtc: {
            ...transportInfo(transport, sections, now),
            extensions,
            bwe: { twcc: numberId !== undefined, 'twcc-ext-id': numberId ?? 0 },
            media: Object.fromEntries(sections.map((section) => [section.mid, sectionInfo(section)])),
          },
        }),
  };
}

/** Janus has one clock for all these times, and its microseconds. */
function moment(ago: number | null, now: number): number | null {
  return ago === null ? null : Math.round(now - ago * 1000);
}

function agentInfo({ ice, ago }: TransportInfo, now: number): JsonObject {
  const started = moment(ago.iceStarted, now);
  return {
    'agent-created': moment(ago.opened, now),
    ...(started === null ? {} : { 'agent-started': started }),
    'ice-mode': 'full',
    'ice-role': ice.role,
  };
}

function transportInfo(
  { ice, dtls, ago }: TransportInfo,
  sections: readonly SectionStatistics[],
  now: number,
): JsonObject {
  const gathered = moment(ago.gathered, now);
  const iceConnected = moment(ago.iceConnected, now);
  const dtlsConnected = moment(ago.dtlsConnected, now);
  const isUp = dtls.state === 'connected';
  return {
    ice: {
      ...component,
      state: iceStates[ice.state],
      ...(gathered === null ? {} : { gathered }),
      ...(iceConnected === null ? {} : { connected: iceConnected }),
      'local-candidates': ice.local.map(bare),
      'remote-candidates': ice.remote.map(bare),
      ...(ice.selected === null ? {} : { 'selected-pair': pairText(ice.selected) }),
      ready: isUp ? -1 : 0,
    },
    dtls: {
      fingerprint: dtls.localFingerprint.value,
      'remote-fingerprint': dtls.remoteFingerprint.value,
      'remote-fingerprint-hash': dtls.remoteFingerprint.algorithm,
      ...(dtls.role === null ? {} : { 'dtls-role': dtls.role === 'client' ? 'active' : 'passive' }),
      'dtls-state': dtlsStates[dtls.state],
      retransmissions: 0,
      valid: isUp,
      ready: isUp,
      ...(iceConnected === null ? {} : { 'handshake-started': iceConnected }),
      ...(dtlsConnected === null ? {} : { connected: dtlsConnected }),
      'sctp-association': isUp && sections.some(({ kind }) => kind === 'application'),
    },
  };
}

function sectionInfo(section: SectionStatistics): JsonObject {
  return section.kind === 'application' ? dataInfo(section) : mediaInfo(section);
}

function dataInfo({ mid, index, incoming, outgoing }: DataStatistics): JsonObject {
  return { type: 'data', mindex: index, mid, stats: { in: { ...incoming }, out: { ...outgoing } } };
}

function mediaInfo(section: MediaStatistics): JsonObject {
  const { kind, mid, index, nack, nackQueue, codec, rids, send, receive, incoming, outgoing } = section;
  const names = ['main', 'sim1', 'sim2'];
  const layers = incoming.length === 0 ? [undefined] : incoming;
  return {
    type: kind,
    mindex: index,
    mid,
    do_nacks: nack,
    'nack-queue-ms': nackQueue,
    ssrc: ssrcInfo(section),
    ...(rids === null ? {} : { 'rid-simulcast': true }),
    direction: { send, recv: receive },
    ...(codec === null
      ? {}
      : {
          codecs: {
            pt: codec.payloadType,
            ...(codec.rtxType === null ? {} : { 'rtx-pt': codec.rtxType }),
            codec: codec.name,
          },
        }),
    rtcp: Object.fromEntries(
      layers.map((layer) => [names[layer?.layer ?? 0] ?? '', rtcpStatistics(section, layer)]),
    ),
    stats: {
      in: {
        ...incomingInfo(incoming.find(({ layer }) => layer === 0)),
        ...Object.fromEntries(
          incoming
            .filter(({ layer }) => layer > 0)
            .map((each) => [`video-simulcast-${each.layer}`, incomingInfo(each)]),
        ),
      },
      out: {
        packets: outgoing.packets,
        bytes: outgoing.bytes,
        bytes_lastsec: outgoing.bytesLastSecond,
        nacks: outgoing.nacks,
      },
    },
  };
}

function ssrcInfo({ ssrc, rtxSsrc, incoming }: MediaStatistics): JsonObject {
  const peers = incoming.flatMap((each): [string, number][] => {
    const name = each.layer === 0 ? 'ssrc-peer' : `ssrc-peer-sim-${each.layer}`;
    return [
      [name, each.ssrc],
      ...(each.rtxSsrc === null ? [] : [[`${name}-rtx`, each.rtxSsrc] as [string, number]]),
    ];
  });
  return { ssrc, ...(rtxSsrc === null ? {} : { 'ssrc-rtx': rtxSsrc }), ...Object.fromEntries(peers) };
}

function incomingInfo(stream: MediaStatistics['incoming'][number] | undefined): JsonObject {
  const { packets = 0, bytes = 0, bytesLastSecond = 0, nacks = 0, retransmissions = 0 } = stream ?? {};
  return { packets, bytes, bytes_lastsec: bytesLastSecond, nacks, retransmissions };
}
