import type { RemoteMedia } from '@cardea/media';
import type { HandleRecording, PluginHandle } from './plugin.ts';

type Kind = RemoteMedia['media'][number]['kind'];

const names = { audio: 'audio', video: 'video', application: 'data' } as const;

/**
 * What a client sends, in files: one for each m-line, named as Janus' plugins do (`<name>-audio`, `-video`, `-data`). It begins when it is
 * both wished for and there are m-lines.
 */
export class Recorder {
  readonly #handle: PluginHandle;
  readonly #madeName: () => string;
  readonly #recordings = new Map<string, { kind: Kind; recording: HandleRecording }>();
  #media: RemoteMedia['media'] = [];
  #name: string | null = null;

  /** @param madeName for who gives none */
  constructor(handle: PluginHandle, madeName: () => string) {
    this.#handle = handle;
    this.#madeName = madeName;
  }

  /** The files that are written now, as event handlers and the admin API are told; of several of a kind the last one. */
  get about(): { recording?: Record<string, string> } {
    if (this.#recordings.size === 0) return {};
    const files = [...this.#recordings.values()].map(({ kind, recording }) => [names[kind], recording.file]);
    return { recording: Object.fromEntries(files) as Record<string, string> };
  }

  /** @param record `undefined`: as before; a name counts when recording begins */
  wish(record: boolean | undefined, filename: string | undefined): void {
    if (record === true) {
      this.#name ??= filename ?? this.#madeName();
      this.#begin();
    } else if (record === false) this.#end();
  }

  /** The client's m-lines, again after each negotiation. */
  take(media: RemoteMedia['media']): void {
    this.#media = media;
    this.#begin();
  }

  /** The connection is over. */
  stop(): void {
    this.#end();
    this.#media = [];
  }

  #begin(): void {
    if (this.#name === null) return;
    for (const { mid, kind } of this.#media) {
      if (this.#recordings.has(mid)) continue;
      const recording = this.#handle.record({ mid, kind }, `${this.#name}-${names[kind]}`);
      if (recording !== null) this.#recordings.set(mid, { kind, recording });
    }
  }

  #end(): void {
    for (const { recording } of this.#recordings.values()) recording.close();
    this.#recordings.clear();
    this.#name = null;
  }
}
