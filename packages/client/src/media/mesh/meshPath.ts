import {
  mediaRoles,
  type DeviceId,
  type IceConfiguration,
  type MediaRole,
  type PeerMessage,
  type PeerSessionId,
  type PeerSignal,
} from '@cardea/protocol';
import type { Log } from '../../log.ts';
import { deviceEvents } from '../connection/deviceEvents.ts';
import { toRtcIceServers } from '../connection/iceServers.ts';
import type { MediaPathEvents, PeerRole, PreparedPath } from '../mediaPath.ts';
import { Peer, type PeerEvents } from './peer.ts';

export interface MeshPathOptions {
  /** Takes a signal to another device, in order; it may get lost. */
  send(device: DeviceId, signal: PeerSignal): void;
  ice(): Pick<IceConfiguration, 'iceServers' | 'iceTransportPolicy'>;
  events: MediaPathEvents;
  /** A connection is about to be restored, for which the line to the server has to be alive. */
  restoring?: () => void;
  log: Log;
  createConnection?: (configuration: RTCConfiguration) => RTCPeerConnection;
}

/** A browser gathers a few dozen candidates at most while the ring is on its way. */
const mostKeptSignals = 200;
/** One device of the other person in a direct call, and some more while it rings. */
const mostPeers = 32;

/** The direct way: one peer connection for each other device. */
export class MeshPath implements PreparedPath {
  readonly #options: MeshPathOptions;
  readonly #peers = new Map<DeviceId, Peer>();
  readonly #tracks = new Map<MediaRole, MediaStreamTrack>();
  readonly #bitrateLimits = new Map<MediaRole, number>();
  #prepared: PreparedPeer | null = null;
  #closed = false;

  constructor(options: MeshPathOptions) {
    this.#options = options;
  }

  setLocalTrack(role: MediaRole, track: MediaStreamTrack | null): void {
    if (track === null) this.#tracks.delete(role);
    else this.#tracks.set(role, track);
    this.#prepared?.peer.replaceTrack(role, track);
    for (const peer of this.#peers.values()) peer.replaceTrack(role, track);
  }

  limitBitrate(role: MediaRole, bitsPerSecond: number | null): void {
    if (bitsPerSecond === null) this.#bitrateLimits.delete(role);
    else this.#bitrateLimits.set(role, bitsPerSecond);
    this.#prepared?.peer.applyBitrateLimits();
    for (const peer of this.#peers.values()) peer.applyBitrateLimits();
  }

  async prepareOffer(): Promise<{ from: PeerSessionId; sdp: string }> {
    this.#prepared?.peer.close();
    const prepared = new PreparedPeer((events) => this.#createPeer('offerer', events));
    this.#prepared = prepared;
    return prepared.peer.prepare();
  }

  assignPrepared(device: DeviceId | null): void {
    const prepared = this.#prepared;
    this.#prepared = null;
    if (prepared === null) return;
    if (device === null || this.#closed || this.#peers.has(device)) {
      prepared.peer.close();
      return;
    }
    this.#peers.set(device, prepared.peer);
    prepared.assign(this.#eventsOf(device));
  }

  join(device: DeviceId, role: PeerRole): void {
    if (this.#closed || this.#peers.has(device)) return;
    const peer = this.#add(device, role);
    if (role === 'offerer') peer?.start();
  }

  askForOffer(device: DeviceId): void {
    (this.#peers.get(device) ?? this.#add(device, 'answerer'))?.askForOffer();
  }

  leave(device: DeviceId): void {
    const peer = this.#peers.get(device);
    if (peer === undefined) return;
    this.#peers.delete(device);
    peer.close();
  }

  participants(): readonly DeviceId[] {
    return [...this.#peers.keys()];
  }

  receive(device: DeviceId, signal: PeerSignal): void {
    if (this.#closed || signal.type === 'gateway' || signal.type === 'path') return;
    const isOffer = signal.type === 'description' && signal.description.type === 'offer';
    const peer = this.#peers.get(device) ?? (isOffer ? this.#add(device, 'answerer') : undefined);
    if (peer === undefined) this.#options.log('debug', 'signal of an unknown device dropped', { device });
    else peer.receive(signal);
  }

  expectConnection(device: DeviceId): void {
    this.#peers.get(device)?.expectConnection();
  }

  expectPackets(device: DeviceId, expected: boolean): void {
    this.#peers.get(device)?.expectPackets(expected);
  }

  wakeUp(reason: 'network' | 'signalling'): void {
    for (const peer of this.#peers.values()) peer.wakeUp(reason);
  }

  send(device: DeviceId, message: PeerMessage): boolean {
    return this.#peers.get(device)?.send(message) ?? false;
  }

  openFileChannel(device: DeviceId, label: string): RTCDataChannel | null {
    return this.#peers.get(device)?.openFileChannel(label) ?? null;
  }

  maxMessageSize(device: DeviceId): number {
    return this.#peers.get(device)?.maxMessageSize ?? 0;
  }

  stats(device: DeviceId): Promise<RTCStatsReport | null> {
    return this.#peers.get(device)?.stats() ?? Promise.resolve(null);
  }

  close(linger = 0): void {
    if (this.#closed) return;
    // Senders are emptied first, so that nothing of camera and microphone leaves while the last messages do.
    for (const role of mediaRoles) this.setLocalTrack(role, null);
    this.#closed = true;
    this.#prepared?.peer.close();
    for (const peer of this.#peers.values()) peer.close(linger);
    this.#peers.clear();
  }

  #add(device: DeviceId, role: PeerRole): Peer | undefined {
    if (this.#closed || this.#peers.size >= mostPeers) return undefined;
    const peer = this.#createPeer(role, this.#eventsOf(device));
    this.#peers.set(device, peer);
    return peer;
  }

  #createPeer(role: PeerRole, events: PeerEvents): Peer {
    return new Peer({
      role,
      configuration: () => {
        const { iceServers, iceTransportPolicy } = this.#options.ice();
        return { iceServers: toRtcIceServers(iceServers), iceTransportPolicy };
      },
      createConnection:
        this.#options.createConnection ?? ((configuration) => new RTCPeerConnection(configuration)),
      tracks: this.#tracks,
      bitrateLimits: this.#bitrateLimits,
      events,
      restoring: () => this.#options.restoring?.(),
      log: this.#options.log,
    });
  }

  #eventsOf(device: DeviceId) {
    return deviceEvents(device, { ...this.#options, isClosed: () => this.#closed });
  }
}

/** A peer that has made its offer before anybody knows whose device will get it. Keeps what it says until then. */
class PreparedPeer {
  readonly peer: Peer;
  readonly #kept: ((events: PeerEvents) => void)[] = [];
  #events: PeerEvents | null = null;

  constructor(create: (events: PeerEvents) => Peer) {
    const keep =
      <A extends unknown[]>(pick: (events: PeerEvents) => (...rest: A) => void) =>
      (...rest: A): void => {
        if (this.#events !== null) pick(this.#events)(...rest);
        else if (this.#kept.length < mostKeptSignals) this.#kept.push((events) => pick(events)(...rest));
      };
    this.peer = create({
      signal: keep((events) => events.signal),
      remoteTracks: keep((events) => events.remoteTracks),
      link: keep((events) => events.link),
      lost: keep((events) => events.lost),
      channel: keep((events) => events.channel),
      message: keep((events) => events.message),
      fileChannel: keep((events) => events.fileChannel),
      route: keep((events) => events.route),
    });
  }

  assign(events: PeerEvents): void {
    this.#events = events;
    for (const say of this.#kept.splice(0)) say(events);
  }
}
