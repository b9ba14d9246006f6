import {
  GatewayName,
  newId,
  type GatewayAccess,
  type MediaRole,
  type PeerMessage,
  type PeerSessionId,
} from '@cardea/protocol';
import type { JanusCandidate } from '../../janus/janusHandle.ts';
import { JanusSession } from '../../janus/janusSession.ts';
import type { CreateJanusWebSocket } from '../../janus/line.ts';
import { VideoCall, type VideoCallPush } from '../../janus/videoCall.ts';
import { describe, type Log } from '../../log.ts';
import {
  PeerConnection,
  type ConnectionSignal,
  type PeerConnectionEvents,
  type PeerConnectionOptions,
} from '../connection/peerConnection.ts';
import { RelayedChannel } from './relayedChannel.ts';

export interface GatewayCallEvents extends Omit<PeerConnectionEvents, 'signal'> {
  /** The other end can be told the name. */
  registered(name: GatewayName): void;
  /** Nothing can be made of it any more; another call has to be made, under another name. */
  failed(reason: string): void;
}

export interface GatewayCallOptions extends Pick<
  PeerConnectionOptions,
  'role' | 'configuration' | 'createConnection' | 'tracks' | 'bitrateLimits' | 'log'
> {
  access: () => GatewayAccess;
  createSocket: CreateJanusWebSocket | undefined;
  events: GatewayCallEvents;
}

/** Milliseconds for the other's name to come after a call by it: the two take different ways. */
const nameWait = 10_000;

/**
 * One name at the gateway, and the one call made or taken with it. The offerer calls the name it was told; the
 * answerer takes a call of that name and of no other.
 *
 * Closing: owns its session at the gateway and its connection.
 */
export class GatewayCall {
  readonly name = newId(GatewayName);
  readonly #options: GatewayCallOptions;
  readonly #log: Log;
  readonly #session: JanusSession;
  readonly #connection: PeerConnection;
  #videoCall: VideoCall | null = null;
  #theirName: GatewayName | null = null;
  #incoming: Extract<VideoCallPush, { event: 'incomingcall' }> | null = null;
  #nameTimer: ReturnType<typeof setTimeout> | null = null;
  #stage: 'registering' | 'registered' | 'used' | 'over' = 'registering';
  #negotiated = false;

