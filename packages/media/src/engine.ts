import type { ConnectionInfo, SectionStatistics, TransportChange } from './connectionInfo.ts';

/**
 * What the gateway knows of media. Implemented by the engine in this process, by the one that asks worker processes,
 * and by a fake for tests. Everything is asynchronous or tells nothing back, and all arguments can be serialised.
 */
export interface MediaEngine {
  /**
   * A connection without a description yet. The opener closes it.
   * @param beside connections that exchange media have to be in one worker: the new one goes to this one's, otherwise
   *   to the one with the least to do
   * @throws MediaError `closed` when the engine is closed, or no worker is running
   */
  open(events: ConnectionEvents, beside?: MediaConnection): MediaConnection;
  /** Closes all connections, which tell `closed` with `shutdown`. */
  close(): Promise<void>;
}

export interface SessionDescription {
  type: 'offer' | 'answer';
  sdp: string;
}

/** A candidate as browsers give it (W3C WebRTC 4.8.1); `null` says that there are no more. */
export type Candidate = { candidate: string; sdpMid?: string; sdpMLineIndex?: number } | null;

/** What a remote description holds, as far as plugins look at it. */
export interface RemoteMedia {
  /** Without ICE, DTLS, candidates, SSRCs and rids: what one end may pass on to another as its own wish. */
  sdp: string;
  media: readonly {
    mid: string;
    kind: 'audio' | 'video' | 'application';
    /** What the remote end sends here: rids in the order of the offer, or SSRCs of a `SIM` group. */
    simulcast: { rids: readonly string[] } | { ssrcs: readonly number[] } | null;
  }[];
}

/** Why a connection closed; the words are Janus' `hangup` reasons, and UIs show them. */
export type CloseReason =
  | 'Close PC'
  | 'Detach'
  | 'DTLS alert'
  | 'DTLS error'
  | 'ICE failed'
  | 'Janus API'
  | 'Admin API'
  | 'Worker died'
  | 'Shutdown';

/** One PeerConnection with one remote end. */
export interface MediaConnection {
  /**
   * Takes the other end's offer or answer; a later offer renegotiates.
   * @throws MediaError `invalid_sdp` (nothing has changed), `unexpected_answer` (there was no offer)
   */
  setRemote(description: SessionDescription): Promise<RemoteMedia>;
  /**
   * Completes a description that names only media, codecs and directions by ICE, DTLS, candidates and SSRCs of this
   * connection. Resolves when candidates are gathered (half trickle).
   * @throws MediaError `invalid_sdp`
   */
  setLocal(description: SessionDescription): Promise<string>;
  /** One before the remote description is kept until it is there; unknown ones are ignored. */
  addCandidate(candidate: Candidate): void;
  /**
   * From now on what comes in on `mid` goes to another connection (or back to this one) on its `toMid`.
   * @returns steers it and ends it
   */
  forward(mid: string, to: MediaConnection, toMid: string): Forward;
  /**
   * Writes what comes in on an m-line into a file in the format of Janus' recorder (MJR), of a simulcast the highest substream, until it is closed
   * or the connection is. A picture begins with a key frame.
   * @param path must not be there yet; `recordingFailed` tells when it cannot be written
   * @param mostBytes at which the recording ends, as one that has failed; without it there is no end
   */
  record(what: {
    mid: string;
    kind: 'audio' | 'video' | 'application';
    path: string;
    mostBytes?: number;
  }): Recording;
  /** Upper limit for what the remote end may send, bit/s, told to it by REMB (draft-alvestrand-rmcat-remb); 0: no limit. */
  limitBitrate(bitsPerSecond: number): void;
  /** Asks the remote end for a key frame of one m-line (PLI, RFC 4585 6.3.1). */
  requestKeyFrame(mid: string): void;
  /** On the channel with this label, which is opened if there is none; lost when data was not negotiated, or too much of it waits. */
  sendData(message: DataMessage): void;
  /** How its m-lines fare. @throws MediaError `closed` */
  statistics(): Promise<readonly SectionStatistics[]>;
  /** Everything there is to know of it, its descriptions included. @throws MediaError `closed` */
  info(): Promise<ConnectionInfo>;
  /** Tells `closed` unless it is closed already. */
  close(reason: CloseReason): void;
}

export interface DataMessage {
  label: string;
  protocol: string;
  content: string | Uint8Array;
}

/** One way of one m-line's packets to another connection. */
export interface Forward {
  /** Turned on again it begins with a key frame. */
  setEnabled(enabled: boolean): void;
  /**
   * Highest simulcast substream (0 to 2) and temporal layer (0 to 2) wanted; `fallback`: after how many milliseconds without
   * the substream that is wanted the next lower one is sent (250 unless told).
   */
  setLayers(layers: { substream?: number; temporal?: number; fallback?: number }): void;
  close(): void;
}

/** One m-line on its way into a file. */
export interface Recording {
  close(): void;
}

/** Called synchronously; nothing follows `closed` but what becomes of recordings, since their last bytes are written then. */
export interface ConnectionEvents {
  /** ICE and DTLS are done and media can flow: Janus' `webrtcup`. */
  up(): void;
  /** Packets of an m-line (of a simulcast substream) begin or cease to arrive; `seconds` without any when they cease. */
  media(change: {
    mid: string;
    kind: 'audio' | 'video';
    receiving: boolean;
    substream?: number;
    seconds?: number;
  }): void;
  /** Packets were lost in the last second; `uplink`: on the way from here to the remote end. Who wants to be told of many has a threshold. */
  slowLink(change: { mid: string; kind: 'audio' | 'video'; uplink: boolean; lost: number }): void;
  /** ICE or DTLS has come to another state, or there is a candidate. */
  transport(change: TransportChange): void;
  /** A forward into this connection now sends this substream or temporal layer of another on this `mid`. */
  layers(change: { mid: string; codec: string; substream?: number; temporal?: number }): void;
  data(message: DataMessage): void;
  /** Nothing more is written: the folder is away, the disk full, the file as large as it may be. */
  recordingFailed(failure: { mid: string; path: string; reason: string }): void;
  /** The file of a recording is closed, whether all was written or not. */
  recordingEnded(recording: { mid: string; path: string }): void;
  closed(reason: CloseReason): void;
}

export class MediaError extends Error {
  readonly code: 'invalid_sdp' | 'unexpected_answer' | 'closed';

  constructor(code: MediaError['code'], message: string) {
    super(message);
    this.name = 'MediaError';
    this.code = code;
  }
}
