/** Of the ICE agent (W3C WebRTC 4.4.4, `RTCIceConnectionState`). */
export type IceState = 'new' | 'checking' | 'connected' | 'completed' | 'disconnected' | 'failed' | 'closed';

/** W3C WebRTC 5.5.1, `RTCDtlsTransportState`. */
export type DtlsState = 'new' | 'connecting' | 'connected' | 'closed' | 'failed';

export interface Fingerprint {
  /** `sha-256`. */
  algorithm: string;
  /** Pairs of hexadecimal digits between colons. */
  value: string;
}

/** One end of the way that ICE has chosen. */
export interface CandidateEnd {
  address: string;
  port: number;
  /** RFC 8839 5.1. */
  type: 'host' | 'srflx' | 'prflx' | 'relay';
  protocol: 'udp' | 'tcp';
}

export interface CandidatePair {
  local: CandidateEnd;
  remote: CandidateEnd;
}

/** A step in the life of a transport. */
export type TransportChange =
  | { kind: 'ice'; state: IceState }
  | { kind: 'dtls'; state: DtlsState }
  | { kind: 'selectedPair'; pair: CandidatePair }
  /** The text of RFC 8839 5.1, from `candidate:` on. */
  | { kind: 'localCandidate' | 'remoteCandidate'; candidate: string };

export interface TransportInfo {
  ice: {
    state: IceState;
    role: 'controlling' | 'controlled';
    /** The texts of RFC 8839 5.1, from `candidate:` on. */
    local: readonly string[];
    remote: readonly string[];
    selected: CandidatePair | null;
  };
  dtls: {
    state: DtlsState;
    /** `null` before it is decided. */
    role: 'client' | 'server' | null;
    localFingerprint: Fingerprint;
    remoteFingerprint: Fingerprint;
  };
  /** Milliseconds since each step was done, `null` before it is. */
  ago: {
    opened: number;
    gathered: number | null;
    /** ICE checks began. */
    iceStarted: number | null;
    iceConnected: number | null;
    dtlsConnected: number | null;
  };
}

/** How a stream fared; packets and bytes since it began, and the way they took in the last second. */
export interface StreamStatistics {
  /** Without retransmissions that have an SSRC of their own. */
  packets: number;
  /** Whole RTP packets. */
  bytes: number;
  bytesLastSecond: number;
  /** Missing at the receiver, whether or not they were sent again; negative when packets came twice (RFC 3550 A.3). */
  lost: number;
  /** At the receiver, milliseconds (RFC 3550 A.8). */
  jitter: number;
  /** Packets that the receiver has asked for again, counted each time. */
  nacks: number;
  /** Packets that were sent again; of what comes in, those that were missing. */
  retransmissions: number;
  /** Share of packets that arrived in the last second, in percent, without and with retransmissions. */
  linkQuality: number;
  mediaQuality: number;
}

/** One SSRC of the remote end. */
export interface IncomingStatistics extends StreamStatistics {
  ssrc: number;
  /** Of its retransmissions (RFC 4588); `null` when none have come. */
  rtxSsrc: number | null;
  /** Simulcast substream, 0 the lowest or the only one. */
  layer: number;
}

/** What a media m-line carries. */
export interface MediaStatistics {
  kind: 'audio' | 'video';
  mid: string;
  /** Its place in the description. */
  index: number;
  /** The first one agreed upon, which senders prefer; `null` for a refused m-line. */
  codec: { name: string; payloadType: number; rtxType: number | null; clockRate: number } | null;
  /** Whether lost packets are asked for (RFC 4585 6.2.1). */
  nack: boolean;
  /** Milliseconds for which what was sent is kept, to be sent again; 0 where nothing is. */
  nackQueue: number;
  /** Of the simulcast that the remote end sends, as it lists them. */
  rids: readonly string[] | null;
  send: boolean;
  receive: boolean;
  ssrc: number;
  rtxSsrc: number | null;
  incoming: readonly IncomingStatistics[];
  outgoing: StreamStatistics;
  /** Milliseconds to the remote end and back; `null` before it was measured. */
  roundTrip: number | null;
}

/** What the m-line of data channels carries: messages and their bytes. */
export interface DataStatistics {
  kind: 'application';
  mid: string;
  index: number;
  incoming: { packets: number; bytes: number };
  outgoing: { packets: number; bytes: number };
}

export type SectionStatistics = MediaStatistics | DataStatistics;

/** What an operator may want to know of a connection. */
export interface ConnectionInfo {
  /** `null` before there is one, which a local description makes. */
  transport: TransportInfo | null;
  /** The last ones that were taken and made. */
  sdp: { local: string | null; remote: string | null };
  /** Ids of header extensions by URI (RFC 8285 6). */
  extensions: Readonly<Record<string, number>>;
  sections: readonly SectionStatistics[];
}
