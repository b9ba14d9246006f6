import type { CallId, ErrorBody, ItemId, RecordingId, RecordingSubject, Timestamp } from '@cardea/protocol';
import type { ReadonlyStore } from './readonlyStore.ts';
import type { RecordingContainer, RecordingHeight } from './recording/formats.ts';

export type { RecordingContainer, RecordingHeight } from './recording/formats.ts';

/** Who records a call; in the call's state. */
export interface CallRecordings {
  /** What I record. `agreed` lasts until the first piece is on the disk. */
  mine: {
    id: RecordingId;
    subject: RecordingSubject;
    state: 'asking' | 'agreed' | 'on';
    /** By the server's clock: when it was asked, then when it began. */
    since: Timestamp;
  } | null;
  /** What the other end records, and what I said to it. */
  theirs: {
    id: RecordingId;
    subject: RecordingSubject;
    state: 'asking' | 'on';
    since: Timestamp;
    consent: 'agreed' | 'refused' | null;
  } | null;
  /** My last recording that the other did not want, or did not want any longer. */
  refusal: { id: RecordingId; withdrawn: boolean } | null;
}

export type RecordingEnd =
  /** I stopped it, or the call ended. */
  | 'stopped'
  | 'refused'
  | 'withdrawn'
  /** Nobody answered the question. */
  | 'unanswered'
  | 'disk-full'
  | 'codec'
  | 'unknown';

/** A recording of this device, from the question to the file. */
export interface ActiveRecording {
  id: RecordingId;
  /** Under which it is in the library when it is finished. */
  item: ItemId;
  call: CallId | null;
  subject: RecordingSubject | null;
  status: 'asking' | 'recording' | 'finishing' | 'done' | 'ended';
  /** Milliseconds since 1970, by this device's clock; `null` before the first piece. */
  since: number | null;
  /** Bytes on the disk. */
  size: number;
  /** The browser gives no sound to record. */
  silent: boolean;
  /** While `finishing`: 0 to 1. */
  progress: number;
  /** Why it is over; `null` while it goes on. */
  end: RecordingEnd | null;
}

export interface RecordingsState {
  /** What this browser can make, best first; empty where it cannot record, `null` until that is known. */
  containers: readonly RecordingContainer[] | null;
  /** Those that go on, and the last that ended until they are dismissed. */
  recordings: readonly ActiveRecording[];
}

export interface RecordingOptions {
  subject: RecordingSubject;
  /** Lines of the picture; without meaning for voices. */
  height: RecordingHeight;
  container: RecordingContainer;
}

/** Recording in the browser. What is recorded is in the library; a failure leaves what was recorded before it. */
export interface RecordingsApi {
  readonly store: ReadonlyStore<RecordingsState>;
  /** Finds out what this browser can record, once; the store tells. */
  prepare(): Promise<void>;
  /**
   * Asks the other end, and records as soon as they agree; one's own side at once.
   * @throws CardeaError `wrong_call_state` when the call is not connected or is being recorded, `unavailable` where
   * this browser cannot
   */
  start(call: CallId, options: RecordingOptions): Promise<RecordingId>;
  /** Ends it, or takes the question back. The file is finished afterwards. */
  stop(recording: RecordingId): Promise<void>;
  /** Says yes or no to the other end's recording; `false` while it goes on ends it. */
  answer(call: CallId, agreed: boolean): void;
  /** Forgets one that is over. */
  dismiss(recording: RecordingId): void;
  /** Begins a voice or video message; the devices stay open until it is stopped. @throws CardeaError `unavailable` */
  startMessage(options: { picture: boolean }): Promise<MessageRecording>;
}

/** A voice or video message while it is made. */
export interface MessageRecording {
  readonly store: ReadonlyStore<{
    /** `stopped`: it has ended by itself, after three minutes or on a full disk; `stop` makes the file. */
    status: 'opening' | 'recording' | 'stopped' | 'finishing' | 'done' | 'failed';
    /** For a preview; `null` without a picture. */
    stream: MediaStream | null;
    /** For a level meter. */
    sound: MediaStream | null;
    /** Milliseconds since 1970. */
    since: number | null;
    error: ErrorBody | null;
  }>;
  /** Ends it. @returns the item, which is in the library of this device */
  stop(): Promise<{ item: ItemId; duration: number }>;
  /** Ends it and leaves nothing behind. */
  discard(): Promise<void>;
}
