import type { GatewayName, MediaRole, PeerMessage, PeerSignal } from '@cardea/protocol';
import type { LinkState } from '../../api.ts';
import type { Log } from '../../log.ts';
import { LinkKeeper } from '../connection/linkKeeper.ts';
import { PacketWatch } from '../connection/packetWatch.ts';
import type { PeerRole, RemoteTracks } from '../mediaPath.ts';
import { GatewayCall, type GatewayCallOptions } from './gatewayCall.ts';
import { StrayKeyFrameRequests } from './strayRequests.ts';

export type GatewaySignal = Extract<PeerSignal, { type: 'gateway' }>;

export interface GatewayPeerEvents {
  signal(signal: GatewaySignal): void;
  remoteTracks(tracks: RemoteTracks): void;
  link(link: LinkState): void;
  lost(duration: number): void;
  channel(open: boolean): void;
  message(message: PeerMessage): void;
  fileChannel(channel: RTCDataChannel): void;
}

export interface GatewayPeerOptions extends Omit<GatewayCallOptions, 'events' | 'configuration'> {
  role: PeerRole;
  configuration: () => RTCConfiguration;
  /** The way that the names take may be gone as well. */
  restoring: () => void;
  events: GatewayPeerEvents;
  log: Log;
}

/**
 * Another device by way of the gateway, over as many calls there as it takes. Each call has a name of its own at each end: one
 * that begins anew tells the other its new name, and the other, whose name is used, does the same.
 */
export class GatewayPeer {
  readonly #options: GatewayPeerOptions;
  readonly #keeper: LinkKeeper;
  readonly #watch: PacketWatch;
  readonly #strayRequests = new StrayKeyFrameRequests();
  #call: GatewayCall | null = null;
  #theirName: GatewayName | null = null;
  #restarted = false;
  #expectsPackets = false;
  #channelOpen = false;
  #closed = false;

  constructor(options: GatewayPeerOptions) {
    this.#options = options;
    this.#keeper = new LinkKeeper({
      role: options.role,
      restore: () => {
        options.restoring();
        this.#restore();
      },
      changed: (link) => {
        if (link === 'connected') this.#restarted = false;
        options.events.link(link);
      },
      lost: (duration) => options.events.lost(duration),
    });
    this.#watch = new PacketWatch({
      read: () => (this.#call?.state === 'connected' ? this.#look(this.#call) : null),
      expected: () => this.#expectsPackets,
      silent: () => {
        options.log('info', 'no packets come from the gateway');
        this.#call?.probe();
        this.#keeper.suspect();
      },
      returned: () => this.#call?.sendKeyFrames(),
      route: () => undefined,
    });
  }

  start(): void {
    this.#renew();
    this.#keeper.expect();
  }

  receive(signal: GatewaySignal): void {
    if (this.#closed || signal.name === this.#theirName) return;
    this.#theirName = signal.name;
    if (this.#call?.isUsed !== false) this.#renew();
    else this.#tellName();
    this.#call?.meet(signal.name);
  }

  replaceTrack(role: MediaRole, track: MediaStreamTrack | null): void {
    this.#call?.replaceTrack(role, track);
  }

  /** After a change of the path's limits. */
  applyBitrateLimits(): void {
    this.#call?.applyBitrateLimits();
  }

  expectPackets(expected: boolean): void {
    this.#expectsPackets = expected;
  }

  wakeUp(reason: 'network' | 'signalling'): void {
    if (reason === 'network') {
      this.#call?.probe();
      this.#keeper.suspect();
      return;
    }
    // The name may have been lost with the line to the server.
    if (this.#call?.state !== 'connected') this.#tellName();
    this.#keeper.tryNow();
  }

  send(message: PeerMessage): boolean {
    return this.#call?.send(message) ?? false;
  }

  openFileChannel(label: string): RTCDataChannel | null {
    return this.#call?.openFileChannel(label) ?? null;
  }

  get maxMessageSize(): number {
    return this.#call?.maxMessageSize ?? 0;
  }

  stats(): Promise<RTCStatsReport | null> {
    return this.#call?.stats() ?? Promise.resolve(null);
  }

  close(linger = 0): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#keeper.close();
    this.#watch.stop();
    this.#call?.close(linger);
    this.#setChannel(false);
  }

  async #look(call: GatewayCall): Promise<RTCStatsReport> {
    const report = await call.stats();
    if (this.#strayRequests.look(report)) call.sendKeyFrames();
    return report;
  }

  /** An ICE restart brings back what was lost at this end; if it does not, the call is made anew. */
  #restore(): void {
    if (this.#call?.canRestart === true && !this.#restarted) {
      this.#restarted = true;
      this.#call.restartIce();
    } else if (this.#call?.isUsed === false) {
      this.#tellName();
    } else {
      // The name that was told last has had its call.
      this.#theirName = null;
      this.#renew();
    }
  }

  #renew(): void {
    const { events, log, configuration, ...rest } = this.#options;
    this.#call?.close();
    this.#keeper.renewed();
    this.#setChannel(false);
    this.#restarted = false;
    const call: GatewayCall = new GatewayCall({
      ...rest,
      configuration: configuration(),
      log,
      events: {
        registered: () => this.#tellName(),
        failed: (reason) => {
          log('info', 'call at the gateway failed', { reason });
          this.#setChannel(false);
          this.#keeper.handleState('failed');
        },
        state: (state) => this.#keeper.handleState(state),
        remoteTracks: events.remoteTracks,
        channel: (open) => this.#setChannel(open),
        message: events.message,
        fileChannel: events.fileChannel,
      },
    });
    this.#call = call;
    void call.start();
  }

  #tellName(): void {
    if (this.#closed || this.#call?.isRegistered !== true) return;
    this.#options.events.signal({ type: 'gateway', from: this.#call.session, name: this.#call.name });
  }

  #setChannel(open: boolean): void {
    if (this.#channelOpen === open) return;
    this.#channelOpen = open;
    // The other end is there from now on; what was sent before did not reach it.
    if (open) this.#call?.sendKeyFrames();
    this.#options.events.channel(open);
  }
}
