import type { RecordingDraft } from '../draft.ts';

/** What the recording worker is told and tells. Both ends are of one build, so nothing is checked at run time. */

/** A picture that comes in: a camera or a screen. */
export type PictureId = string;

/** One rectangle of the recorded picture, pixels. Later ones cover earlier ones. */
export interface Tile {
  /** `null` where there is no picture: the name stands there instead. */
  picture: PictureId | null;
  name: string;
  /** CSS colour behind the name. */
  color: string;
  x: number;
  y: number;
  width: number;
  height: number;
  /** `cover` fills the tile and cuts off what stands over, `contain` shows everything. */
  fit: 'cover' | 'contain';
  /** Whether the name stands in the corner of a picture. */
  label: boolean;
}

export interface Scene {
  tiles: readonly Tile[];
}

export interface StartRecording {
  type: 'start';
  folder: FileSystemDirectoryHandle;
  draft: RecordingDraft;
  /** Blocks of sound come in here (`SoundBlock`). */
  sound: MessagePort;
  scene: Scene;
  /** Whether the page fetches frames when it is asked, instead of handing over a stream of them. */
  pulls: boolean;
}

/** Sound as it is recorded: 48 kHz, planar, as many channels as `draft.sound` says. */
export interface SoundBlock {
  /** All samples of the first channel, then all of the second. */
  samples: Float32Array<ArrayBuffer>;
  /** When its last sample was taken, milliseconds since 1970. */
  at: number;
}

export type ToRecordingWorker =
  | StartRecording
  /** A picture's frames come in this stream, from the browser itself. */
  | { type: 'frames'; picture: PictureId; frames: ReadableStream<VideoFrame> }
  /** One frame of a picture, where the page has to take it from a `<video>`. */
  | { type: 'frame'; picture: PictureId; frame: VideoFrame }
  | { type: 'gone'; picture: PictureId }
  | { type: 'scene'; scene: Scene }
  /** Ends the recording as of a moment, milliseconds since 1970; what has been recorded stays in `pieces.mkv`. */
  | { type: 'stop'; at: number }
  /** Makes a file that plays and seeks of the pieces. */
  | { type: 'finish'; folder: FileSystemDirectoryHandle; draft: RecordingDraft };

/** Why a recording ended by itself. */
export type RecordingFault = 'disk-full' | 'codec' | 'unknown';

export interface FinishedFile {
  size: number;
  /** Milliseconds. */
  duration: number;
  width: number | null;
  height: number | null;
  tracks: { kind: 'audio' | 'video'; codec: string }[];
  thumbnail: Blob | null;
}

export type FromRecordingWorker =
  /** The first piece is on the disk. `since` is milliseconds since 1970. */
  | { type: 'started'; since: number }
  /** Once a second: bytes on the disk, milliseconds recorded. */
  | { type: 'written'; size: number; duration: number }
  /** Asks for frames of pictures that come one by one. */
  | { type: 'pull' }
  | { type: 'stopped'; fault: RecordingFault | null; detail: string | null }
  /** 0 to 1. */
  | { type: 'finishing'; share: number }
  | { type: 'finished'; file: FinishedFile }
  | { type: 'unfinished'; fault: RecordingFault; detail: string };
