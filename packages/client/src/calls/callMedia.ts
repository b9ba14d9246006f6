import type { DeviceId, PeerMessage, PeerSessionId, PeerSignal } from '@cardea/protocol';
import type { CallStatistics, ClientCall, LinkState, LocalMedia, PictureRole, RemoteMedia } from '../api.ts';
import { describe, type Log } from '../log.ts';
import { LocalTracks, type LocalTracksOptions } from '../media/capture/localTracks.ts';
import type { CallPath, CallPathEvents, PeerRole } from '../media/mediaPath.ts';
import { RemoteMediaOfDevices } from '../media/remoteMedia.ts';
import { StatisticsWatch } from '../statistics/statisticsWatch.ts';

export interface CallMediaOptions {
  createPath(events: CallPathEvents): CallPath;
  localTracks: Pick<LocalTracksOptions, 'capture' | 'mayOpenSilently'>;
  log: Log;
  /** Something of the snapshot changed. */
  changed(): void;
  /** A message from any connected device but `hello` and `media`, which are dealt with here. */
  message(device: DeviceId, message: PeerMessage): void;
  link(device: DeviceId, link: LinkState): void;
  lost(device: DeviceId, duration: number): void;
  channel(device: DeviceId, open: boolean): void;
  fileChannel(device: DeviceId, channel: RTCDataChannel): void;
}

/** Milliseconds for a last message to leave before the connection is closed. */
const linger = 300;

/**
 * The media of one call: what this end sends, the path it takes, what comes from the other. Before the answer there
 * may be several devices; `choose` names the one that talks. Owns its path and its local tracks.
 */
export class CallMedia {
  readonly path: CallPath;
  readonly local: LocalTracks;
  readonly #remote = new RemoteMediaOfDevices();
  readonly #options: CallMediaOptions;
  readonly #links = new Map<DeviceId, LinkState>();
  readonly #routes = new Map<DeviceId, 'direct' | 'relayed'>();
  readonly #open = new Set<DeviceId>();
  /** The device at the other end, once the call is accepted. */
  #chosen: DeviceId | null = null;
  /** The device whose media and link the snapshot has. */
  #shown: DeviceId | null;
  readonly #bitrateLimits: Record<PictureRole, number | null> = { camera: null, screen: null };
  readonly #statistics: StatisticsWatch;
  #lastSending = '';
  #maySpeak: boolean;
  #closed = false;

