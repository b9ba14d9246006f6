import {
  CardeaError,
  mediaRoles,
  type DeviceId,
  type MediaRole,
  type PathKind,
  type PeerMessage,
  type PeerSessionId,
  type PeerSignal,
} from '@cardea/protocol';
import type { CallPathState } from '../../api.ts';
import type { Log } from '../../log.ts';
import type {
  CallPath,
  CallPathEvents,
  MediaPath,
  MediaPathEvents,
  PeerRole,
  PreparedPath,
} from '../mediaPath.ts';
import { LinkPatience } from './linkPatience.ts';
import { otherPath, pathOf, type PathAction, type PathMove } from './pathMove.ts';
import { PathMover } from './pathMover.ts';
import { PathNews } from './pathNews.ts';
import { PictureWatch } from './pictureWatch.ts';

type Send = (device: DeviceId, signal: PeerSignal) => void;

/** Times are milliseconds. */
export interface SwitchingPathOptions {
  createMesh(events: MediaPathEvents, send: Send): PreparedPath;
  createGateway(events: MediaPathEvents, send: Send): MediaPath;
  gatewayAvailable(): boolean;
  send: Send;
  events: CallPathEvents;
  log: Log;
  /** How long the mesh may take to connect before the gateway is tried; 4,000. */
  patience?: number;
}

/**
 * The path of a call: mesh first, and the gateway when that does not connect or somebody wants it. Before the answer
 * there is the mesh only, to any number of devices; `expectConnection` names the one that talks, and with it the call can move.
 *
 * Closing: owns both paths.
 */
export class SwitchingPath implements CallPath {
  readonly #options: SwitchingPathOptions;
  readonly #mesh: PreparedPath;
  readonly #gateway: MediaPath;
  readonly #news: PathNews;
  #device: DeviceId | null = null;
  readonly #roles = new Map<DeviceId, PeerRole>();
  readonly #mover: PathMover;
  readonly #patience: LinkPatience;
  /** The path whose media the call gets. */
  #inUse: PathKind = 'mesh';
  #failed: PathKind | null = null;
  #expectsPackets = false;
  /** Somebody at this end takes a move back at this moment. */
  #takenBack = false;
  readonly #pictures = new PictureWatch();
  #closed = false;

