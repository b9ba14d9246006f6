import {
  CardeaError,
  type Call,
  type CallKind,
  type DeviceId,
  type ErrorCode,
  type PeerMessage,
  type PeerSessionId,
  type PeerSignal,
  type Person,
} from '@cardea/protocol';
import type { ClientCall } from '../api.ts';
import { CallAgreements } from './callAgreements.ts';
import { CallMedia } from './callMedia.ts';
import { answeredBy, isMine } from './callRecord.ts';
import { CallProgress } from './callProgress.ts';
import type { CallSurroundings } from './callSurroundings.ts';
import { CallDeadline } from './callDeadline.ts';
import { CallLink } from './callLink.ts';
import { CallReports } from './callReports.ts';

/** Milliseconds, from when the browser notices: that takes some seconds, so for people it is half a minute. */
const lostWhileAway = 25_000;
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
  readonly media: CallMedia;
  readonly agreements: CallAgreements;
  readonly #around: CallSurroundings;
  readonly #changed: () => void;
  readonly #progress: CallProgress;

  readonly #reports: CallReports;
  readonly #deadline: CallDeadline;
  readonly #link: CallLink;
  #reportedConnected = false;
  #offeredTo: DeviceId | null = null;
  #sayBye = false;
  #over = false;
  /** The server has this call: not yet while the ring is on its way. */
  #known: boolean;

  constructor(record: Call, person: Person, around: CallSurroundings, changed: () => void, known: boolean) {
    this.person = person;
    this.#around = around;
    this.#changed = changed;
    this.#known = known;
    this.#progress = new CallProgress(record, around, () => this.#progressed());
    this.#reports = new CallReports({
      call: record.id,
      signalling: around.signalling,
      confirm: (news) => this.confirm(news),
      acceptRefused: (code) => this.#acceptRefused(code),
      log: around.log,
    });
    this.#deadline = new CallDeadline(around.serverNow, () => this.#progress.tick());
    this.media = new CallMedia(
      {
        createPath: (events) =>
          around.createPath(events, (device, signal) => void this.#reports.sendSignal(device, signal)),
        localTracks: around.localTracks,
        log: around.log,
        changed: () => {
          if (!this.#over && this.#progress.isAnswered) around.memory.remember(record.id, this.media.local);
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
      this.#progress.side === 'caller' ? null : record.caller.deviceId,
    );
    this.agreements = new CallAgreements({
      kind: () => this.record.kind,
      setCamera: (on) => this.media.local.setCamera(on),
      send: (message) => this.media.send(message),
      // Both ends tell the server; the second changes nothing.
      becomeVideo: () => {
        this.#progress.changeKind('video');
        this.#reports.tellKind('video');
      },
      now: around.serverNow,
      changed,
    });
    this.#link = new CallLink(person.id, this.media.path, around.links);
    this.#deadline.watch(record);
    // A record may come here only to be shown as over: the ring was answered elsewhere meanwhile.
    if (this.#progress.stage === 'ended') this.#finish();
  }

  get record(): Call {
    return this.#progress.record;
  }

  /** Whether nothing more will happen in it. */
  get isOver(): boolean {
    return this.#over;
  }

  get isKnownToServer(): boolean {
    return this.#known;
  }

  snapshot(): ClientCall {
    const { record, side, stage, connectedAt, end } = this.#progress;
    return {
      id: record.id,
      kind: record.kind,
      direction: side === 'caller' ? 'outgoing' : 'incoming',
      person: this.person,
      stage,
      connectedAt,
      end,
      ...this.media.connection,
      heldByMe: this.media.local.held,
      local: this.media.localState(),
      remote: this.media.remoteState(),
      bitrateLimits: this.media.bitrateLimits(),
      ...this.agreements.state(),
      dataChannel: this.#link.current !== null,
      record,
    };
  }

  // ------------------------------------------------------------ as caller

  /**
   * Rings. Devices open beside it; the answer does not wait for them.
   * @returns `glare` is another call, which takes the place of this one
   * @throws CardeaError what the server refuses the ring with
   */
  async ring(): Promise<{ glare: Call | null }> {
    const { id, kind, calleeId, preconnect } = this.record;
    void this.media.local.start({ microphone: true, camera: kind === 'video' });
    const offer = preconnect ? await this.media.prepareOffer() : null;
    // Cancelled before the ring went out: nobody has to know.
    if (this.#over) return { glare: null };
    const ring = { call: id, person: calleeId, kind, offer };
    const answer = await this.#around.signalling.request('call:ring', ring);
    this.#known = true;
    if (answer.call.id !== id) return { glare: answer.call };
    // Cancelled while the ring was on its way.
    if (this.#over) this.#around.sayFarewell(id);
    if (this.#over) return { glare: null };
    this.#offeredTo = answer.call.preconnect ? answer.offeredTo : null;
    this.media.path.assignPrepared(this.#offeredTo);
    this.confirm(answer.call);
    return { glare: null };
  }

  // ------------------------------------------------------------ as callee

  /** Rings here. The connection is prepared if the caller sent an offer: no device of this end is opened for it. */
  present(offer: { from: PeerSessionId; sdp: string } | null): void {
    if (offer !== null && this.record.preconnect) {
      this.media.receive(this.record.caller.deviceId, {
        type: 'description',
        from: offer.from,
        to: null,
        description: { type: 'offer', sdp: offer.sdp },
      });
    }
    this.#reports.tell('call:ringing');
  }

  /**
   * Answers. Nothing here waits for anything: each step is on the way of the first picture.
   * @throws CardeaError `wrong_call_state`, `call_over`
   */
  accept(media: CallKind): void {
    if (this.#progress.stage !== 'incoming') {
      throw new CardeaError(this.#over ? 'call_over' : 'wrong_call_state');
    }
    this.media.path.send(this.record.caller.deviceId, { type: 'accepted' });
    this.#reports.tell('call:accept');
    this.#progress.accept(this.#around.self.device);
    void this.media.local.start({
      microphone: true,
      camera: media === 'video' && this.record.kind === 'video',
    });
  }

  /** Takes part in a call that the server has accepted for this device: glare, or a page that was reloaded. */
  resume(devices: { microphone: boolean; camera: boolean; held?: boolean }, fresh: boolean): void {
    void this.media.local.start(devices);
    if (devices.held === true) this.media.setHeld(true);
    this.#follow();
    if (fresh && this.#progress.isAnsweredHere) this.media.path.askForOffer(this.record.caller.deviceId);
  }

  // ------------------------------------------------------------ either

  /** The server's record. */
  confirm(record: Call): void {
    if (record.id !== this.record.id) return;
    this.#known = true;
    this.#progress.confirm(record);
    // With a prepared connection the report can reach the server before the answer it presupposes.
    if (this.#reportedConnected && record.state.phase === 'connecting' && !this.#over) {
      this.#reports.tell('call:connected');
    }
  }

  /** The connection to the server is back; `record` is what it says of this call. */
  reconcile(record: Call): void {
    const { self } = this.#around;
    this.confirm(record);
    if (this.#over) {
      if (record.state.phase !== 'ended' && isMine(record, self)) this.#around.sayFarewell(record.id);
      return;
    }
    const { state } = record;
    if (this.#progress.isAnsweredHere) {
      if (answeredBy(record) === null) this.#reports.tell('call:accept');
    } else if (this.#progress.stage === 'incoming') {
      const rings = state.phase === 'ringing' && state.devices.includes(self.device);
      if (!rings) this.#reports.tell('call:ringing');
    }
    this.media.path.wakeUp('signalling');
  }

  receiveSignal(from: DeviceId, signal: PeerSignal): void {
    if (this.#over) return;
    // Strangers learn nothing of this end before the answer, and after it there is only one device to hear.
    if (!this.#progress.isAnswered && !this.record.preconnect) return;
    const other = this.#progress.otherDevice;
    if (other === null || other === from) this.media.receive(from, signal);
  }

  hangUp(): void {
    if (this.#over) return;
    this.#sayBye = true;
    this.#progress.apply('hangup');
    if (this.#known) this.#around.sayFarewell(this.record.id);
  }

  /** The server does not know the call any more. */
  fail(): void {
    this.#progress.apply('failed');
  }

  /** Without a word to anybody: the ring was refused, or another call takes its place. */
  discard(): void {
    this.#finish();
  }

  // ------------------------------------------------------------ inside

  #progressed(): void {
    if (!this.#over) {
      this.#deadline.watch(this.record);
      if (this.#progress.stage === 'ended') this.#finish();
      else this.#follow();
    }
    this.#changed();
  }

  /** Brings media where the record stands. */
  #follow(): void {
    const { state, preconnect } = this.record;
    const { isAnswered, otherDevice: other, side } = this.#progress;
    if (isAnswered && other !== null) {
      this.media.choose(other, side === 'caller' ? 'offerer' : 'answerer');
      this.#updateLink(other, this.media.isOpenTo(other));
      this.#reportConnected();
    } else if (state.phase === 'ringing' && side === 'caller' && preconnect) {
      for (const device of state.devices) {
        if (device !== this.#offeredTo) this.media.join(device, 'offerer');
      }
    }
  }

  #receiveMessage(device: DeviceId, message: PeerMessage): void {
    if (this.#over) return;
    if (!this.#progress.isAnswered) {
      const { side } = this.#progress;
      if (message.type === 'accepted' && side === 'caller') this.#progress.accept(device);
      if (message.type === 'bye' && side === 'callee') this.#progress.hangUpByOther(device);
      return;
    }
    if (device !== this.#progress.otherDevice) return;
    if (message.type === 'bye') {
      this.#progress.hangUpByOther(device);
    } else if (!this.agreements.receive(message)) {
      const link = this.#link.current;
      if (link !== null) this.#around.links.messages.emit({ link, message });
    }
  }

  #reportConnected(): void {
    if (this.#over || this.#reportedConnected || this.media.link !== 'connected') return;
    if (!this.#progress.isAnswered) return;
    this.#reportedConnected = true;
    this.#reports.tell('call:connected');
    this.#progress.apply('connected');
  }

  #lost(duration: number): void {
    if (this.#over || !this.#progress.isAnswered) return;
    const alone = !this.#around.isOnline() || this.#progress.isOtherAway;
    if (duration < (alone ? lostWhileAway : lostAtAll)) return;
    this.#reports.tell('call:failed');
    this.#progress.apply('failed');
    this.#around.sayFarewell(this.record.id);
  }

  #updateLink(device: DeviceId, open: boolean): void {
    const { isAnswered, otherDevice } = this.#progress;
    if (open && device === otherDevice && !this.#over && isAnswered) {
      if (this.#link.current !== null) return;
      this.#link.open(device);
      this.agreements.channelOpened();
    } else if (!open && this.#link.current?.device === device) {
      this.#link.close();
      this.agreements.channelClosed();
    }
  }

  /** After `answered_elsewhere` the record that says so comes, or has come, as an event of its own. */
  #acceptRefused(code: ErrorCode): void {
    if (this.#over || (code !== 'call_over' && code !== 'call_not_found')) return;
    this.#progress.hangUpByOther(this.record.caller.deviceId);
  }

  #finish(): void {
    if (this.#over) return;
    this.#over = true;
    this.#deadline.stop();
    this.#link.close();
    this.media.close(this.#sayBye);
    this.#around.memory.forget(this.record.id);
  }
}
