import { createStore } from 'zustand/vanilla';
import type { DeviceCheck, DeviceKind, DevicesApi, DevicesState, Gateway, ServerCheck } from '../api.ts';
import { Listeners } from '../listeners.ts';
import { describe, type Log } from '../log.ts';
import { Capture } from '../media/capture/capture.ts';
import { runDeviceCheck } from './deviceCheck.ts';
import { SelectedDevices } from './selectedDevices.ts';
import { runServerCheck } from './serverCheck.ts';
import { LevelMeters } from './levelMeters.ts';
import { Speakers } from './speakers.ts';

export interface DevicesOptions {
  /** `undefined` where the page is not secure. */
  mediaDevices: MediaDevices | undefined;
  permissions: Pick<Permissions, 'query'> | undefined;
  storage: Pick<Storage, 'getItem' | 'setItem'>;
  /** The media gateway, for the check through the server. */
  gateway: () => Gateway | null;
  log: Log;
}

/**
 * The microphones, cameras and speakers of this machine and which of them the person wants.
 * Closing it closes the meters' AudioContext and the speakers' elements; checks belong to whoever started them.
 */
export class Devices implements DevicesApi {
  readonly store = createStore<DevicesState>(() => ({
    microphones: [],
    cameras: [],
    speakers: [],
    selected: { microphone: null, camera: null, speaker: null },
    permission: { microphone: 'unknown', camera: 'unknown' },
    secure: true,
  }));
  /** Opens devices as they are chosen here; for calls. */
  readonly capture: Capture;
  readonly #options: DevicesOptions;
  readonly #selected: SelectedDevices;
  readonly #selections = new Listeners<DeviceKind>();
  readonly #meters = new LevelMeters();
  readonly #speakers: Speakers;
  readonly #closing = new AbortController();

  constructor(options: DevicesOptions) {
    this.#options = options;
    this.#selected = new SelectedDevices(options.storage);
    this.#speakers = new Speakers(() => this.#selected.get('speaker'), options.log);
    this.capture = new Capture({
      mediaDevices: options.mediaDevices,
      selected: (kind) => this.#selected.get(kind),
      opened: () => void this.refresh(),
    });
    this.store.setState({ secure: options.mediaDevices !== undefined, selected: this.#selected.all() });
    const { signal } = this.#closing;
    options.mediaDevices?.addEventListener('devicechange', () => void this.refresh(), { signal });
    void this.#watchPermissions(signal);
    void this.refresh();
  }

  /** Told after a choice has changed; calls then change to the new device. */
  onSelected(listener: (kind: DeviceKind) => void): () => void {
    return this.#selections.add(listener);
  }

  /** Whether both devices were allowed before, so that opening them asks nothing. */
  mayOpenSilently(): boolean {
    const { microphone, camera } = this.store.getState().permission;
    return microphone === 'granted' && camera === 'granted';
  }

  select(kind: DeviceKind, deviceId: string | null): Promise<void> {
    this.#selected.set(kind, deviceId);
    this.store.setState({ selected: this.#selected.all() });
    if (kind === 'speaker') this.#speakers.apply();
    this.#selections.emit(kind);
    return Promise.resolve();
  }

  async refresh(): Promise<void> {
    const { mediaDevices, log } = this.#options;
    if (mediaDevices === undefined) return;
    try {
      const all = await mediaDevices.enumerateDevices();
      // Before a permission is given, browsers list devices without ids: nothing that could be chosen.
      const of = (kind: MediaDeviceKind): MediaDeviceInfo[] =>
        all.filter((one) => one.kind === kind && one.deviceId !== '');
      this.store.setState({
        microphones: of('audioinput'),
        cameras: of('videoinput'),
        speakers: this.#speakers.canChoose ? of('audiooutput') : [],
      });
    } catch (error) {
      log('warn', 'devices cannot be listed', { reason: describe(error) });
    }
  }

  startServerCheck(streams: readonly MediaStream[]): ServerCheck {
    const { gateway, log } = this.#options;
    return runServerCheck(
      gateway,
      streams.flatMap((stream) => stream.getTracks()),
      log,
    );
  }

  startCheck(options: { camera: boolean; microphone: boolean }): DeviceCheck {
    return runDeviceCheck(this.capture, options, (listener) => this.onSelected(listener));
  }

  meter(stream: MediaStream, onLevel: (level: number) => void): () => void {
    return this.#meters.start(stream, onLevel);
  }

  testSpeaker(): Promise<void> {
    return this.#speakers.playTone();
  }

  attachSpeaker(element: HTMLMediaElement): () => void {
    return this.#speakers.attach(element);
  }

  close(): void {
    this.#closing.abort();
    this.#meters.close();
    this.#speakers.close();
  }

  async #watchPermissions(signal: AbortSignal): Promise<void> {
    for (const kind of ['microphone', 'camera'] as const) {
      try {
        const status = await this.#options.permissions?.query({ name: kind });
        if (status === undefined || signal.aborted) return;
        const update = (): void => {
          this.store.setState(({ permission }) => ({ permission: { ...permission, [kind]: status.state } }));
          void this.refresh();
        };
        status.addEventListener('change', update, { signal });
        update();
      } catch (error) {
        // Not every browser can be asked about cameras; "unknown" stays, and opening one tells.
        this.#options.log('debug', 'permission cannot be queried', { kind, reason: describe(error) });
      }
    }
  }
}
