import {
  CardeaError,
  ItemId,
  newId,
  type CallId,
  type Person,
  type RecordingId,
  type TimelineEntry,
} from '@cardea/protocol';
import { createStore } from 'zustand/vanilla';
import type {
  ActiveRecording,
  CallsState,
  ClientCall,
  MessageRecording,
  RecordingEnd,
  RecordingOptions,
  RecordingsApi,
  RecordingsState,
  ReadonlyStore,
} from '../api.ts';
import type { RecordingConsent } from '../calls/recordingConsent.ts';
import type { DeviceLibrary } from '../library/deviceLibrary.ts';
import { describe, type Log } from '../log.ts';
import { CallRecorder } from './callRecorder.ts';
import { recordingFormats, type RecordingFormat } from './formats.ts';
import { keepRecording, recordingLock } from './keepRecording.ts';
import { recordMessage, type MessageDevices } from './recordMessage.ts';
import type { RecordingParts } from './recordingRun.ts';

export interface RecordingsOptions {
  /** `null` where the app has not built them: then nothing can be recorded. */
  parts: RecordingParts | null;
  library: DeviceLibrary;
  calls: ReadonlyStore<CallsState>;
  consentOf(call: CallId): RecordingConsent | null;
  me(): Person | null;
  /** Title of a recording, in the person's language. */
  titleOf(what: { kind: 'recording' | 'message'; people: readonly Person[]; at: number }): string;
  devices: MessageDevices;
  log: Log;
}

/** Milliseconds to wait for an answer to the question. */
const patience = 45_000;

interface Going {
  options: RecordingOptions;
  format: RecordingFormat;
  recorder: CallRecorder | null;
  asked: ReturnType<typeof setTimeout> | null;
}

/**
 * The recordings of this device: asks, records what was agreed to, and makes files of it.
 *
 * Closing: `close` stops what runs, whose pieces stay on the disk; the next start finds them.
 */
export class Recordings implements RecordingsApi {
  readonly store = createStore<RecordingsState>(() => ({ containers: null, recordings: [] }));
  readonly #options: RecordingsOptions;
  readonly #going = new Map<RecordingId, Going>();
  readonly #stopListening: () => void;
  /** Messages begun; one that is over is discarded without harm. */
  readonly #messages = new Set<MessageRecording>();
  #formats: Promise<RecordingFormat[]> | null = null;

  constructor(options: RecordingsOptions) {
    this.#options = options;
    this.#stopListening = options.calls.subscribe(({ calls }) => this.#follow(calls));
  }

  async prepare(): Promise<void> {
    await this.#prepared();
  }

