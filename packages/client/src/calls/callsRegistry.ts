import {
  CallId,
  CardeaError,
  newId,
  startCall,
  type Call,
  type CallId as CallIdType,
  type CallKind,
  type ErrorCode,
  type EventOf,
  type PathKind,
  type Person,
  type PersonId,
} from '@cardea/protocol';
import { createStore } from 'zustand/vanilla';
import type { CallsApi, CallsState, CallStatistics, DeviceKind, PictureRole } from '../api.ts';
import { describe } from '../log.ts';
import type { Signalling } from '../signalling/signalling.ts';
import { activeOf } from './activeCall.ts';
import { CallController } from './callController.ts';
import { answeredBy, isMine, sideOf } from './callRecord.ts';
import type { RecordingConsent } from './recordingConsent.ts';
import type { CallSurroundings } from './callSurroundings.ts';

export interface CallsRegistryOptions {
  around: Omit<CallSurroundings, 'sayFarewell'>;
  signalling: Pick<Signalling, 'request' | 'on'>;
  /** Whether the two may prepare a connection while it rings. */
  isContact(person: PersonId): boolean;
  onDeviceSelected(listener: (kind: DeviceKind) => void): () => void;
  /** Cameras there are, and how the choice among them is made. */
  cameras(): readonly MediaDeviceInfo[];
  selectedCamera(): string | null;
  selectCamera(deviceId: string): Promise<void>;
}

/** Answers to a hang-up after which there is nothing left to tell. */
const refusedForGood: ReadonlySet<string> = new Set<ErrorCode>([
  'call_not_found',
  'call_over',
  'not_allowed',
  'answered_elsewhere',
]);

/** A picture needs 30 kbit/s to be one; more than 50 Mbit/s no browser sends. */
const lowestLimit = 30_000;
const highestLimit = 50_000_000;

/** Ended calls kept for the screen; the oldest go if nobody dismisses them. */
const mostCalls = 20;

/** All calls of this device. Owns their controllers. */
export class CallsRegistry implements CallsApi {
  readonly store = createStore<CallsState>(() => ({ calls: [], activeId: null }));
  readonly #options: CallsRegistryOptions;
  readonly #around: CallSurroundings;
  readonly #controllers = new Map<CallIdType, CallController>();
  readonly #stopListening: (() => void)[];
  #closed = false;

