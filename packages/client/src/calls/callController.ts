import {
  CardeaError,
  nextCall,
  type Call,
  type CallEvent,
  type CallKind,
  type DeviceId,
  type ErrorCode,
  type PeerMessage,
  type PeerSessionId,
  type PeerSignal,
  type Person,
  type Side,
} from '@cardea/protocol';
import type { ClientCall } from '../api.ts';
import { describe } from '../log.ts';
import { CallMedia } from './callMedia.ts';
import {
  answeredBy,
  endOf,
  isMine,
  isOtherAway,
  mergeRecord,
  otherDevice,
  sideOf,
  stageOf,
} from './callRecord.ts';
import type { CallSurroundings } from './callSurroundings.ts';
import { CallDeadline } from './callDeadline.ts';
import { CallLink } from './callLink.ts';
import { CallReports } from './callReports.ts';
import { VideoRequest } from './videoRequest.ts';

/** Milliseconds. */
const lostWhileAway = 30_000;
const lostAtAll = 60_000;

/**
 * One call of this device. Runs the same state machine as the server, ahead of it: a click counts at once, the server
 * is told, and its record corrects this one. Media begins and ends with the phases.
 *
 * Closing: `CallsRegistry` owns controllers. A controller that ends closes its media (local tracks, then path), and
 * stays as a record until it is dismissed.
 */
export class CallController {
  readonly person: Person;
  readonly side: Side;
  readonly media: CallMedia;
  readonly #around: CallSurroundings;
  readonly #changed: () => void;
  readonly #video: VideoRequest;
  readonly #reports: CallReports;
  readonly #deadline: CallDeadline;
  readonly #link: CallLink;
  #record: Call;
  #connectedAt: number | null = null;
  #reportedConnected = false;
  #offeredTo: DeviceId | null = null;
  #over = false;
  /** The server has this call: not yet while the ring is on its way. */
  #known: boolean;

