import { newId, PeerSessionId, type MediaRole, type PeerMessage, type PeerSignal } from '@cardea/protocol';
import { describe, type Log } from '../../log.ts';
import { SerialQueue } from '../../serialQueue.ts';
import type { PeerRole, RemoteTracks } from '../mediaPath.ts';
import type { PeerChannel, PeerChannelEvents } from './messageChannel.ts';
import { RoleTransceivers, type BitrateLimits, type LocalTracksByRole } from './roleTransceivers.ts';

/** What a connection says to its other end while it is set up. */
export type ConnectionSignal = Extract<PeerSignal, { type: 'description' | 'candidate' }>;
type Description = Extract<ConnectionSignal, { type: 'description' }>['description'];
type Candidate = Extract<ConnectionSignal, { type: 'candidate' }>['candidate'];

export interface PeerConnectionEvents {
  signal(signal: ConnectionSignal): void;
  remoteTracks(tracks: RemoteTracks): void;
  state(state: RTCPeerConnectionState): void;
  channel(open: boolean): void;
  message(message: PeerMessage): void;
  fileChannel(channel: RTCDataChannel): void;
}

export interface PeerConnectionOptions {
  role: PeerRole;
  configuration: RTCConfiguration;
  createConnection: (configuration: RTCConfiguration) => RTCPeerConnection;
  createChannel: (connection: RTCPeerConnection, events: PeerChannelEvents, log: Log) => PeerChannel;
  tracks: LocalTracksByRole;
  bitrateLimits: BitrateLimits;
  events: PeerConnectionEvents;
  log: Log;
}

/** No browser gathers nearly as many; a peer that sends more is not to be remembered. */
const mostEarlyCandidates = 100;

/**
 * One RTCPeerConnection and its negotiation. Every step goes through one queue, so that no two descriptions are
 * ever being set at once; with that, perfect negotiation (W3C WebRTC 10.7) needs no flags but one: when an offer is
 * taken from the queue, a collision is simply a signalling state that is not `stable`.
 */
export class PeerConnection {
  /** Names this connection for the other end, which drops what belongs to an earlier one. */
  readonly session = newId(PeerSessionId);
  /** The other end's, once a description has come from it. */
  remoteSession: PeerSessionId | null = null;

  readonly #connection: RTCPeerConnection;
  readonly #role: PeerRole;
  readonly #tracks: LocalTracksByRole;
  readonly #bitrateLimits: BitrateLimits;
  readonly #events: PeerConnectionEvents;
  readonly #log: Log;
  readonly #queue = new SerialQueue();
  readonly #transceivers: RoleTransceivers;
  readonly #channel: PeerChannel;
  readonly #earlyCandidates: Candidate[] = [];
  #started = false;
  #ignoringOffer = false;
  #offeredAt = 0;
  #closed = false;