  constructor(options: CallsRegistryOptions) {
    this.#options = options;
    this.#around = { ...options.around, sayFarewell: (call) => this.#sayFarewell(call) };
    const { signalling } = options;
    this.#stopListening = [
      signalling.on('welcome', (welcome) => this.#reconcile(welcome)),
      signalling.on('call:incoming', (event) => this.#incoming(event.call, event.person, event.offer)),
      signalling.on('call:updated', ({ call }) => this.#controllers.get(call.id)?.confirm(call)),
      signalling.on('call:signal', ({ call, from, signal }) =>
        this.#controllers.get(call)?.receiveSignal(from, signal),
      ),
      options.onDeviceSelected((kind) => this.#changeDevice(kind)),
    ];
  }

  async ring(person: Person, kind: CallKind): Promise<CallIdType> {
    const { self, serverNow } = this.#around;
    this.#holdOthers(null);
    const record = startCall(
      {
        id: newId(CallId),
        kind,
        caller: { personId: self.person, deviceId: self.device },
        calleeId: person.id,
        preconnect: this.#options.isContact(person.id),
        at: serverNow(),
      },
      'reachable',
    );
    const controller = this.#add(record, person, false);
    try {
      const { glare } = await controller.ring();
      if (glare === null) return record.id;
      this.#remove(controller);
      return this.#adoptGlare(glare, person, kind);
    } catch (error) {
      this.#remove(controller);
      // A ring that the server did get although the answer was lost must not go on without this end.
      this.#sayFarewell(record.id);
      throw error;
    }
  }

  async accept(call: CallIdType, media: CallKind, options: { endOther?: boolean } = {}): Promise<void> {
    const controller = this.#get(call);
    controller.accept(media);
    if (options.endOther === true) {
      for (const other of this.#going()) if (other !== controller) other.hangUp();
    } else this.#holdOthers(controller);
  }

  async hangUp(call: CallIdType): Promise<void> {
    this.#get(call).hangUp();
  }

  dismiss(call: CallIdType): void {
    const controller = this.#controllers.get(call);
    if (controller?.isOver === true) this.#remove(controller);
  }

  /** What its two ends say of recording it; `null` for a call that is not there. */
  consentOf(call: CallIdType): RecordingConsent | null {
    return this.#controllers.get(call)?.agreements.recording ?? null;
  }

  setMicrophone(call: CallIdType, on: boolean): Promise<void> {
    return this.#live(call).media.local.setMicrophone(on);
  }

  setCamera(call: CallIdType, on: boolean): Promise<void> {
    return this.#live(call).agreements.video.setCamera(on);
  }

  async requestVideo(call: CallIdType): Promise<void> {
    this.#live(call).agreements.video.ask();
  }

  async answerVideoRequest(
    call: CallIdType,
    answer: { agreed: boolean; withCamera: boolean },
  ): Promise<void> {
    this.#live(call).agreements.video.answer(answer.agreed, answer.withCamera);
  }

  startScreenShare(call: CallIdType, options: { detail: 'text' | 'motion' }): Promise<boolean> {
    return this.#live(call).media.local.startScreen(options.detail);
  }

  async stopScreenShare(call: CallIdType): Promise<void> {
    this.#live(call).media.local.stopScreen();
  }

  async switchCamera(call: CallIdType): Promise<void> {
    const { local } = this.#live(call).media;
    const cameras = this.#options.cameras();
    const current = local.state().cameraStream?.getVideoTracks()[0]?.getSettings();
    // A camera that says which way it faces is a phone's; there the next one in the list may be any of several lenses.
    if (current?.facingMode !== undefined || cameras.length < 2) {
      await local.flipCamera();
      return;
    }
    const used = current?.deviceId ?? this.#options.selectedCamera();
    const next = cameras[(cameras.findIndex((camera) => camera.deviceId === used) + 1) % cameras.length];
    if (next !== undefined) await this.#options.selectCamera(next.deviceId);
  }

  async setHold(call: CallIdType, hold: boolean): Promise<void> {
    const controller = this.#live(call);
    if (!hold) this.#holdOthers(controller);
    controller.media.setHeld(hold);
    this.#publish();
  }

  async limitBitrate(call: CallIdType, role: PictureRole, bitsPerSecond: number | null): Promise<void> {
    const inRange = bitsPerSecond === null || (bitsPerSecond >= lowestLimit && bitsPerSecond <= highestLimit);
    if (!inRange) throw new CardeaError('invalid_request', { details: 'bitsPerSecond is out of range' });
    this.#live(call).media.limitBitrate(role, bitsPerSecond);
  }

  watchStatistics(call: CallIdType, listener: (history: readonly CallStatistics[]) => void): () => void {
    return this.#controllers.get(call)?.media.watchStatistics(listener) ?? (() => undefined);
  }

  async movePath(call: CallIdType, path: PathKind): Promise<void> {
    this.#live(call).media.path.moveTo(path);
  }

  getStats(call: CallIdType): Promise<RTCStatsReport | null> {
    return this.#controllers.get(call)?.media.stats() ?? Promise.resolve(null);
  }

  /** Another network: every connection tries anew at once. */
  networkChanged(): void {
    for (const controller of this.#going()) controller.media.path.wakeUp('network');
  }

  hangUpAll(): void {
    for (const controller of this.#going()) controller.hangUp();
  }

  /** Hangs up everything. */
  close(): void {
    this.hangUpAll();
    this.#closed = true;
    for (const stop of this.#stopListening) stop();
    this.#controllers.clear();
  }

  #incoming(call: Call, person: Person, offer: EventOf<'call:incoming'>['offer']): void {
    const known = this.#controllers.get(call.id);
    if (known !== undefined) {
      known.confirm(call);
      return;
    }
    const controller = this.#add(call, person, true);
    if (!controller.isOver) controller.present(offer);
  }

  /** Both rang each other at once: the server joined the two into one call, which this device has answered. */
  #adoptGlare(call: Call, person: Person, kind: CallKind): CallIdType {
    const known = this.#controllers.get(call.id);
    if (known !== undefined) known.confirm(call);
    const controller = known ?? this.#add(call, person, true);
    controller.resume({ microphone: true, camera: kind === 'video' && call.kind === 'video' }, false);
    return call.id;
  }

  #reconcile({ calls }: EventOf<'welcome'>): void {
    const listed = new Set<CallIdType>();
    for (const call of this.#around.memory.farewells) this.#sayFarewell(call);
    const farewells = this.#around.memory.farewells;
    for (const { call, person } of calls) {
      listed.add(call.id);
      const known = this.#controllers.get(call.id);
      if (known !== undefined) known.reconcile(call);
      else if (farewells.includes(call.id)) continue;
      else if (answeredBy(call) === null && sideOf(call, this.#around.self) === 'callee') {
        this.#incoming(call, person, null);
      } else if (isMine(call, this.#around.self)) this.#resume(call, person);
    }
    for (const controller of this.#going()) {
      if (controller.isKnownToServer && !listed.has(controller.record.id)) void this.#askForEnd(controller);
    }
  }

  #resume(call: Call, person: Person): void {
    const devices = this.#around.memory.recall(call.id);
    const controller = this.#add(call, person, true);
    const camera = devices.camera || (answeredBy(call) === null && call.kind === 'video');
    controller.resume({ ...devices, camera }, true);
  }

  /** A call that is over may be hung up again; the answer is its record, with the reason. */
  async #askForEnd(controller: CallController): Promise<void> {
    const { id } = controller.record;
    try {
      const { call } = await this.#options.signalling.request('call:hangup', { call: id });
      controller.confirm(call);
    } catch (error) {
      if (error instanceof CardeaError && error.code === 'call_not_found') controller.fail();
      else this.#around.log('debug', 'end of a call not known yet', { call: id, reason: describe(error) });
    }
  }

  #sayFarewell(call: CallIdType): void {
    this.#around.memory.addFarewell(call);
    void this.#tellEnd(call);
  }

  async #tellEnd(id: CallIdType): Promise<void> {
    const { memory, log } = this.#around;
    try {
      const { call } = await this.#options.signalling.request('call:hangup', { call: id });
      memory.removeFarewell(id);
      this.#controllers.get(id)?.confirm(call);
    } catch (error) {
      const code = error instanceof CardeaError ? error.code : 'server_error';
      if (refusedForGood.has(code)) memory.removeFarewell(id);
      else log('info', 'the server will be told later that the call ended', { call: id, code });
    }
  }

  #changeDevice(kind: DeviceKind): void {
    if (kind === 'speaker') return;
    for (const controller of this.#going()) void controller.media.local.changeDevice(kind);
  }

  #holdOthers(current: CallController | null): void {
    for (const other of this.#going()) {
      if (other !== current && answeredBy(other.record) !== null) other.media.setHeld(true);
    }
    this.#publish();
  }

  #going(): CallController[] {
    return [...this.#controllers.values()].filter((controller) => !controller.isOver);
  }

  #get(call: CallIdType): CallController {
    const controller = this.#controllers.get(call);
    if (controller === undefined) throw new CardeaError('call_not_found');
    return controller;
  }

  #live(call: CallIdType): CallController {
    const controller = this.#get(call);
    if (controller.isOver) throw new CardeaError('call_over');
    return controller;
  }

  #add(record: Call, person: Person, known: boolean): CallController {
    const controller = new CallController(
      record,
      person,
      this.#around,
      () => this.#publish(record.id),
      known,
    );
    this.#controllers.set(record.id, controller);
    for (const old of [...this.#controllers.values()]) {
      if (this.#controllers.size <= mostCalls) break;
      if (old.isOver) this.#controllers.delete(old.record.id);
    }
    this.#publish();
    return controller;
  }

  #remove(controller: CallController): void {
    controller.discard();
    this.#controllers.delete(controller.record.id);
    this.#publish();
  }

  /** @param changed the only call that did; the others keep their snapshots */
  #publish(changed?: CallIdType): void {
    if (this.#closed) return;
    const before = new Map(this.store.getState().calls.map((call) => [call.id, call]));
    const calls = [...this.#controllers.values()].map((controller) => {
      const { id } = controller.record;
      const old = before.get(id);
      return old === undefined || changed === undefined || changed === id ? controller.snapshot() : old;
    });
    this.store.setState({ calls, activeId: activeOf(calls) });
  }
}
