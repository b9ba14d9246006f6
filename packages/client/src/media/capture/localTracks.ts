import type { MediaRole, MediaSending } from '@cardea/protocol';
import type { LocalMedia, LocalTrackState } from '../../api.ts';
import type { Capture, Facing } from './capture.ts';
import { CaptureSlot } from './captureSlot.ts';
import { problemOf } from './problem.ts';

export interface LocalTracksOptions {
  capture: Capture;
  /** Sends this track in this role, `null` for nothing. */
  publish(role: MediaRole, track: MediaStreamTrack | null): void;
  changed(): void;
  /** Whether both devices may be opened without asking the person. */
  mayOpenSilently(): boolean;
}

const off: LocalTrackState = { on: false, busy: false, problem: null };

/**
 * What this end of a call shows and says. Each device has its own track for the preview, and a clone of it for the
 * connection: the clone can be silent and black (`enabled = false`) while the preview lives, so that a caller's
 * encoder is warm before the answer and yet nothing of him leaves, and a muted microphone still shows its level.
 */
export class LocalTracks {
  readonly #options: LocalTracksOptions;
  readonly #microphone: CaptureSlot;
  readonly #camera: CaptureSlot;
  readonly #outgoing = new Map<MediaRole, { source: MediaStreamTrack; track: MediaStreamTrack }>();
  readonly #streams = new Map<MediaStreamTrack, MediaStream>();
  #screen: { video: MediaStreamTrack; audio: MediaStreamTrack | null } | null = null;
  #screenState = off;
  #facing: Facing = 'user';
  #live = false;
  #held = false;
  #cameraBeforeHold = false;
  #closed = false;

  constructor(options: LocalTracksOptions) {
    this.#options = options;
    const changed = (): void => this.#changed();
    this.#microphone = new CaptureSlot({ open: () => options.capture.microphone(), keepOpen: true, changed });
    this.#camera = new CaptureSlot({ open: () => options.capture.camera(), keepOpen: false, changed });
  }

  /** Opens what is wanted. Never rejects: what cannot be opened has its problem in the state. */
  async start(wanted: { microphone: boolean; camera: boolean }): Promise<void> {
    if (wanted.microphone && wanted.camera && !this.#options.mayOpenSilently()) {
      const opening = this.#options.capture.together();
      await Promise.all([
        this.#microphone.set(true, () => opening.microphone),
        this.#camera.set(true, () => opening.camera),
      ]);
      return;
    }
    await Promise.all([
      wanted.microphone && this.#microphone.set(true),
      wanted.camera && this.#camera.set(true),
    ]);
  }

  setMicrophone(on: boolean): Promise<void> {
    return this.#microphone.set(on);
  }

  setCamera(on: boolean): Promise<void> {
    if (this.#held) {
      this.#cameraBeforeHold = on;
      return Promise.resolve();
    }
    return this.#camera.set(on);
  }

  /** Front ↔ back of a phone. */
  async flipCamera(): Promise<void> {
    this.#facing = this.#facing === 'user' ? 'environment' : 'user';
    await this.#camera.reopen(() => this.#options.capture.camera(this.#facing));
  }