  constructor(options: SwitchingPathOptions) {
    this.#options = options;
    this.#mover = new PathMover({
      do: (action) => {
        if (this.#device !== null) this.#do(this.#device, action);
      },
      changed: (before) => this.#changed(before),
    });
    this.#patience = new LinkPatience({
      connecting: options.patience ?? 4_000,
      over: (path) => this.#giveUp(path),
    });
    this.#news = new PathNews({
      events: options.events,
      counts: (device, path) => device !== this.#device || path === this.#inUse,
      changed: (device) => {
        if (device === this.#device) this.#watchLink();
      },
    });
    this.#mesh = options.createMesh(this.#news.eventsOf('mesh'), (device, signal) => {
      // What it says after the move reaches an end that has closed it, and would be taken for a wish to move back.
      if (device !== this.#device || this.#inUse === 'mesh' || this.#mover.movingTo === 'mesh')
        options.send(device, signal);
    });
    this.#gateway = options.createGateway(this.#news.eventsOf('gateway'), options.send);
  }

  get state(): CallPathState {
    return {
      inUse: this.#inUse,
      movingTo: this.#mover.movingTo === this.#inUse ? null : this.#mover.movingTo,
      failed: this.#failed,
      gatewayAvailable: this.#options.gatewayAvailable(),
    };
  }

  moveTo(path: PathKind): void {
    if (this.#device === null || this.#closed) throw new CardeaError('wrong_call_state');
    if (path === 'gateway' && !this.#options.gatewayAvailable()) throw new CardeaError('unavailable');
    this.#takenBack = this.#mover.movingTo !== null && this.#mover.movingTo !== path;
    this.#mover.take({ type: 'wish', path });
    this.#takenBack = false;
  }

  setLocalTrack(role: MediaRole, track: MediaStreamTrack | null): void {
    this.#mesh.setLocalTrack(role, track);
    this.#gateway.setLocalTrack(role, track);
  }

  limitBitrate(role: MediaRole, bitsPerSecond: number | null): void {
    this.#mesh.limitBitrate(role, bitsPerSecond);
    this.#gateway.limitBitrate(role, bitsPerSecond);
  }

  prepareOffer(): Promise<{ from: PeerSessionId; sdp: string }> {
    return this.#mesh.prepareOffer();
  }

  assignPrepared(device: DeviceId | null): void {
    this.#mesh.assignPrepared(device);
  }

  join(device: DeviceId, role: PeerRole): void {
    this.#roles.set(device, role);
    if (device !== this.#device) this.#mesh.join(device, role);
  }

  askForOffer(device: DeviceId): void {
    this.#mesh.askForOffer(device);
  }

  leave(device: DeviceId): void {
    this.#roles.delete(device);
    this.#mesh.leave(device);
    this.#gateway.leave(device);
    this.#news.forget('mesh', device);
    this.#news.forget('gateway', device);
    if (device === this.#device) this.#forget();
  }

  participants(): readonly DeviceId[] {
    return [...new Set([...this.#mesh.participants(), ...this.#gateway.participants()])];
  }

  receive(device: DeviceId, signal: PeerSignal): void {
    if (this.#closed) return;
    if (device !== this.#device) {
      this.#mesh.receive(device, signal);
      return;
    }
    switch (signal.type) {
      case 'path':
        this.#receiveMove(device, signal);
        return;
      case 'gateway':
        this.#gateway.receive(device, signal);
        return;
      default:
        if (!this.#mover.has('mesh')) this.#welcomeBack(device, signal);
        else this.#mesh.receive(device, signal);
    }
  }

  expectConnection(device: DeviceId): void {
    if (this.#device !== device) {
      this.#forget();
      this.#device = device;
    }
    this.#mesh.expectConnection(device);
    this.#watchLink();
  }

  expectPackets(device: DeviceId, expected: boolean): void {
    if (device === this.#device) this.#expectsPackets = expected;
    this.#mesh.expectPackets(device, expected);
    this.#gateway.expectPackets(device, expected);
  }

  wakeUp(reason: 'network' | 'signalling'): void {
    this.#mesh.wakeUp(reason);
    this.#gateway.wakeUp(reason);
    const [device, move] = [this.#device, this.#mover.move];
    // What was said meanwhile may be lost.
    if (reason !== 'signalling' || device === null || move.state === 'settled') return;
    this.#tell(device, move.number, 'begin');
    if (move.mine) this.#tell(device, move.number, 'ready');
  }

  send(device: DeviceId, message: PeerMessage): boolean {
    return this.#pathTo(device).send(device, message);
  }

  openFileChannel(device: DeviceId, label: string): RTCDataChannel | null {
    return this.#pathTo(device).openFileChannel(device, label);
  }

  maxMessageSize(device: DeviceId): number {
    return this.#pathTo(device).maxMessageSize(device);
  }

  stats(device: DeviceId): Promise<RTCStatsReport | null> {
    return this.#pathTo(device).stats(device);
  }

  close(linger = 0): void {
    if (this.#closed) return;
    for (const role of mediaRoles) this.setLocalTrack(role, null);
    this.#closed = true;
    this.#forget();
    this.#mesh.close(linger);
    this.#gateway.close(linger);
  }

  #receiveMove(device: DeviceId, { number, step }: Extract<PeerSignal, { type: 'path' }>): void {
    const path = pathOf({ number });
    if (path === 'gateway' && !this.#mover.has(path) && !this.#options.gatewayAvailable()) {
      // Taken back at once, by the number that follows.
      this.#tell(device, number + 1, 'begin');
      this.#mover.take({ type: 'told', number: number + 1, step: 'begin' });
    } else this.#mover.take({ type: 'told', number, step });
  }

  /** The other end has begun anew, by the mesh as every call does, while the call goes by the gateway. */
  #welcomeBack(device: DeviceId, signal: PeerSignal): void {
    const isOffer = signal.type === 'description' && signal.description.type === 'offer';
    if (!isOffer && signal.type !== 'restart') return;
    this.#mover.take({ type: 'wish', path: 'mesh' });
    // Asked for an offer, the opening has made one.
    if (isOffer) this.#mesh.receive(device, signal);
  }

  #changed(before: PathMove): void {
    const { move } = this.#mover;
    const [from, path] = [pathOf(before), pathOf(move)];
    if (move.state === 'settled') {
      this.#pictures.stop();
      // A path that was given up is the one that failed, unless somebody took the move back.
      if (before.state === 'moving' && path !== from && !this.#takenBack) this.#noteFailure(from);
      else if (this.#failed === path) this.#failed = null;
      this.#options.log('info', 'path of the call', { path, failed: this.#failed });
    } else if (before.state === 'settled') {
      this.#patience.stop();
      const isLost = this.#device !== null && this.#news.of(from, this.#device).link !== 'connected';
      if (isLost) this.#noteFailure(from);
      this.#options.log('info', 'the call moves to another path', { path });
    }
    this.#watchLink();
    this.#options.events.path(this.state);
  }

  #giveUp(path: PathKind): void {
    if (path === 'mesh' && !this.#options.gatewayAvailable()) return;
    this.#mover.take({ type: 'wish', path: otherPath(path) });
  }

  #noteFailure(path: PathKind): void {
    this.#failed = path;
    this.#patience.noteFailure(path);
  }

  #do(device: DeviceId, action: PathAction): void {
    switch (action.do) {
      case 'tell':
        this.#tell(device, action.number, action.step);
        return;
      case 'open':
        this.#open(device, action.path);
        return;
      case 'close':
        this.#path(action.path).leave(device);
        this.#news.forget(action.path, device);
        return;
      case 'receive-by':
        this.#receiveBy(device, action.path);
    }
  }

  #open(device: DeviceId, kind: PathKind): void {
    const path = this.#path(kind);
    path.leave(device);
    this.#news.forget(kind, device);
    path.join(device, this.#roles.get(device) ?? 'answerer');
    path.expectConnection(device);
    path.expectPackets(device, this.#expectsPackets);
  }

  #receiveBy(device: DeviceId, kind: PathKind): void {
    const former = this.#inUse;
    this.#inUse = kind;
    this.#news.tellAgain(device, former, kind);
  }

  #tell(device: DeviceId, number: number, step: 'begin' | 'ready'): void {
    this.#options.send(device, { type: 'path', number, step });
  }

  /** After each change: whether the new path is ready, and whether the one in use has to be given up. */
  #watchLink(): void {
    const [device, move] = [this.#device, this.#mover.move];
    if (device === null || this.#closed) return;
    if (move.state === 'moving') this.#watchNewPath(device, pathOf(move), move.mine);
    else this.#watchPathInUse(device, pathOf(move));
  }

  #watchNewPath(device: DeviceId, to: PathKind, mine: boolean): void {
    this.#patience.stop();
    const from = otherPath(to);
    const { link, channel } = this.#news.of(to, device);
    if (mine || link !== 'connected' || !channel) this.#pictures.stop();
    else if (this.#news.of(from, device).link !== 'connected') this.#mover.take({ type: 'ready' });
    else {
      this.#pictures.begin({
        former: () => this.#path(from).stats(device),
        next: () => this.#path(to).stats(device),
        seen: () => this.#mover.take({ type: 'ready' }),
      });
    }
  }

  #watchPathInUse(device: DeviceId, path: PathKind): void {
    const { link } = this.#news.of(path, device);
    this.#patience.watch(path, link);
    if (link === 'connected' && this.#failed === path) this.#failed = null;
  }

  #forget(): void {
    this.#mover.reset();
    this.#patience.reset();
    this.#pictures.stop();
    this.#device = null;
    this.#inUse = 'mesh';
    this.#failed = null;
    this.#expectsPackets = false;
  }

  #path(kind: PathKind): MediaPath {
    return kind === 'mesh' ? this.#mesh : this.#gateway;
  }

  #pathTo(device: DeviceId): MediaPath {
    return device === this.#device ? this.#path(this.#inUse) : this.#mesh;
  }
}
