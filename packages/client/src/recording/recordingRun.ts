import type { RecordingDraft } from './draft.ts';
import { PictureFeed } from './pictureFeed.ts';
import type { Shot } from './scene.ts';
import { SoundMix } from './soundMix.ts';
import type {
  FinishedFile,
  FromRecordingWorker,
  RecordingFault,
  ToRecordingWorker,
} from './worker/messages.ts';

/** What the app that uses this library builds for it, because only its bundler knows where it ends up. */
export interface RecordingParts {
  /** Of the module `@cardea/client/recording-worker`. */
  createWorker(): Worker;
  /** Address of the module `@cardea/client/sound-tap`, for an AudioWorklet. */
  soundTap: string;
}

export interface RecordingRunEvents {
  /** The first piece is on the disk. @param since milliseconds since 1970 */
  started(since: number): void;
  /** Bytes on the disk. */
  written(size: number): void;
  /** No sound comes out of this browser's mix; pictures go on. */
  silent(): void;
  /** It is over; with a fault, by itself. What was recorded is on the disk. */
  stopped(fault: RecordingFault | null, detail: string | null): void;
}

/** How long the last frames may take to be encoded and written at a stop, milliseconds. */
const stopPatience = 20_000;

/**
 * One recording while it runs: a worker that encodes and writes, the mix of the sound, the feed of the pictures.
 *
 * Closing: `stop` ends it in order and `stopped` is told; then, or instead, `close` ends the worker with everything.
 */
export class RecordingRun {
  readonly #worker: Worker;
  readonly #feed: PictureFeed;
  readonly #events: RecordingRunEvents;
  #mix: SoundMix | null = null;
  #scene = '';
  #sounds: readonly MediaStreamTrack[] = [];
  #patience: ReturnType<typeof setTimeout> | null = null;
  #closed = false;

  constructor(
    parts: RecordingParts,
    options: { folder: FileSystemDirectoryHandle; draft: RecordingDraft; shot: Shot },
    events: RecordingRunEvents,
  ) {
    const { folder, draft, shot } = options;
    this.#events = events;
    this.#worker = parts.createWorker();
    this.#feed = new PictureFeed((message, transfer) => this.#send(message, transfer));
    this.#worker.onmessage = ({ data }: MessageEvent<FromRecordingWorker>) => this.#receive(data);
    this.#worker.onerror = (event) => this.#fail(event.message);
    const { port1, port2 } = new MessageChannel();
    const pulls = draft.video !== null && this.#feed.pulls;
    this.#send({ type: 'start', folder, draft, sound: port1, scene: shot.scene, pulls }, [port1]);
    SoundMix.open(parts.soundTap, port2, draft.sound.channels, () => this.#events.silent()).then(
      (mix) => {
        if (this.#closed) mix.close();
        else {
          this.#mix = mix;
          mix.use(this.#sounds);
        }
      },
      (error: unknown) => this.#fail(String(error)),
    );
    this.show(shot);
  }

  /** What is recorded from now on. */
  show(shot: Shot): void {
    if (this.#closed) return;
    this.#feed.use(shot.pictures);
    this.#sounds = shot.sounds;
    this.#mix?.use(shot.sounds);
    const scene = JSON.stringify(shot.scene);
    if (scene === this.#scene) return;
    this.#scene = scene;
    this.#send({ type: 'scene', scene: shot.scene }, []);
  }

  stop(): void {
    this.#send({ type: 'stop', at: performance.timeOrigin + performance.now() }, []);
    // What is on the disk is good whatever becomes of the worker.
    this.#patience ??= setTimeout(() => this.#fail('the worker does not answer'), stopPatience);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    if (this.#patience !== null) clearTimeout(this.#patience);
    this.#feed.close();
    this.#mix?.close();
    this.#worker.terminate();
  }

  #receive(message: FromRecordingWorker): void {
    if (this.#closed) return;
    switch (message.type) {
      case 'started':
        this.#events.started(message.since);
        return;
      case 'written':
        this.#events.written(message.size);
        return;
      case 'pull':
        this.#feed.pull();
        return;
      case 'stopped':
        this.close();
        this.#events.stopped(message.fault, message.detail);
        return;
      case 'finishing':
      case 'finished':
      case 'unfinished':
      // Of a worker that finishes.
    }
  }

  #fail(detail: string): void {
    if (this.#closed) return;
    this.close();
    this.#events.stopped('unknown', detail);
  }

  #send(message: ToRecordingWorker, transfer: Transferable[]): void {
    this.#worker.postMessage(message, transfer);
  }
}

/**
 * Makes the file of a recording's pieces, in a worker of its own.
 * @param progress gets 0 to 1
 * @throws Error with what went wrong; the pieces are still there
 */
export function finishPieces(
  parts: RecordingParts,
  folder: FileSystemDirectoryHandle,
  draft: RecordingDraft,
  progress: (share: number) => void,
): Promise<FinishedFile> {
  const worker = parts.createWorker();
  return new Promise<FinishedFile>((resolve, reject) => {
    worker.onmessage = ({ data }: MessageEvent<FromRecordingWorker>) => {
      if (data.type === 'finishing') progress(data.share);
      if (data.type === 'finished') resolve(data.file);
      if (data.type === 'unfinished') reject(new Error(data.detail, { cause: data.fault }));
    };
    worker.onerror = (event) => reject(new Error(event.message));
    worker.postMessage({ type: 'finish', folder, draft } satisfies ToRecordingWorker, []);
  }).finally(() => worker.terminate());
}
