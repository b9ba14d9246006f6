import type { ItemId, Person, TimelineEntry } from '@cardea/protocol';
import type { ClientCall, RecordingOptions } from '../api.ts';
import type { DeviceLibrary } from '../library/deviceLibrary.ts';
import { soundBitrate, videoOf, type RecordingFormat } from './formats.ts';
import { recordingLock } from './keepRecording.ts';
import { RecordingRun, type RecordingParts } from './recordingRun.ts';
import { shotOf } from './scene.ts';
import { Timeline } from './timeline.ts';
import type { RecordingFault } from './worker/messages.ts';

export interface CallRecorderEvents {
  /** @param since milliseconds since 1970 */
  started(since: number): void;
  /** Bytes on the disk. */
  written(size: number): void;
  /** It records no sound. */
  silent(): void;
  /** It has ended by itself. */
  failed(fault: RecordingFault, detail: string | null): void;
}

/** The recording of one call, from its first piece to its last. What the call shows is told by `follow`. */
export class CallRecorder {
  readonly #what: { item: ItemId; me: Person; options: RecordingOptions; format: RecordingFormat };
  readonly #events: CallRecorderEvents;
  readonly #timeline: Timeline;
  #resolveOver: () => void = () => undefined;
  readonly #over = new Promise<void>((resolve) => (this.#resolveOver = resolve));
  #call: ClientCall;
  #run: RecordingRun | null = null;
  #state: 'running' | 'stopping' | 'over' = 'running';

  constructor(
    around: { parts: RecordingParts; library: DeviceLibrary },
    what: {
      item: ItemId;
      call: ClientCall;
      me: Person;
      people: readonly Person[];
      title: string;
      options: RecordingOptions;
      format: RecordingFormat;
    },
    events: CallRecorderEvents,
  ) {
    this.#what = what;
    this.#events = events;
    this.#call = what.call;
    this.#timeline = new Timeline(what.me.id, Date.now(), what.call);
    void this.#hold(recordingLock(what.item));
    void this.#open(around, what.title, what.people);
  }

  /** The call has changed. */
  follow(call: ClientCall): void {
    this.#timeline.note(call, Date.now());
    this.#call = call;
    this.#run?.show(this.#shot());
  }

  /** @returns what happened meanwhile, when everything is on the disk */
  async stop(): Promise<TimelineEntry[]> {
    if (this.#state === 'running') {
      this.#state = 'stopping';
      if (this.#run === null) this.#end();
      else this.#run.stop();
    }
    await this.#over;
    return this.#timeline.entries;
  }

  /** At once; what is on the disk stays there. */
  close(): void {
    this.#run?.close();
    this.#end();
  }

  async #open(
    { parts, library }: { parts: RecordingParts; library: DeviceLibrary },
    title: string,
    people: readonly Person[],
  ): Promise<void> {
    const { item, options, format } = this.#what;
    try {
      const folder = await library.folder(item);
      if (this.#state !== 'running') return;
      this.#run = new RecordingRun(
        parts,
        {
          folder,
          draft: {
            ...{ id: item, kind: 'recording', subject: options.subject, title, recordedAt: Date.now() },
            call: this.#call.id,
            people: people.map(({ id, name }) => ({ id, name })),
            container: format.container,
            video: this.#size(),
            sound: { codec: format.sound, channels: 2, bitrate: soundBitrate },
            timeline: [],
          },
          shot: this.#shot(),
        },
        {
          started: (since) => this.#events.started(since),
          written: (size) => this.#events.written(size),
          silent: () => this.#events.silent(),
          stopped: (fault, detail) => {
            const expected = this.#state === 'stopping' && fault === null;
            this.#end();
            if (!expected) this.#events.failed(fault ?? 'unknown', detail);
          },
        },
      );
    } catch (error) {
      this.#end();
      this.#events.failed('unknown', String(error));
    }
  }

  #size() {
    const { options, format } = this.#what;
    return options.subject === 'voices' ? null : videoOf(format, options.height);
  }

  #shot() {
    return shotOf(this.#call, this.#what.me, this.#what.options.subject, this.#size());
  }

  #end(): void {
    this.#state = 'over';
    this.#resolveOver();
  }

  /** As long as it runs, no other tab takes its pieces for those of one that was cut off. */
  async #hold(lock: string): Promise<void> {
    await navigator.locks.request(lock, () => this.#over);
  }
}