  /** The choice of device has changed. */
  changeDevice(kind: 'microphone' | 'camera'): Promise<void> {
    return (kind === 'microphone' ? this.#microphone : this.#camera).reopen();
  }

  /** @returns `false` if the person closed the picker, or the browser has none */
  async startScreen(detail: 'text' | 'motion'): Promise<boolean> {
    this.#setScreen({ busy: true, problem: null });
    try {
      const screen = await this.#options.capture.display(detail);
      if (screen === null || this.#closed) {
        screen?.video.stop();
        screen?.audio?.stop();
        this.#setScreen({ busy: false });
        return false;
      }
      this.#stopScreenTracks();
      this.#screen = screen;
      // The browser's own "stop sharing" button.
      screen.video.onended = () => this.stopScreen();
      this.#setScreen({ busy: false, on: true });
      return true;
    } catch (error) {
      this.#setScreen({ busy: false, problem: problemOf(error) });
      return false;
    }
  }

  stopScreen(): void {
    this.#stopScreenTracks();
    this.#setScreen({ on: false });
  }

  /** The call is accepted: from now on what is on is heard and seen. */
  goLive(): void {
    if (this.#live) return;
    this.#live = true;
    // First of all the switch itself; telling others can wait a microtask.
    // The picture before the sound: it has the longer way, and each switch waits for the browser's media threads.
    for (const role of ['camera', 'microphone'] as const) {
      const outgoing = this.#outgoing.get(role);
      if (outgoing !== undefined) outgoing.track.enabled = this.#mayLeave(role);
    }
    this.#changed();
  }

  /** While held nothing is sent; the camera is closed and comes back afterwards. */
  setHeld(held: boolean): void {
    if (held === this.#held) return;
    if (held) this.#cameraBeforeHold = this.#camera.state.on || this.#camera.state.busy;
    this.#held = held;
    void this.#camera.set(!held && this.#cameraBeforeHold);
    this.#changed();
  }

  get held(): boolean {
    return this.#held;
  }

  /** What the other end is to know. Before the answer: what it will see once it has accepted. */
  sending(): MediaSending {
    return {
      microphone: this.#microphone.state.on && !this.#held,
      camera: this.#camera.state.on && !this.#held,
      screen: this.#screen !== null && !this.#held,
      'screen-audio': (this.#screen?.audio ?? null) !== null && !this.#held,
      hold: this.#held,
    };
  }

  state(): LocalMedia {
    return {
      microphone: this.#microphone.state,
      camera: this.#camera.state,
      screen: this.#screenState,
      cameraStream: this.#streamOf(this.#camera.track),
      screenStream: this.#streamOf(this.#screen?.video ?? null),
      microphoneStream: this.#streamOf(this.#microphone.track),
    };
  }

  /** Releases every device. */
  close(): void {
    this.#closed = true;
    this.#stopScreenTracks();
    this.#screenState = off;
    this.#microphone.close();
    this.#camera.close();
    this.#publishAll();
    this.#streams.clear();
  }

  #changed(): void {
    this.#publishAll();
    this.#options.changed();
  }

  #publishAll(): void {
    this.#publish('microphone', this.#microphone.track);
    this.#publish('camera', this.#camera.track);
    this.#publish('screen', this.#screen?.video ?? null);
    this.#publish('screen-audio', this.#screen?.audio ?? null);
  }

  #publish(role: MediaRole, source: MediaStreamTrack | null): void {
    const wanted = this.#held ? null : source;
    const former = this.#outgoing.get(role);
    if (former?.source === wanted && former !== undefined) {
      former.track.enabled = this.#mayLeave(role);
      return;
    }
    if (former === undefined && wanted === null) return;
    if (wanted === null) {
      this.#outgoing.delete(role);
      this.#options.publish(role, null);
    } else {
      const track = wanted.clone();
      track.enabled = this.#mayLeave(role);
      track.contentHint = wanted.contentHint;
      this.#outgoing.set(role, { source: wanted, track });
      this.#options.publish(role, track);
    }
    former?.track.stop();
  }

  #mayLeave(role: MediaRole): boolean {
    if (!this.#live || this.#held) return false;
    return role !== 'microphone' || this.#microphone.state.on;
  }

  #setScreen(change: Partial<LocalTrackState>): void {
    if (this.#closed) return;
    this.#screenState = { ...this.#screenState, ...change };
    this.#changed();
  }

  #stopScreenTracks(): void {
    const screen = this.#screen;
    this.#screen = null;
    if (screen === null) return;
    screen.video.onended = null;
    screen.video.stop();
    screen.audio?.stop();
  }

  /** The same stream for the same track, so that a video element is not set anew at every change. */
  #streamOf(track: MediaStreamTrack | null): MediaStream | null {
    if (track === null) return null;
    const known = this.#streams.get(track);
    if (known !== undefined) return known;
    for (const old of this.#streams.keys()) if (old.readyState === 'ended') this.#streams.delete(old);
    const stream = new MediaStream([track]);
    this.#streams.set(track, stream);
    return stream;
  }
}