  /** Asks the browser once what it can encode. */
  #prepared(): Promise<RecordingFormat[]> {
    this.#formats ??= (this.#options.parts === null ? Promise.resolve([]) : recordingFormats()).then(
      (formats) => {
        this.store.setState({ containers: formats.map(({ container }) => container) });
        return formats;
      },
    );
    return this.#formats;
  }

  async start(callId: CallId, options: RecordingOptions): Promise<RecordingId> {
    const formats = await this.#prepared();
    const format = formats.find(({ container }) => container === options.container) ?? formats[0];
    if (format === undefined) throw new CardeaError('unavailable');
    const consent = this.#options.consentOf(callId);
    const call = this.#call(callId);
    if (consent === null || call?.stage !== 'connected' || call.recordings.mine !== null) {
      throw new CardeaError('wrong_call_state');
    }
    const id = consent.ask(options.subject);
    const asked = setTimeout(() => void this.#end(id, 'unanswered'), patience);
    this.#going.set(id, { options, format, recorder: null, asked });
    const recording: ActiveRecording = {
      ...{ id, item: newId(ItemId), call: callId, subject: options.subject, status: 'asking' },
      ...{ since: null, size: 0, silent: false, progress: 0, end: null },
    };
    this.store.setState(({ recordings }) => ({
      // One that is being finished is still told of.
      recordings: [...recordings.filter(({ status }) => status !== 'done' && status !== 'ended'), recording],
    }));
    this.#follow(this.#options.calls.getState().calls);
    return id;
  }

  async stop(id: RecordingId): Promise<void> {
    await this.#end(id, 'stopped');
  }

  answer(call: CallId, agreed: boolean): void {
    this.#options.consentOf(call)?.answer(agreed ? 'agreed' : 'refused');
  }

  dismiss(id: RecordingId): void {
    this.store.setState(({ recordings }) => ({
      recordings: recordings.filter((one) => one.id !== id || one.end === null || one.status === 'finishing'),
    }));
  }

  async startMessage(options: { picture: boolean }): Promise<MessageRecording> {
    const format = (await this.#prepared())[0];
    const me = this.#options.me();
    const { parts, library, devices, titleOf, log } = this.#options;
    if (format === undefined || parts === null || me === null) throw new CardeaError('unavailable');
    const message = recordMessage({ parts, library, devices, format, me, titleOf, log }, options.picture);
    this.#messages.add(message);
    return message;
  }

  close(): void {
    this.#stopListening();
    for (const { recorder, asked } of this.#going.values()) {
      if (asked !== null) clearTimeout(asked);
      recorder?.close();
    }
    this.#going.clear();
    for (const message of this.#messages) {
      const { status } = message.store.getState();
      if (status !== 'done' && status !== 'finishing') void message.discard();
    }
    this.#messages.clear();
  }

  #call(id: CallId): ClientCall | undefined {
    return this.#options.calls.getState().calls.find((call) => call.id === id);
  }

  /** The calls have changed: what is agreed to begins, what is refused or over ends, what runs sees the change. */
  #follow(calls: readonly ClientCall[]): void {
    for (const [id, going] of this.#going) {
      const recording = this.#get(id);
      const call = calls.find((one) => one.id === recording?.call);
      if (call === undefined || call.stage === 'ended') {
        void this.#end(id, 'stopped');
      } else if (call.recordings.refusal?.id === id) {
        void this.#end(id, call.recordings.refusal.withdrawn ? 'withdrawn' : 'refused');
      } else if (going.recorder !== null) {
        going.recorder.follow(call);
      } else if (call.recordings.mine?.id === id && call.recordings.mine.state === 'agreed') {
        this.#begin(id, going, call);
      }
    }
  }

  #begin(id: RecordingId, going: Going, call: ClientCall): void {
    const { parts, library, titleOf, log } = this.#options;
    const me = this.#options.me();
    const recording = this.#get(id);
    if (parts === null || me === null || recording === undefined) return;
    if (going.asked !== null) clearTimeout(going.asked);
    going.asked = null;
    const at = Date.now();
    const people = [call.person, me];
    going.recorder = new CallRecorder(
      { parts, library },
      {
        ...{ item: recording.item, call, me, format: going.format, options: going.options },
        title: titleOf({ kind: 'recording', people: [call.person], at }),
        people,
      },
      {
        started: (since) => {
          this.#options.consentOf(call.id)?.begin(id, Math.max(0, Date.now() - since));
          this.#change(id, { status: 'recording', since });
        },
        written: (size) => this.#change(id, { size }),
        silent: () => this.#change(id, { silent: true }),
        failed: (fault, detail) => {
          log('warn', 'a recording ended by itself', { fault, detail: detail ?? '' });
          void this.#end(id, fault);
        },
      },
    );
  }

  async #end(id: RecordingId, end: RecordingEnd): Promise<void> {
    const going = this.#going.get(id);
    const recording = this.#get(id);
    if (going === undefined || recording === undefined) return;
    this.#going.delete(id);
    if (going.asked !== null) clearTimeout(going.asked);
    if (recording.call !== null) this.#options.consentOf(recording.call)?.end(id);
    if (going.recorder === null) {
      this.#change(id, { status: 'ended', end });
      return;
    }
    this.#change(id, { status: 'finishing', end });
    const timeline = await going.recorder.stop();
    await this.#finish(id, recording.item, timeline);
  }

  async #finish(id: RecordingId, item: ItemId, timeline: TimelineEntry[]): Promise<void> {
    try {
      await this.#keep(item, (progress) => this.#change(id, { progress }), timeline);
      this.#change(id, { status: 'done', progress: 1 });
    } catch (error) {
      // Its pieces are among the unfinished ones of the library, where it can be tried again.
      this.#options.log('warn', 'a recording could not be finished', { reason: describe(error) });
      this.#options.library.touched();
      const end = this.#get(id)?.end ?? 'unknown';
      this.#change(id, { status: 'ended', end: end === 'stopped' ? 'unknown' : end });
    }
  }

  /** Makes the file of what was recorded; for the library too, which finds what was cut off. */
  async keep(item: ItemId, progress: (share: number) => void): Promise<void> {
    await this.#keep(item, progress);
  }

  async #keep(item: ItemId, progress: (share: number) => void, timeline?: TimelineEntry[]): Promise<void> {
    const { parts, library } = this.#options;
    if (parts === null) throw new CardeaError('unavailable');
    await navigator.locks.request(recordingLock(item), () =>
      keepRecording(parts, library, item, progress, timeline),
    );
  }

  #get(id: RecordingId): ActiveRecording | undefined {
    return this.store.getState().recordings.find((one) => one.id === id);
  }

  #change(id: RecordingId, part: Partial<ActiveRecording>): void {
    this.store.setState(({ recordings }) => ({
      recordings: recordings.map((one) => (one.id === id ? { ...one, ...part } : one)),
    }));
  }
}
