import type { Forward, MediaConnection, RemoteMedia } from '@cardea/media';

export interface ForwardSettings {
  audio: boolean;
  video: boolean;
}

export interface Layers {
  substream: number;
  temporal: number;
  /** Milliseconds. */
  fallback: number;
}

/** What one end of a call sends, on its way to the other end: one forward for each m-line, whose mid both ends share. */
export class Forwards {
  readonly #forwards = new Map<string, { kind: 'audio' | 'video'; forward: Forward }>();

  /** Begins with what is not there yet. */
  connect(
    from: MediaConnection,
    to: MediaConnection,
    media: RemoteMedia['media'],
    settings: ForwardSettings,
    layers: Layers,
  ): void {
    for (const { mid, kind } of media) {
      if (kind === 'application' || this.#forwards.has(mid)) continue;
      const forward = from.forward(mid, to, mid);
      this.#forwards.set(mid, { kind, forward });
      if (!settings[kind]) forward.setEnabled(false);
      if (kind === 'video') forward.setLayers(layers);
    }
  }

  setEnabled(kind: 'audio' | 'video', enabled: boolean): void {
    for (const { kind: its, forward } of this.#forwards.values()) {
      if (its === kind) forward.setEnabled(enabled);
    }
  }

  setLayers(layers: Layers): void {
    for (const { kind, forward } of this.#forwards.values()) {
      if (kind === 'video') forward.setLayers(layers);
    }
  }

  requestKeyFrames(from: MediaConnection): void {
    for (const [mid, { kind }] of this.#forwards) if (kind === 'video') from.requestKeyFrame(mid);
  }

  /** They ended with their connection. */
  clear(): void {
    this.#forwards.clear();
  }
}