  /**
   * @param caller the caller's device where this end is the callee: what comes from it can be shown in the moment of
   * the answer. `null` at the caller, who tells each device before the answer what it will see.
   */
  constructor(options: CallMediaOptions, caller: DeviceId | null) {
    this.#options = options;
    this.#shown = caller;
    this.#maySpeak = caller === null;
    this.path = options.createPath(this.#events());
    this.#statistics = new StatisticsWatch(() => this.stats());
    this.local = new LocalTracks({
      ...options.localTracks,
      publish: (role, track) => this.path.setLocalTrack(role, track),
      changed: () => {
        this.#tellSending();
        this.#changed();
      },
    });
  }

  get link(): LinkState {
    return this.#shown === null ? 'new' : (this.#links.get(this.#shown) ?? 'new');
  }

  /** How it is connected, for the snapshot. */
  get connection(): Pick<ClientCall, 'link' | 'route' | 'path'> {
    const { link, path } = this;
    const direct = this.#shown !== null && path.state.inUse === 'mesh' ? this.#routes.get(this.#shown) : null;
    return { link, route: direct ?? null, path: path.state };
  }

  get channelOpen(): boolean {
    return this.#chosen !== null && this.#open.has(this.#chosen);
  }

  isOpenTo(device: DeviceId): boolean {
    return this.#open.has(device);
  }

  localState(): LocalMedia {
    return this.local.state();
  }

  remoteState(): RemoteMedia {
    return this.#remote.of(this.#shown);
  }

  /** A first offer to send with the ring; `null` if the browser fails, and the connection is made at the answer. */
  async prepareOffer(): Promise<{ from: PeerSessionId; sdp: string } | null> {
    try {
      return await this.path.prepareOffer();
    } catch (error) {
      this.#options.log('warn', 'no offer to send with the ring', { reason: describe(error) });
      return null;
    }
  }

  join(device: DeviceId, role: PeerRole): void {
    this.path.join(device, role);
  }

  receive(device: DeviceId, signal: PeerSignal): void {
    this.path.receive(device, signal);
  }

  /**
   * The call is accepted and this is the device at the other end: what is on goes out in this very moment, and other
   * connections are closed.
   */
  choose(device: DeviceId, role: PeerRole): void {
    this.#maySpeak = true;
    this.local.goLive();
    if (this.#chosen !== device) {
      this.#chosen = device;
      this.#shown = device;
      for (const other of this.path.participants()) if (other !== device) this.#leave(other);
      this.path.join(device, role);
      this.path.expectConnection(device);
    }
    this.#tellSending();
    this.#expectPackets();
    this.#changed();
  }

  setHeld(held: boolean): void {
    this.#remote.silence(held);
    this.local.setHeld(held);
    this.#expectPackets();
  }

  send(message: PeerMessage): boolean {
    return this.#chosen !== null && this.path.send(this.#chosen, message);
  }

  stats(): Promise<RTCStatsReport | null> {
    return this.#chosen === null ? Promise.resolve(null) : this.path.stats(this.#chosen);
  }

  bitrateLimits(): Readonly<Record<PictureRole, number | null>> {
    return { ...this.#bitrateLimits };
  }

  limitBitrate(role: PictureRole, bitsPerSecond: number | null): void {
    this.#bitrateLimits[role] = bitsPerSecond;
    this.path.limitBitrate(role, bitsPerSecond);
    this.#changed();
  }

  watchStatistics(listener: (history: readonly CallStatistics[]) => void): () => void {
    return this.#statistics.watch(listener);
  }

  /** @param bye whether to say goodbye to whoever is connected */
  close(bye: boolean): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#statistics.close();
    if (bye) for (const device of this.path.participants()) this.path.send(device, { type: 'bye' });
    this.local.close();
    this.path.close(bye ? linger : 0);
    for (const device of [...this.#open]) this.#options.channel(device, false);
    this.#open.clear();
    this.#links.clear();
  }

  #events(): CallPathEvents {
    const { lost, fileChannel } = this.#options;
    return {
      lost,
      fileChannel,
      remoteTracks: (device, tracks) => {
        this.#remote.handleTracks(device, tracks);
        this.#changed();
      },
      link: (device, link) => {
        this.#links.set(device, link);
        this.#options.link(device, link);
        this.#changed();
      },
      channel: (device, open) => {
        if (open) this.#open.add(device);
        else this.#open.delete(device);
        if (open && this.#maySpeak) this.path.send(device, { type: 'media', sending: this.local.sending() });
        this.#options.channel(device, open);
        this.#changed();
      },
      route: (device, route) => {
        this.#routes.set(device, route);
        this.#changed();
      },
      path: () => this.#changed(),
      message: (device, message) => this.#receiveMessage(device, message),
    };
  }

  #receiveMessage(device: DeviceId, message: PeerMessage): void {
    if (message.type === 'hello') return;
    if (message.type !== 'media') {
      this.#options.message(device, message);
      return;
    }
    this.#remote.handleSending(device, message.sending);
    this.#expectPackets();
    this.#changed();
  }

  #tellSending(): void {
    if (!this.#maySpeak || this.#closed) return;
    const sending = this.local.sending();
    const text = JSON.stringify(sending);
    if (text === this.#lastSending) return;
    this.#lastSending = text;
    for (const device of this.#open) this.path.send(device, { type: 'media', sending });
  }

  #expectPackets(): void {
    if (this.#chosen === null) return;
    this.path.expectPackets(this.#chosen, this.#remote.isSpeaking(this.#chosen));
  }

  #leave(device: DeviceId): void {
    this.path.leave(device);
    this.#remote.forget(device);
    this.#links.delete(device);
    this.#routes.delete(device);
  }

  #changed(): void {
    if (!this.#closed) this.#options.changed();
  }
}
