import type { MediaConnection, SessionDescription } from '@cardea/media';
import type { JsonObject } from './json.ts';

/** A handle's PeerConnection, and what has become of it. */
export interface Link {
  connection: MediaConnection;
  /** The client or the plugin has heard of it, so both hear of its end. */
  isKnown: boolean;
  isUp: boolean;
  hasTrickled: boolean;
  /** Candidates may be added once the remote end has described itself. */
  remote: SessionDescription | null;
  local: SessionDescription | null;
}

/** `flags`, `sdps` and `queued-packets` of the admin API's `handle_info`, without what the engine knows. */
export function linkInfo(link: Link | null): JsonObject {
  const { remote = null, local = null, isUp = false, hasTrickled = false } = link ?? {};
  const types = new Set([remote?.type, local?.type]);
  const sdp = remote?.sdp ?? local?.sdp ?? '';
  const has = (kind: string) => new RegExp(`^m=${kind} [1-9]`, 'm').test(sdp);
  const isNegotiated = types.has('offer') && types.has('answer');
  return {
    flags: {
      'got-offer': types.has('offer'),
      'got-answer': types.has('answer'),
      negotiated: isNegotiated,
      'processing-offer': false,
      starting: isNegotiated,
      'ice-restart': false,
      ready: isUp,
      stopped: false,
      alert: false,
      trickle: hasTrickled,
      'all-trickles': false,
      'resend-trickles': false,
      'trickle-synced': false,
      'data-channels': has('application'),
      'has-audio': has('audio'),
      'has-video': has('video'),
      'new-datachan-sdp': /^a=sctp-port:/m.test(sdp),
      'rfc4588-rtx': /^a=rtpmap:\d+ rtx\//m.test(sdp),
      cleaning: false,
      e2ee: false,
    },
    sdps: {},
    'queued-packets': 0,
  };
}
