import type { MediaRole } from '@cardea/protocol';

/** What one call carries, measured between two looks; for people as number and graph. */
export interface CallStatistics {
  /** When the second look was taken, milliseconds since 1970. */
  at: number;
  /** Everything that leaves and arrives, headers and messages included, bit/s. */
  up: number;
  down: number;
  /** Milliseconds there and back (RFC 8445 STUN checks, or RTCP); `null` before the first measurement. */
  roundTrip: number | null;
  /** What the browser thinks the way up can carry, bit/s; `null` where it does not say (Firefox). */
  availableUp: number | null;
  /** Transport protocol of the way, and whether a relay is on it; `null` before there is one. */
  route: { protocol: string; relayed: boolean } | null;
  streams: readonly StreamStatistics[];
}

/** One picture or sound, one way. */
export interface StreamStatistics {
  role: MediaRole;
  direction: 'up' | 'down';
  /** As in its MIME type, for example `VP8`; `null` before the first packet. */
  codec: string | null;
  /** bit/s with RTP headers. */
  bitrate: number;
  /** Share of packets that did not arrive, 0 to 1; `null` when nobody has told. */
  loss: number | null;
  /** Milliseconds (RFC 3550 6.4.1); `null` when nobody has told. */
  jitter: number | null;
  /** Of pictures; `null` for sound and before the first frame. */
  width: number | null;
  height: number | null;
  framesPerSecond: number | null;
  /** What keeps a picture of this end smaller than it could be. */
  limitedBy: 'cpu' | 'bandwidth' | null;
}
