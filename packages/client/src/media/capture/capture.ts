import { InsecureContextError } from './problem.ts';

export interface CaptureOptions {
  /** `undefined` in an insecure context. */
  mediaDevices: MediaDevices | undefined;
  /** The person's choice, `null` for the browser's. */
  selected(kind: 'microphone' | 'camera'): string | null;
  /** Called after a device was opened: only now do browsers tell the names of devices. */
  opened(): void;
}

export type Facing = 'user' | 'environment';

/** Opens devices with the constraints of a call. Whoever opens a track stops it. */
export class Capture {
  readonly #options: CaptureOptions;

  constructor(options: CaptureOptions) {
    this.#options = options;
  }

  /** @throws DOMException as `getUserMedia`; InsecureContextError */
  microphone(): Promise<MediaStreamTrack> {
    return this.#open('microphone', (deviceId) => ({ audio: microphoneConstraints(deviceId) }));
  }

  /** @param facing asks for the front or back camera of a phone instead of the chosen device */
  camera(facing?: Facing): Promise<MediaStreamTrack> {
    if (facing !== undefined) {
      return this.#get({ video: { ...cameraConstraints(null), facingMode: { ideal: facing } } });
    }
    return this.#open('camera', (deviceId) => ({ video: cameraConstraints(deviceId) }));
  }

  /**
   * Both with one question to the person, where browsers would ask twice. Each of the two may fail for itself.
   */
  together(): { microphone: Promise<MediaStreamTrack>; camera: Promise<MediaStreamTrack> } {
    const stream = this.#devices().then((devices) =>
      devices.getUserMedia({
        audio: microphoneConstraints(this.#options.selected('microphone')),
        video: cameraConstraints(this.#options.selected('camera')),
      }),
    );
    const pick = async (
      kind: 'audio' | 'video',
      alone: () => Promise<MediaStreamTrack>,
    ): Promise<MediaStreamTrack> => {
      // One missing device fails the common request, and says nothing about the other.
      const track = await stream.then(
        (opened) => opened.getTracks().find((one) => one.kind === kind),
        () => undefined,
      );
      if (track === undefined) return alone();
      this.#options.opened();
      return track;
    };
    return {
      microphone: pick('audio', () => this.microphone()),
      camera: pick('video', () => this.camera()),
    };
  }

  /**
   * The browser's picker of screens, windows and tabs.
   * @param detail `text` keeps sharpness, `motion` keeps the frame rate (W3C mst-content-hint)
   * @returns `null` if the person closed it
   */
  async display(
    detail: 'text' | 'motion',
  ): Promise<{ video: MediaStreamTrack; audio: MediaStreamTrack | null } | null> {
    const devices = await this.#devices();
    try {
      const stream = await devices.getDisplayMedia({
        video: { frameRate: { ideal: detail === 'motion' ? 30 : 15 } },
        audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false },
      });
      const [video] = stream.getVideoTracks();
      if (video === undefined) return null;
      video.contentHint = detail === 'text' ? 'detail' : 'motion';
      return { video, audio: stream.getAudioTracks()[0] ?? null };
    } catch (error) {
      // Closing the picker and a forbidden one look the same.
      if (error instanceof Error && (error.name === 'NotAllowedError' || error.name === 'AbortError'))
        return null;
      throw error;
    }
  }

  async #open(
    kind: 'microphone' | 'camera',
    constraints: (deviceId: string | null) => MediaStreamConstraints,
  ): Promise<MediaStreamTrack> {
    const deviceId = this.#options.selected(kind);
    if (deviceId === null) return this.#get(constraints(null));
    try {
      return await this.#get(constraints(deviceId));
    } catch (error) {
      // The chosen device is not plugged in: another one is better than none.
      if (
        error instanceof Error &&
        (error.name === 'OverconstrainedError' || error.name === 'NotFoundError')
      ) {
        return this.#get(constraints(null));
      }
      throw error;
    }
  }

  async #get(constraints: MediaStreamConstraints): Promise<MediaStreamTrack> {
    const devices = await this.#devices();
    const stream = await devices.getUserMedia(constraints);
    const [track] = stream.getTracks();
    if (track === undefined)
      throw new DOMException('the browser gave a stream without a track', 'NotFoundError');
    this.#options.opened();
    return track;
  }

  async #devices(): Promise<MediaDevices> {
    const { mediaDevices } = this.#options;
    if (mediaDevices === undefined) throw new InsecureContextError('no devices outside HTTPS and localhost');
    return mediaDevices;
  }
}

function microphoneConstraints(deviceId: string | null): MediaTrackConstraints {
  return {
    echoCancellation: true,
    noiseSuppression: true,
    autoGainControl: true,
    ...(deviceId !== null && { deviceId: { exact: deviceId } }),
  };
}

function cameraConstraints(deviceId: string | null): MediaTrackConstraints {
  return {
    width: { ideal: 1280 },
    height: { ideal: 720 },
    frameRate: { ideal: 30 },
    ...(deviceId !== null && { deviceId: { exact: deviceId } }),
  };
}