  constructor(options: PeerConnectionOptions) {
    this.#role = options.role;
    this.#tracks = options.tracks;
    this.#bitrateLimits = options.bitrateLimits;
    this.#events = options.events;
    this.#log = options.log;
    const connection = options.createConnection({ ...options.configuration, bundlePolicy: 'max-bundle' });
    this.#connection = connection;
    this.#transceivers = new RoleTransceivers(options.log);
    if (options.role === 'offerer') this.#transceivers.create(connection, options.tracks);
    this.#channel = options.createChannel(
      connection,
      {
        open: () => this.#events.channel(true),
        closed: () => this.#events.channel(false),
        message: (message) => this.#events.message(message),
      },
      options.log,
    );
    connection.onicecandidate = ({ candidate }) => this.#sendCandidate(candidate);
    connection.onconnectionstatechange = () => {
      // Before the negotiation a sender has no encodings yet to be limited.
      if (connection.connectionState === 'connected') this.applyBitrateLimits();
      this.#events.state(connection.connectionState);
    };
    connection.ondatachannel = ({ channel }) => {
      if (!this.#channel.adopt(channel)) this.#events.fileChannel(channel);
    };
    connection.onnegotiationneeded = () => {
      // The first offer is made on demand, and an answerer makes none before it has answered.
      if (this.#started) void this.#step(() => this.#offer());
    };
  }

  /** Whether only a new connection can help: DTLS or SCTP ended, which no ICE restart brings back. */
  get isSpent(): boolean {
    const dtls = this.#connection.sctp?.transport.state;
    return this.#closed || dtls === 'closed' || dtls === 'failed' || this.#channel.isOver;
  }

  /**
   * Whether the DTLS association outlives an ICE restart whatever the other end offers, as in Firefox (153): then a gateway that answers with
   * a new transport is not understood.
   */
  get keepsDtls(): boolean {
    return /^o=mozilla/m.test(this.#connection.localDescription?.sdp ?? '');
  }

  /** Milliseconds since this end last sent an offer. */
  get sinceOffer(): number {
    return Date.now() - this.#offeredAt;
  }

  get state(): RTCPeerConnectionState {
    return this.#connection.connectionState;
  }

  /** Whether an offer of this end is on its way, or was lost. */
  get awaitsAnswer(): boolean {
    return this.#connection.signalingState === 'have-local-offer';
  }

  /** Makes the first offer and sends it. */
  start(): void {
    void this.#step(() => this.#offer());
  }

  /**
   * Makes the first offer and gives it back, for a way of its own.
   * @throws Error when the browser cannot make one, or the connection was closed meanwhile
   */
  async prepare(): Promise<{ from: PeerSessionId; sdp: string }> {
    await this.#queue.add(async () => {
      this.#started = true;
      await this.#connection.setLocalDescription();
      this.#events.remoteTracks(this.#transceivers.remoteTracks());
    });
    const sdp = this.#connection.localDescription?.sdp;
    if (sdp === undefined) throw new Error('the connection was closed while its offer was made');
    return { from: this.session, sdp };
  }

  receiveDescription(description: Description, from: PeerSessionId): void {
    this.remoteSession = from;
    void this.#step(() => this.#setRemote(description));
  }

  receiveCandidate(candidate: Candidate): void {
    void this.#step(() => this.#addCandidate(candidate));
  }

