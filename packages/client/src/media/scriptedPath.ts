import {
  newId,
  PeerSessionId,
  type DeviceId,
  type PathKind,
  type PeerMessage,
  type PeerSignal,
} from '@cardea/protocol';
import type { CallPathState } from '../api.ts';
import type { CallPath, CallPathEvents, PeerRole } from './mediaPath.ts';

/** For tests: a path without a network, whose events the test tells. */
export class ScriptedPath implements CallPath {
  readonly events: CallPathEvents;
  readonly joined = new Map<DeviceId, PeerRole>();
  readonly received: { device: DeviceId; signal: PeerSignal }[] = [];
  readonly sent: { device: DeviceId; message: PeerMessage }[] = [];
  readonly askedForOffer: DeviceId[] = [];
  readonly open = new Set<DeviceId>();
  preparedFor: DeviceId | null | undefined = undefined;
  state: CallPathState = { inUse: 'mesh', movingTo: null, failed: null, gatewayAvailable: false };
  readonly moves: PathKind[] = [];
  wakeUps = 0;
  closed = false;

  constructor(events: CallPathEvents) {
    this.events = events;
  }

  moveTo(path: PathKind): void {
    this.moves.push(path);
  }

  setLocalTrack(): void {}
  limitBitrate(): void {}

  prepareOffer(): Promise<{ from: PeerSessionId; sdp: string }> {
    return Promise.resolve({ from: newId(PeerSessionId), sdp: 'offer' });
  }

  assignPrepared(device: DeviceId | null): void {
    this.preparedFor = device;
    if (device !== null) this.joined.set(device, 'offerer');
  }

  join(device: DeviceId, role: PeerRole): void {
    if (!this.joined.has(device)) this.joined.set(device, role);
  }

  askForOffer(device: DeviceId): void {
    this.askedForOffer.push(device);
  }

  leave(device: DeviceId): void {
    this.joined.delete(device);
  }

  participants(): readonly DeviceId[] {
    return [...this.joined.keys()];
  }

  receive(device: DeviceId, signal: PeerSignal): void {
    this.received.push({ device, signal });
    this.join(device, 'answerer');
  }

  expectConnection(): void {}
  expectPackets(): void {}

  wakeUp(): void {
    this.wakeUps += 1;
  }

  send(device: DeviceId, message: PeerMessage): boolean {
    if (!this.open.has(device)) return false;
    this.sent.push({ device, message });
    return true;
  }

  openFileChannel(): null {
    return null;
  }

  maxMessageSize(): number {
    return 16_384;
  }

  stats(): Promise<null> {
    return Promise.resolve(null);
  }

  close(): void {
    this.closed = true;
  }

  /** The connection to a device is up. */
  connect(device: DeviceId): void {
    this.join(device, 'answerer');
    this.open.add(device);
    this.events.link(device, 'connected');
    this.events.channel(device, true);
  }
}
