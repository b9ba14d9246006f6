import type { DeviceId, MediaRole, PathKind, PeerMessage, PeerSessionId, PeerSignal } from '@cardea/protocol';
import type { CallPathState, LinkState } from '../api.ts';

/** The tracks a participant sends, by role. They exist from the connection on, whether or not media flows. */
export type RemoteTracks = Readonly<Partial<Record<MediaRole, MediaStreamTrack>>>;

/** Whether a participant makes the first offer. The one who answers it is the polite one (W3C WebRTC 10.7). */
export type PeerRole = 'offerer' | 'answerer';

/** What a path tells the call. Methods are called synchronously and must not throw. */
export interface MediaPathEvents {
  remoteTracks(device: DeviceId, tracks: RemoteTracks): void;
  link(device: DeviceId, link: LinkState): void;
  /** The link has been lost for so many milliseconds; told after each attempt to restore it. */
  lost(device: DeviceId, duration: number): void;
  /** The message channel opened or closed. It closes and opens again when a connection is replaced. */
  channel(device: DeviceId, open: boolean): void;
  message(device: DeviceId, message: PeerMessage): void;
  /** A participant opened a channel with bytes of a file; `label` is `file:TRANSFERID`. */
  fileChannel(device: DeviceId, channel: RTCDataChannel): void;
  route(device: DeviceId, route: 'direct' | 'relayed'): void;
}

/**
 * How media and messages travel between this device and the other participants, who are named by device id:
 * from one device to the other (`MeshPath`), by way of a gateway (`GatewayPath`), or by the one of the two that can
 * (`SwitchingPath`).
 *
 * Closing: the call closes its path, the path its peers, a peer its RTCPeerConnection, and with it all channels.
 * Tracks put in belong to whoever opened them and are never stopped here; nothing is told after `close`.
 */
export interface MediaPath {
  /** Sends this track in this role to everybody, `null` for nothing. Needs no negotiation. */
  setLocalTrack(role: MediaRole, track: MediaStreamTrack | null): void;
  /** Sends at most so many bit/s in this role from now on, over every connection; `null` for as much as it carries. */
  limitBitrate(role: MediaRole, bitsPerSecond: number | null): void;
  join(device: DeviceId, role: PeerRole): void;
  leave(device: DeviceId): void;
  participants(): readonly DeviceId[];
  /** Takes a signal from a participant; those for other paths are left alone. */
  receive(device: DeviceId, signal: PeerSignal): void;
  /** From now on the connection is needed: one that is not there in a few seconds is restarted. */
  expectConnection(device: DeviceId): void;
  /** Whether packets are to be expected, so that silence means a dead way. */
  expectPackets(device: DeviceId, expected: boolean): void;
  /** The network has changed, or signalling is back: connections that are not up try again now. */
  wakeUp(reason: 'network' | 'signalling'): void;
  /** @returns whether the message channel was open and took it */
  send(device: DeviceId, message: PeerMessage): boolean;
  /** A channel for the bytes of a file, or `null` when there is no connection. */
  openFileChannel(device: DeviceId, label: string): RTCDataChannel | null;
  /** Most bytes one channel message may have. */
  maxMessageSize(device: DeviceId): number;
  stats(device: DeviceId): Promise<RTCStatsReport | null>;
  /** @param linger milliseconds for messages just sent to leave; media stops at once */
  close(linger?: number): void;
}

/** A path that can be prepared before anybody has answered. The first offer of an unknown participant makes it join. */
export interface PreparedPath extends MediaPath {
  /** A first offer for a participant who is not known yet, to travel with the ring. */
  prepareOffer(): Promise<{ from: PeerSessionId; sdp: string }>;
  /** Says who got the prepared offer; `null` if nobody did. */
  assignPrepared(device: DeviceId | null): void;
  /** This end has lost its connection to a participant who makes the offers (a reload), and asks for another. */
  askForOffer(device: DeviceId): void;
}

export interface CallPathEvents extends MediaPathEvents {
  path(state: CallPathState): void;
}

/** What a call needs of its path. */
export interface CallPath extends PreparedPath {
  readonly state: CallPathState;
  /**
   * Moves the call to this path. The one in use is left when the other carries it.
   * @throws CardeaError `unavailable` when there is no gateway, `wrong_call_state` when nobody has answered
   */
  moveTo(path: PathKind): void;
}
