import {
  mediaRoles,
  type DeviceId,
  type GatewayAccess,
  type IceServer,
  type MediaRole,
  type PeerMessage,
  type PeerSignal,
} from '@cardea/protocol';
import type { CreateJanusWebSocket } from '../../janus/line.ts';
import type { Log } from '../../log.ts';
import { deviceEvents } from '../connection/deviceEvents.ts';
import { toRtcIceServers } from '../connection/iceServers.ts';
import type { MediaPath, MediaPathEvents, PeerRole } from '../mediaPath.ts';
import { GatewayPeer } from './gatewayPeer.ts';

export interface GatewayPathOptions {
  /** Takes a signal to another device, in order; it may get lost. */
  send(device: DeviceId, signal: PeerSignal): void;
  /** The gateway, with a token that is good now. */
  access(): GatewayAccess;
  iceServers(): readonly IceServer[];
  events: MediaPathEvents;
  /** Told of each attempt to restore a connection. */
  restoring?: () => void;
  log: Log;
  createConnection?: (configuration: RTCConfiguration) => RTCPeerConnection;
  createSocket?: CreateJanusWebSocket;
}

/**
 * The way through a server of the Janus API, by its Video Call plugin: for a call of two. Who joins second takes the
 * place of the first.
 */
export class GatewayPath implements MediaPath {
  readonly #options: GatewayPathOptions;
  readonly #tracks = new Map<MediaRole, MediaStreamTrack>();
  readonly #bitrateLimits = new Map<MediaRole, number>();
  #other: { device: DeviceId; peer: GatewayPeer } | null = null;
  #closed = false;

  constructor(options: GatewayPathOptions) {
    this.#options = options;
  }

  setLocalTrack(role: MediaRole, track: MediaStreamTrack | null): void {
    if (track === null) this.#tracks.delete(role);
    else this.#tracks.set(role, track);
    this.#other?.peer.replaceTrack(role, track);
  }

  limitBitrate(role: MediaRole, bitsPerSecond: number | null): void {
    if (bitsPerSecond === null) this.#bitrateLimits.delete(role);
    else this.#bitrateLimits.set(role, bitsPerSecond);
    this.#other?.peer.applyBitrateLimits();
  }

  join(device: DeviceId, role: PeerRole): void {
    if (this.#closed || this.#other?.device === device) return;
    this.#other?.peer.close();
    const { access, iceServers, restoring, createConnection, createSocket, log } = this.#options;
    const peer = new GatewayPeer({
      role,
      access,
      // The gateway hides the two from each other, so there is nothing to hide behind a relay.
      configuration: () => ({ iceServers: toRtcIceServers(iceServers()), iceTransportPolicy: 'all' }),
      createConnection: createConnection ?? ((configuration) => new RTCPeerConnection(configuration)),
      createSocket,
      tracks: this.#tracks,
      bitrateLimits: this.#bitrateLimits,
      events: this.#eventsOf(device),
      restoring: () => restoring?.(),
      log,
    });
    this.#other = { device, peer };
    peer.start();
  }

  leave(device: DeviceId): void {
    const peer = this.#peer(device);
    this.#other = peer === null ? this.#other : null;
    peer?.close();
  }

  participants(): readonly DeviceId[] {
    return this.#other === null ? [] : [this.#other.device];
  }

  receive(device: DeviceId, signal: PeerSignal): void {
    if (signal.type === 'gateway') this.#peer(device)?.receive(signal);
  }

  /** It is needed from the joining on. */
  expectConnection(): void {}

  expectPackets(device: DeviceId, expected: boolean): void {
    this.#peer(device)?.expectPackets(expected);
  }

  wakeUp(reason: 'network' | 'signalling'): void {
    this.#other?.peer.wakeUp(reason);
  }

  send(device: DeviceId, message: PeerMessage): boolean {
    return this.#peer(device)?.send(message) ?? false;
  }

  openFileChannel(device: DeviceId, label: string): RTCDataChannel | null {
    return this.#peer(device)?.openFileChannel(label) ?? null;
  }

  maxMessageSize(device: DeviceId): number {
    return this.#peer(device)?.maxMessageSize ?? 0;
  }

  stats(device: DeviceId): Promise<RTCStatsReport | null> {
    return this.#peer(device)?.stats() ?? Promise.resolve(null);
  }

  close(linger = 0): void {
    if (this.#closed) return;
    for (const role of mediaRoles) this.setLocalTrack(role, null);
    this.#closed = true;
    this.#other?.peer.close(linger);
    this.#other = null;
  }

  #peer(device: DeviceId): GatewayPeer | null {
    return this.#other?.device === device ? this.#other.peer : null;
  }

  #eventsOf(device: DeviceId) {
    return deviceEvents(device, { ...this.#options, isClosed: () => this.#closed });
  }
}
