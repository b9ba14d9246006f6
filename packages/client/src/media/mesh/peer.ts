import type { MediaRole, PeerMessage, PeerSessionId, PeerSignal } from '@cardea/protocol';
import type { LinkState } from '../../api.ts';
import type { Log } from '../../log.ts';
import type { PeerRole, RemoteTracks } from '../mediaPath.ts';
import { LinkKeeper } from '../connection/linkKeeper.ts';
import { PacketWatch } from '../connection/packetWatch.ts';
import { MessageChannel } from '../connection/messageChannel.ts';
import { PeerConnection } from '../connection/peerConnection.ts';
import type { BitrateLimits, LocalTracksByRole } from '../connection/roleTransceivers.ts';

/** The signals that are about a connection between the two devices. */
export type MeshSignal = Extract<PeerSignal, { type: 'description' | 'candidate' | 'restart' }>;

export interface PeerEvents {
  signal(signal: MeshSignal): void;
  remoteTracks(tracks: RemoteTracks): void;
  link(link: LinkState): void;
  lost(duration: number): void;
  channel(open: boolean): void;
  message(message: PeerMessage): void;
  fileChannel(channel: RTCDataChannel): void;
  route(route: 'direct' | 'relayed'): void;
}

export interface PeerOptions {
  role: PeerRole;
  /** Asked for each new connection, so that relay credentials are fresh. */
  configuration: () => RTCConfiguration;
  createConnection: (configuration: RTCConfiguration) => RTCPeerConnection;
  /** The path's own map, always up to date. */
  tracks: LocalTracksByRole;
  /** The path's own map as well, bit/s. */
  bitrateLimits: BitrateLimits;
  events: PeerEvents;
  /** The connection is about to be restored. */
  restoring: () => void;
  log: Log;
}

/** An ICE restart asked for so soon after an offer means the same loss, milliseconds. */
const restartPause = 800;
/** Sessions remembered as over, so that their late signals are known as such. */
const mostRetired = 32;

/**
 * Another device, over as many RTCPeerConnections as it takes: one that begins anew (a reload) names a session not
 * known here, and this end then replaces its own. Roles stay: the offerer makes every first offer, the answerer asks
 * for one (`restart`), for an ICE restart too. An offer of the answerer, for a track somebody adds, is negotiated all
 * the same.
 */
export class Peer {
  readonly #options: PeerOptions;
  readonly #keeper: LinkKeeper;
  readonly #watch: PacketWatch;
  readonly #retired = new Set<PeerSessionId>();
  #connection: PeerConnection | null = null;
  #expectsPackets = false;
  #channelOpen = false;
  #closed = false;