  constructor(options: GatewayCallOptions) {
    const { access, createSocket, events, log } = options;
    this.#options = options;
    this.#log = log;
    this.#session = new JanusSession({
      url: access().url,
      token: () => access().token,
      ...(createSocket !== undefined && { createSocket }),
      log,
    });
    this.#session.state.add((state) => {
      if (state.status === 'lost') this.#fail(`the session at the gateway is lost: ${state.reason}`);
      // An offer that went down with the line is sent again.
      else if (state.status === 'open' && this.#negotiated && this.#connection.awaitsAnswer)
        this.restartIce();
    });
    this.#connection = new PeerConnection({
      ...options,
      createChannel: (...channel) => new RelayedChannel(...channel),
      events: { ...events, signal: (signal) => this.#signal(signal) },
    });
  }

  /** Names this end's connection. */
  get session(): PeerSessionId {
    return this.#connection.session;
  }

  get state(): RTCPeerConnectionState {
    return this.#connection.state;
  }

  get isRegistered(): boolean {
    return this.#stage === 'registered' || this.#stage === 'used';
  }

  /** Whether its name has served for a call, and cannot for another. */
  get isUsed(): boolean {
    return this.#stage === 'used' || this.#stage === 'over';
  }

  /** Whether an ICE restart may bring the media back. */
  get canRestart(): boolean {
    const { isSpent, keepsDtls } = this.#connection;
    return this.#negotiated && this.#stage === 'used' && !isSpent && !keepsDtls;
  }

  async start(): Promise<void> {
    try {
      await this.#session.open();
      const videoCall = await VideoCall.attach(this.#session, this.#log);
      this.#videoCall = videoCall;
      videoCall.pushed.add((push) => this.#receive(push));
      videoCall.handle.hungUp.add((reason) => {
        if (this.#stage === 'used') this.#fail(`the gateway hung up: ${reason}`);
      });
      videoCall.handle.detached.add(() => this.#fail('the handle at the gateway is gone'));
      await videoCall.register(this.name);
    } catch (error) {
      this.#fail(describe(error));
      return;
    }
    if (this.#stage !== 'registering') return;
    this.#stage = 'registered';
    this.#options.events.registered(this.name);
    this.#begin();
  }

  /** The other end can be called by this name, and will call by it. */
  meet(name: GatewayName): void {
    this.#theirName = name;
    this.#begin();
  }

  restartIce(): void {
    this.#connection.restartIce();
  }

  /** Another network: looks whether the line to the gateway is alive. */
  probe(): void {
    this.#session.probe();
  }

  replaceTrack(role: MediaRole, track: MediaStreamTrack | null): void {
    this.#connection.replaceTrack(role, track);
  }

  applyBitrateLimits(): void {
    this.#connection.applyBitrateLimits();
  }

  sendKeyFrames(): void {
    this.#connection.sendKeyFrames();
  }

  send(message: PeerMessage): boolean {
    return this.#connection.send(message);
  }

  openFileChannel(label: string): RTCDataChannel | null {
    return this.#connection.openFileChannel(label);
  }

  get maxMessageSize(): number {
    return this.#connection.maxMessageSize;
  }

  stats(): Promise<RTCStatsReport> {
    return this.#connection.stats();
  }

  close(linger = 0): void {
    this.#stage = 'over';
    if (this.#nameTimer !== null) clearTimeout(this.#nameTimer);
    this.#connection.close(linger);
    // With the session its media ends, so it lives as long as the last messages may need.
    if (linger === 0) this.#session.close();
    else setTimeout(() => this.#session.close(), linger);
  }

  /** Calls, or takes the call that has come. */
  #begin(): void {
    const { role } = this.#options;
    if (this.#stage !== 'registered' || this.#theirName === null) return;
    if (role === 'offerer') {
      this.#stage = 'used';
      this.#connection.start();
      return;
    }
    const incoming = this.#incoming;
    if (incoming === null) return;
    this.#incoming = null;
    if (incoming.username === this.#theirName) this.#take(incoming);
    else void this.#decline(incoming.username);
  }

  #take({ jsep }: Extract<VideoCallPush, { event: 'incomingcall' }>): void {
    this.#stage = 'used';
    if (this.#nameTimer !== null) clearTimeout(this.#nameTimer);
    this.#connection.receiveDescription({ type: jsep.type, sdp: jsep.sdp }, this.session);
  }

  async #decline(username: string): Promise<void> {
    this.#log('warn', 'a call at the gateway by an unknown name is declined', { username });
    try {
      await this.#videoCall?.hangup();
    } catch (error) {
      this.#log('debug', 'not declined', { reason: describe(error) });
    }
  }

  #receive(push: VideoCallPush): void {
    switch (push.event) {
      case 'incomingcall':
        if (this.#options.role === 'offerer') {
          void this.#decline(push.username);
          return;
        }
        this.#incoming = push;
        this.#nameTimer = setTimeout(() => {
          if (this.#incoming === null) return;
          this.#incoming = null;
          void this.#decline(push.username);
        }, nameWait);
        this.#begin();
        return;
      case 'accepted':
      case 'update':
        this.#negotiated = true;
        this.#connection.receiveDescription({ type: push.jsep.type, sdp: push.jsep.sdp }, this.session);
        return;
      case 'hangup':
        this.#incoming = null;
        // One who was declined hangs up too.
        if (this.#stage === 'used') this.#fail(`the other end hung up at the gateway: ${push.reason}`);
        return;
      case 'simulcast':
      case 'slow_link':
        this.#log('debug', 'the gateway says', push);
    }
  }

  #signal(signal: ConnectionSignal): void {
    if (signal.type === 'candidate') this.#videoCall?.handle.trickle(toJanus(signal.candidate));
    else if (signal.description.type !== 'rollback') {
      void this.#describe({ type: signal.description.type, sdp: signal.description.sdp });
    }
  }

  async #describe(jsep: { type: 'offer' | 'answer'; sdp: string }): Promise<void> {
    const [videoCall, theirName, negotiated] = [this.#videoCall, this.#theirName, this.#negotiated];
    if (videoCall === null || theirName === null) return;
    try {
      if (negotiated) await videoCall.set({}, jsep);
      else if (jsep.type === 'offer') await videoCall.call(theirName, jsep);
      else {
        this.#negotiated = true;
        await videoCall.accept(jsep);
      }
    } catch (error) {
      // A later negotiation that fails leaves the call as it was.
      if (!negotiated) this.#fail(describe(error));
      else this.#log('warn', 'negotiation by way of the gateway failed', { reason: describe(error) });
    }
  }

  #fail(reason: string): void {
    if (this.#stage === 'over') return;
    this.close();
    this.#options.events.failed(reason);
  }
}

function toJanus(candidate: Extract<ConnectionSignal, { type: 'candidate' }>['candidate']): JanusCandidate {
  if (candidate === null) return null;
  const { candidate: text, sdpMid = null, sdpMLineIndex = null } = candidate;
  return { candidate: text, sdpMid, sdpMLineIndex };
}