  /** New ICE credentials and candidates on both sides (RFC 8445 9), or the offer for it again if it got lost. */
  restartIce(): void {
    void this.#step(async () => {
      const { signalingState, localDescription } = this.#connection;
      if (signalingState === 'have-local-offer' && localDescription !== null) {
        // A second offer on top of one without an answer could meet the answer to the first.
        this.#sendDescription(localDescription);
        return;
      }
      if (!this.#started) return;
      this.#connection.restartIce();
      await this.#offer();
    });
  }

  replaceTrack(role: MediaRole, track: MediaStreamTrack | null): void {
    this.#transceivers.replace(role, track);
  }

  applyBitrateLimits(): void {
    this.#transceivers.limitBitrates(this.#bitrateLimits);
  }

  /** The other end has missed frames: pictures begin anew, without its having to ask. */
  sendKeyFrames(): void {
    this.#transceivers.sendKeyFrames();
  }

  send(message: PeerMessage): boolean {
    return this.#channel.send(message);
  }

  openFileChannel(label: string): RTCDataChannel | null {
    if (!this.#channel.isOpen) return null;
    return this.#connection.createDataChannel(label, { ordered: true });
  }

  /** Bytes; the smallest size that RFC 8831 6.6 lets every receiver take where it is not known. */
  get maxMessageSize(): number {
    return this.#connection.sctp?.maxMessageSize ?? 16_384;
  }

  stats(): Promise<RTCStatsReport> {
    return this.#connection.getStats();
  }

  /** Tells nothing from here on; the browser's connection is closed `linger` milliseconds later. */
  close(linger = 0): void {
    if (this.#closed) return;
    this.#closed = true;
    const connection = this.#connection;
    connection.onicecandidate = null;
    connection.onconnectionstatechange = null;
    connection.ondatachannel = null;
    connection.onnegotiationneeded = null;
    this.#channel.detach();
    if (linger === 0) connection.close();
    else setTimeout(() => connection.close(), linger);
  }

  /** One step of negotiation. A failed one leaves the connection as it was; the link's keeper tries again. */
  #step(run: () => Promise<void>): Promise<void> {
    return this.#queue.add(async () => {
      if (this.#closed) return;
      try {
        await run();
      } catch (error) {
        if (!this.#closed) this.#log('warn', 'negotiation step failed', { reason: describe(error) });
      }
    });
  }

  async #offer(): Promise<void> {
    if (this.#connection.signalingState !== 'stable') return;
    const first = !this.#started;
    this.#started = true;
    await this.#connection.setLocalDescription();
    this.#sendDescription(this.#connection.localDescription);
    if (first) this.#events.remoteTracks(this.#transceivers.remoteTracks());
  }

  async #setRemote(description: Description): Promise<void> {
    const connection = this.#connection;
    if (description.type === 'rollback') return;
    if (description.type === 'answer') {
      if (connection.signalingState !== 'have-local-offer') return;
      await connection.setRemoteDescription({ type: 'answer', sdp: description.sdp });
      await this.#flushCandidates();
      return;
    }
    this.#ignoringOffer = this.#role === 'offerer' && connection.signalingState !== 'stable';
    if (this.#ignoringOffer) return;
    // An own offer under way is rolled back by this call itself.
    await connection.setRemoteDescription({ type: 'offer', sdp: description.sdp });
    const first = !this.#transceivers.complete;
    if (first) this.#transceivers.adopt(connection, this.#tracks);
    await connection.setLocalDescription();
    this.#started = true;
    this.#sendDescription(connection.localDescription);
    if (first) this.#events.remoteTracks(this.#transceivers.remoteTracks());
    await this.#flushCandidates();
  }

  async #addCandidate(candidate: Candidate): Promise<void> {
    if (this.#connection.remoteDescription === null) {
      if (this.#earlyCandidates.length < mostEarlyCandidates) this.#earlyCandidates.push(candidate);
      return;
    }
    try {
      await this.#connection.addIceCandidate(toInit(candidate));
    } catch (error) {
      // Those of an offer that was ignored belong to nothing here.
      if (!this.#ignoringOffer) throw error;
    }
  }

  async #flushCandidates(): Promise<void> {
    for (const candidate of this.#earlyCandidates.splice(0)) await this.#addCandidate(candidate);
  }

  #sendDescription(description: RTCSessionDescription | null): void {
    if (description === null || description.type === 'pranswer') return;
    if (description.type === 'offer') this.#offeredAt = Date.now();
    this.#events.signal({
      type: 'description',
      from: this.session,
      to: this.remoteSession,
      description: { type: description.type, sdp: description.sdp },
    });
  }

  #sendCandidate(candidate: RTCIceCandidate | null): void {
    this.#events.signal({
      type: 'candidate',
      from: this.session,
      to: this.remoteSession,
      candidate:
        candidate === null || candidate.candidate === ''
          ? null
          : {
              candidate: candidate.candidate,
              sdpMid: candidate.sdpMid,
              sdpMLineIndex: candidate.sdpMLineIndex,
              usernameFragment: candidate.usernameFragment,
            },
    });
  }
}

/** The end of candidates is an empty one (W3C WebRTC 4.4.1.6); not every browser takes `null`. */
function toInit(candidate: Candidate): RTCIceCandidateInit {
  if (candidate === null) return { candidate: '', sdpMLineIndex: 0 };
  return {
    candidate: candidate.candidate,
    sdpMid: candidate.sdpMid ?? null,
    sdpMLineIndex: candidate.sdpMLineIndex ?? null,
    usernameFragment: candidate.usernameFragment ?? null,
  };
}