  constructor(options: PeerOptions) {
    this.#options = options;
    let before: LinkState = 'new';
    this.#keeper = new LinkKeeper({
      role: options.role,
      restore: () => {
        options.restoring();
        this.#restore();
      },
      changed: (link) => {
        if (before === 'reconnecting' && link === 'connected') this.#connection?.sendKeyFrames();
        before = link;
        options.events.link(link);
      },
      lost: (duration) => options.events.lost(duration),
    });
    this.#watch = new PacketWatch({
      read: () => (this.#connection?.state === 'connected' ? this.#connection.stats() : null),
      expected: () => this.#expectsPackets,
      silent: () => {
        // The other end was quicker to notice, and this one has made the offer that it asked for.
        if ((this.#connection?.sinceOffer ?? Infinity) < restartPause) return;
        options.log('info', 'no packets come in, restarting ICE');
        this.#keeper.suspect();
      },
      // What does not come in here did not arrive there either: a network is lost both ways.
      returned: () => this.#connection?.sendKeyFrames(),
      route: (route) => options.events.route(route),
    });
  }

  get link(): LinkState {
    return this.#keeper.link;
  }

  /** As offerer: connects, or begins anew. */
  start(): void {
    this.#renew().start();
  }

  prepare(): Promise<{ from: PeerSessionId; sdp: string }> {
    return this.#renew().prepare();
  }

  /** As answerer: this end has begun anew, or its connection is beyond repair. */
  askForOffer(): void {
    const connection = this.#renew();
    this.#options.events.signal({ type: 'restart', from: connection.session });
  }

  receive(signal: MeshSignal): void {
    if (this.#closed || this.#retired.has(signal.from)) return;
    switch (signal.type) {
      case 'restart':
        this.#receiveRestart(signal.from);
        return;
      case 'description':
        this.#receiveDescription(signal);
        return;
      case 'candidate':
        if (!this.#isForMe(signal.to) || this.#connection?.remoteSession !== signal.from) return;
        this.#connection.receiveCandidate(signal.candidate);
    }
  }

  replaceTrack(role: MediaRole, track: MediaStreamTrack | null): void {
    this.#connection?.replaceTrack(role, track);
  }

  /** After a change of the path's limits. */
  applyBitrateLimits(): void {
    this.#connection?.applyBitrateLimits();
  }

  expectConnection(): void {
    this.#keeper.expect();
  }

  expectPackets(expected: boolean): void {
    this.#expectsPackets = expected;
  }

  wakeUp(reason: 'network' | 'signalling'): void {
    if (reason === 'network') this.#keeper.suspect();
    // An offer that got lost with the line to the server blocks every other until it is answered.
    else if (this.#connection?.awaitsAnswer === true) this.#connection.restartIce();
    else this.#keeper.tryNow();
  }

  send(message: PeerMessage): boolean {
    return this.#connection?.send(message) ?? false;
  }

  openFileChannel(label: string): RTCDataChannel | null {
    return this.#connection?.openFileChannel(label) ?? null;
  }

  get maxMessageSize(): number {
    return this.#connection?.maxMessageSize ?? 0;
  }

  stats(): Promise<RTCStatsReport | null> {
    return this.#connection?.stats() ?? Promise.resolve(null);
  }

  close(linger = 0): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#keeper.close();
    this.#watch.stop();
    this.#connection?.close(linger);
    this.#setChannel(false);
  }

  #receiveRestart(from: PeerSessionId): void {
    if (from === this.#connection?.remoteSession) {
      // Both have noticed the same loss: the offer is on its way.
      if (this.#connection.sinceOffer > restartPause) this.#connection.restartIce();
    } else if (this.#options.role === 'offerer') this.start();
    else this.#options.log('debug', 'restart dropped: this end makes no first offers');
  }

  #receiveDescription(signal: Extract<PeerSignal, { type: 'description' }>): void {
    if (!this.#isForMe(signal.to)) return;
    const known = this.#connection?.remoteSession ?? null;
    if (known === signal.from) {
      this.#connection?.receiveDescription(signal.description, signal.from);
      return;
    }
    if (signal.description.type === 'offer' && this.#options.role === 'answerer') {
      // The first offer of a session: for a connection that waits for one, or in place of the one before.
      const connection = known === null && this.#connection !== null ? this.#connection : this.#renew();
      connection.receiveDescription(signal.description, signal.from);
      return;
    }
    // The answer to a first offer names its session, so it cannot belong to another.
    if (signal.description.type === 'answer' && known === null && signal.to !== null) {
      this.#connection?.receiveDescription(signal.description, signal.from);
    }
  }

  #isForMe(session: PeerSessionId | null): boolean {
    return session === null || session === this.#connection?.session;
  }

  #renew(): PeerConnection {
    const { role, configuration, createConnection, tracks, bitrateLimits, events, log } = this.#options;
    const former = this.#connection;
    if (former !== null) {
      if (former.remoteSession !== null) this.#retire(former.remoteSession);
      former.close();
      this.#setChannel(false);
    }
    const connection: PeerConnection = new PeerConnection({
      role,
      configuration: configuration(),
      createConnection,
      createChannel: (...channel) => new MessageChannel(...channel),
      tracks,
      bitrateLimits,
      log,
      events: {
        signal: events.signal,
        remoteTracks: events.remoteTracks,
        message: events.message,
        fileChannel: events.fileChannel,
        state: (state) => this.#keeper.handleState(state),
        channel: (open) => {
          this.#setChannel(open);
          if (!open) this.#keeper.handleChannelClosed();
        },
      },
    });
    this.#connection = connection;
    return connection;
  }

  #retire(session: PeerSessionId): void {
    this.#retired.add(session);
    const [oldest] = this.#retired;
    if (this.#retired.size > mostRetired && oldest !== undefined) this.#retired.delete(oldest);
  }

  #restore(): void {
    const connection = this.#connection;
    const { role, events } = this.#options;
    if (connection === null || connection.isSpent) {
      if (role === 'offerer') this.start();
      else this.askForOffer();
    } else if (role === 'offerer') connection.restartIce();
    // The answerer could offer too, but then both do at once: Chromium 156 leaves video elements made after the
    // rollback that follows without a picture (seen), and asking costs half a round trip only.
    else events.signal({ type: 'restart', from: connection.session });
  }

  #setChannel(open: boolean): void {
    if (this.#channelOpen === open) return;
    this.#channelOpen = open;
    this.#options.events.channel(open);
  }
}