  constructor(record: Call, person: Person, around: CallSurroundings, changed: () => void, known: boolean) {
    this.#record = record;
    this.person = person;
    this.#around = around;
    this.#changed = changed;
    this.#known = known;
    this.side = sideOf(record, around.self);
    this.#reports = new CallReports({
      call: record.id,
      signalling: around.signalling,
      confirm: (news) => this.confirm(news),
      acceptRefused: (code) => this.#acceptRefused(code),
      log: around.log,
    });
    this.#deadline = new CallDeadline(around.serverNow, () =>
      this.#apply({ type: 'tick', at: around.serverNow() }),
    );
    this.media = new CallMedia(
      {
        createPath: (events) =>
          around.createPath(events, (device, signal) => void this.#reports.sendSignal(device, signal)),
        localTracks: around.localTracks,
        changed: () => {
          this.#remember();
          changed();
        },
        message: (device, message) => this.#receiveMessage(device, message),
        link: () => this.#reportConnected(),
        lost: (_device, duration) => this.#lost(duration),
        channel: (device, open) => this.#updateLink(device, open),
        fileChannel: (_device, channel) => {
          const link = this.#link.current;
          if (link === null) channel.close();
          else around.links.fileChannels.emit({ link, channel });
        },
      },
      this.side === 'caller' ? null : record.caller.deviceId,
    );
    this.#video = new VideoRequest({
      send: (message) => this.media.send(message),
      agreed: (kind, myCamera) => this.#agreeVideo(kind, myCamera),
      changed,
    });
    this.#link = new CallLink(person.id, this.media.path, around.links);
    this.#deadline.watch(record);
  }

  get record(): Call {
    return this.#record;
  }

  /** Whether nothing more will happen in it. */
  get isOver(): boolean {
    return this.#over;
  }

  get isKnownToServer(): boolean {
    return this.#known;
  }

  snapshot(): ClientCall {
    const { self } = this.#around;
    const stage = stageOf(this.#record, self);
    return {
      id: this.#record.id,
      kind: this.#record.kind,
      direction: this.side === 'caller' ? 'outgoing' : 'incoming',
      person: this.person,
      stage,
      connectedAt: this.#connectedAt,
      end: endOf(this.#record, self),
      link: this.media.link,
      route: this.media.route,
      heldByMe: this.media.local.held,
      local: this.media.localState(),
      remote: this.media.remoteState(),
      videoRequest: this.#video.state,
      dataChannel: this.#link.current !== null,
      record: this.#record,
    };
  }

  // ------------------------------------------------------------ as caller

  /**
   * Rings. Devices open beside it; the answer does not wait for them.
   * @returns the server's answer; `glare` is another call, which takes the place of this one
   */
  async ring(): Promise<{ glare: Call | null }> {
    const { id, kind, calleeId, preconnect } = this.#record;
    void this.media.local.start({ microphone: true, camera: kind === 'video' });
    const offer = preconnect ? await this.#prepareOffer() : null;
    const answer = await this.#around.signalling.request('call:ring', {
      call: id,
      person: calleeId,
      kind,
      offer,
    });
    this.#known = true;
    if (answer.call.id !== id) return { glare: answer.call };
    if (this.#over) {
      // Cancelled while the ring was on its way.
      this.#around.sayFarewell(id);
      return { glare: null };
    }
    this.#offeredTo = answer.call.preconnect ? answer.offeredTo : null;
    this.media.path.assignPrepared(this.#offeredTo);
    this.confirm(answer.call);
    return { glare: null };
  }

  // ------------------------------------------------------------ as callee

  /** Rings here. The connection is prepared if the caller sent an offer: no device of this end is opened for it. */
  present(offer: { from: PeerSessionId; sdp: string } | null): void {
    if (offer !== null && this.#record.preconnect) {
      this.media.receive(this.#record.caller.deviceId, {
        type: 'description',
        from: offer.from,
        to: null,
        description: { type: 'offer', sdp: offer.sdp },
      });
    }
    this.#reports.tell('call:ringing');
  }

  /**
   * Answers. Up to the request nothing here waits for anything: each step is on the way of the first picture.
   * @throws CardeaError `wrong_call_state`, `call_over`, `answered_elsewhere`
   */
  accept(media: CallKind): void {
    const { self } = this.#around;
    const caller = this.#record.caller.deviceId;
    if (stageOf(this.#record, self) !== 'incoming') {
      throw new CardeaError(this.#over ? 'call_over' : 'wrong_call_state');
    }
    this.media.path.send(caller, { type: 'accepted' });
    this.#apply({ type: 'accept', device: self.device, at: this.#around.serverNow() });
    this.#reports.tell('call:accept');
    void this.media.local.start({
      microphone: true,
      camera: media === 'video' && this.#record.kind === 'video',
    });
  }

  /** Takes part in a call that the server has accepted for this device: glare, or a page that was reloaded. */
  resume(devices: { microphone: boolean; camera: boolean; held?: boolean }, fresh: boolean): void {
    void this.media.local.start(devices);
    if (devices.held === true) this.media.setHeld(true);
    this.#follow();
    if (fresh && this.side === 'callee' && answeredBy(this.#record) !== null) {
      this.media.path.askForOffer(this.#record.caller.deviceId);
    }
  }

  // ------------------------------------------------------------ either

  /** The server's record. */
  confirm(record: Call): void {
    if (record.id !== this.#record.id) return;
    this.#known = true;
    this.#set(mergeRecord(this.#record, record));
  }

  /** The connection to the server is back; `record` is what it says of this call. */
  reconcile(record: Call): void {
    this.confirm(record);
    if (this.#over) {
      if (record.state.phase !== 'ended' && isMine(record, this.#around.self))
        this.#around.sayFarewell(record.id);
      return;
    }
    const { self } = this.#around;
    const { state } = record;
    if (answeredBy(this.#record) === self.device && answeredBy(record) === null)
      this.#reports.tell('call:accept');
    else if (stageOf(this.#record, self) === 'incoming') {
      if (state.phase !== 'ringing' || !state.devices.includes(self.device))
        this.#reports.tell('call:ringing');
    }
    if (this.#reportedConnected && record.state.phase !== 'connected') this.#reports.tell('call:connected');
    this.media.path.wakeUp('signalling');
  }

  receiveSignal(from: DeviceId, signal: PeerSignal): void {
    if (this.#over) return;
    const other = otherDevice(this.#record, this.#around.self);
    const expected = other === null ? this.#record.preconnect : other === from;
    // Strangers learn nothing of this end before the answer, and after it there is only one device to hear.
    if (!expected || (answeredBy(this.#record) === null && !this.#record.preconnect)) return;
    this.media.receive(from, signal);
  }

  hangUp(): void {
    if (this.#over) return;
    this.#apply(this.#event('hangup'), true);
    if (this.#known) this.#around.sayFarewell(this.#record.id);
  }

  /** The server does not know the call any more. */
  fail(): void {
    this.#apply(this.#event('failed'));
  }

  /** Without a word to anybody: the ring was refused, or another call takes its place. */
  discard(): void {
    this.#finish(false);
  }

  setHeld(held: boolean): void {
    if (this.#over) return;
    this.media.setHeld(held);
  }

  async setCamera(on: boolean): Promise<void> {
    if (on && this.#record.kind === 'audio') this.requestVideo();
    else await this.media.local.setCamera(on);
  }

  /** @throws CardeaError `wrong_call_state` when the other end cannot be asked now */
  requestVideo(): void {
    if (this.#record.kind === 'video') {
      void this.media.local.setCamera(true);
      return;
    }
    if (!this.#video.ask()) throw new CardeaError('wrong_call_state');
  }

  answerVideoRequest(agreed: boolean, withCamera: boolean): void {
    this.#video.answer(agreed, withCamera);
  }

  // ------------------------------------------------------------ inside

  async #prepareOffer(): Promise<{ from: PeerSessionId; sdp: string } | null> {
    try {
      return await this.media.prepareOffer();
    } catch (error) {
      // The ring goes without an offer; the connection is made at the answer.
      this.#around.log('warn', 'no offer to send with the ring', { reason: describe(error) });
      return null;
    }
  }

  #event(type: 'hangup' | 'connected' | 'failed'): CallEvent {
    return { type, side: this.side, device: this.#around.self.device, at: this.#around.serverNow() };
  }

  #apply(event: CallEvent, bye = false): void {
    const result = nextCall(this.#record, event);
    if ('call' in result) this.#set(result.call, bye);
  }

  #set(record: Call, bye = false): void {
    if (record === this.#record) return;
    const before = this.#record.state.phase;
    this.#record = record;
    if (this.#over) {
      this.#changed();
      return;
    }
    if (before !== record.state.phase) {
      this.#around.log('info', 'call', { call: record.id, phase: record.state.phase });
    }
    if (record.state.phase === 'connected' && this.#connectedAt === null) {
      const here = Date.now();
      this.#connectedAt = Math.min(here, record.state.connectedAt + here - this.#around.serverNow());
    }
    this.#deadline.watch(record);
    if (stageOf(record, this.#around.self) === 'ended') this.#finish(bye);
    else this.#follow();
  }

  /** Brings media where the record stands. */
  #follow(): void {
    const { state } = this.#record;
    const other = otherDevice(this.#record, this.#around.self);
    if (answeredBy(this.#record) !== null && other !== null) {
      this.media.choose(other, this.side === 'caller' ? 'offerer' : 'answerer');
      this.#updateLink(other, this.media.isOpenTo(other));
      this.#reportConnected();
    } else if (state.phase === 'ringing' && this.side === 'caller' && this.#record.preconnect) {
      for (const device of state.devices) {
        if (device !== this.#offeredTo) this.media.join(device, 'offerer');
      }
    }
    this.#changed();
  }

  #receiveMessage(device: DeviceId, message: PeerMessage): void {
    if (this.#over) return;
    const answered = answeredBy(this.#record);
    if (answered === null) {
      if (message.type === 'accepted' && this.side === 'caller') {
        this.#apply({ type: 'accept', device, at: this.#around.serverNow() });
      }
      if (message.type === 'bye' && this.side === 'callee') this.#endedByOther(device);
      return;
    }
    if (device !== otherDevice(this.#record, this.#around.self)) return;
    switch (message.type) {
      case 'bye':
        this.#endedByOther(device);
        return;
      case 'video-request':
      case 'video-answer':
        this.#video.receive(message);
        return;
      default: {
        const link = this.#link.current;
        if (link !== null) this.#around.links.messages.emit({ link, message });
      }
    }
  }

  #endedByOther(device: DeviceId): void {
    const side: Side = this.side === 'caller' ? 'callee' : 'caller';
    this.#apply({ type: 'hangup', side, device, at: this.#around.serverNow() });
  }

  #reportConnected(): void {
    if (this.#over || this.#reportedConnected || this.media.link !== 'connected') return;
    if (answeredBy(this.#record) === null) return;
    this.#reportedConnected = true;
    this.#reports.tell('call:connected');
    this.#apply(this.#event('connected'));
  }

  #lost(duration: number): void {
    if (this.#over || answeredBy(this.#record) === null) return;
    const alone = !this.#around.isOnline() || isOtherAway(this.#record, this.#around.self);
    if (duration < (alone ? lostWhileAway : lostAtAll)) return;
    this.#reports.tell('call:failed');
    this.#apply(this.#event('failed'));
    this.#around.sayFarewell(this.#record.id);
  }

  #agreeVideo(kind: CallKind, myCamera: boolean): void {
    this.#apply({
      type: 'kind',
      kind,
      side: this.side,
      device: this.#around.self.device,
      at: this.#around.serverNow(),
    });
    // Both ends tell the server; the second changes nothing.
    this.#reports.tellKind(kind);
    if (myCamera) void this.media.local.setCamera(true);
  }

  #updateLink(device: DeviceId, open: boolean): void {
    const isOther = device === otherDevice(this.#record, this.#around.self);
    if (open && isOther && !this.#over && answeredBy(this.#record) !== null) this.#link.open(device);
    else if (!open && this.#link.current?.device === device) {
      this.#link.close();
      this.#video.drop();
    }
  }

  /** After `answered_elsewhere` the record that says so comes, or has come, as an event of its own. */
  #acceptRefused(code: ErrorCode): void {
    if (this.#over || (code !== 'call_over' && code !== 'call_not_found')) return;
    this.#endedByOther(this.#record.caller.deviceId);
  }

  #remember(): void {
    if (this.#over || answeredBy(this.#record) === null) return;
    const { microphone, camera } = this.media.localState();
    this.#around.memory.remember(this.#record.id, {
      microphone: microphone.on || microphone.busy,
      camera: camera.on || camera.busy,
      held: this.media.local.held,
    });
  }

  #finish(bye: boolean): void {
    if (this.#over) return;
    this.#over = true;
    this.#deadline.stop();
    this.#link.close();
    this.media.close(bye);
    this.#around.memory.forget(this.#record.id);
    this.#changed();
  }
}
