import type { DeviceId, MediaSending } from '@cardea/protocol';
import type { RemoteMedia } from '../api.ts';
import type { RemoteTracks } from './mediaPath.ts';

interface Received {
  tracks: RemoteTracks;
  cameraStream: MediaStream | null;
  screenStream: MediaStream | null;
  audioStream: MediaStream | null;
}

const nothing: RemoteMedia = {
  microphone: false,
  camera: false,
  screen: false,
  hold: false,
  cameraStream: null,
  screenStream: null,
  audioStream: null,
};

/**
 * What comes in from other devices. Kept for each of them, because before an answer several may be connected, and
 * shown for the one that talks.
 */
export class RemoteMediaOfDevices {
  readonly #received = new Map<DeviceId, Received>();
  readonly #sending = new Map<DeviceId, MediaSending>();
  #silenced = false;

  handleTracks(device: DeviceId, tracks: RemoteTracks): void {
    this.#received.set(device, {
      tracks,
      cameraStream: streamOf(tracks.camera),
      screenStream: streamOf(tracks.screen),
      audioStream: streamOf(tracks.microphone, tracks['screen-audio']),
    });
    this.#applySilence(tracks);
  }

  handleSending(device: DeviceId, sending: MediaSending): void {
    this.#sending.set(device, sending);
  }

  /** Mutes everything that comes in: this end holds the call. */
  silence(silenced: boolean): void {
    this.#silenced = silenced;
    for (const { tracks } of this.#received.values()) this.#applySilence(tracks);
  }

  forget(device: DeviceId): void {
    this.#received.delete(device);
    this.#sending.delete(device);
  }

  /** Whether this device sends sound, so that silence on the wire means trouble. */
  isSpeaking(device: DeviceId): boolean {
    const sending = this.#sending.get(device);
    return sending !== undefined && !sending.hold && (sending.microphone || sending.camera);
  }

  of(device: DeviceId | null): RemoteMedia {
    if (device === null) return nothing;
    const received = this.#received.get(device);
    const sending = this.#sending.get(device);
    return {
      microphone: sending?.microphone ?? false,
      camera: sending?.camera ?? false,
      screen: sending?.screen ?? false,
      hold: sending?.hold ?? false,
      cameraStream: received?.cameraStream ?? null,
      screenStream: received?.screenStream ?? null,
      audioStream: received?.audioStream ?? null,
    };
  }

  #applySilence(tracks: RemoteTracks): void {
    for (const track of Object.values(tracks)) track.enabled = !this.#silenced;
  }
}

function streamOf(...tracks: (MediaStreamTrack | undefined)[]): MediaStream | null {
  const present = tracks.filter((track) => track !== undefined);
  return present.length > 0 ? new MediaStream(present) : null;
}
