import type { Call, CallId, CallKind, EndReason, PathKind, Person } from '@cardea/protocol';
import type { CallRecordings } from './recordingsApi.ts';
import type { ReadonlyStore } from './readonlyStore.ts';
import type { CallStatistics } from './statistics/callStatistics.ts';

export type { CallStatistics, StreamStatistics } from './statistics/callStatistics.ts';

/** Calls as the app sees them; part of the public face in `api.ts`. */
export interface CallsState {
  /** Calls in order of creation, those that have just ended included until they are dismissed. */
  calls: readonly ClientCall[];
  /** The call on the screen: the one that is not held, ringing in or ended elsewhere. */
  activeId: CallId | null;
}

/** What is sent as pictures. */
export type PictureRole = 'camera' | 'screen';

export type CallStage =
  /** Outgoing: no device of theirs has confirmed. */
  | 'calling'
  /** Outgoing: it rings there. */
  | 'ringing'
  /** Incoming: it rings here. */
  | 'incoming'
  | 'connecting'
  | 'connected'
  | 'ended';

/** How a call looks from this device when it is over. */
export type CallEnd = {
  reason: EndReason | 'answered-elsewhere';
  /** Whether I (on any device) ended it. */
  byMe: boolean;
  /** Talking time in milliseconds. */
  duration: number;
};

/** Media between the two ends. */
export type LinkState =
  | 'new'
  | 'connecting'
  | 'connected'
  /** It was up and is not; ICE restarts are going on. */
  | 'reconnecting'
  | 'failed';

/** Which way media takes: from one device to the other, or by way of the gateway. */
export interface CallPathState {
  inUse: PathKind;
  /** This path is being made while the one in use still carries the call. */
  movingTo: PathKind | null;
  /** The path that could not be made or broke last, until a move succeeds. */
  failed: PathKind | null;
  /** Whether the server offers a gateway at all. */
  gatewayAvailable: boolean;
}

export type MediaProblem =
  /** The person or the browser said no. */
  | 'permission-denied'
  | 'no-device'
  | 'device-in-use'
  /** Browsers give no camera or microphone outside HTTPS and localhost. */
  | 'insecure-context'
  | 'unknown';

export interface LocalTrackState {
  on: boolean;
  /** Being opened or changed. */
  busy: boolean;
  problem: MediaProblem | null;
}

export interface LocalMedia {
  microphone: LocalTrackState;
  camera: LocalTrackState;
  screen: LocalTrackState;
  /** For a mirrored preview; `null` while the camera is off. */
  cameraStream: MediaStream | null;
  screenStream: MediaStream | null;
  microphoneStream: MediaStream | null;
}

export interface RemoteMedia {
  microphone: boolean;
  camera: boolean;
  screen: boolean;
  hold: boolean;
  /** Streams exist from the connection on; show them when the flag above is on. */
  cameraStream: MediaStream | null;
  screenStream: MediaStream | null;
  /** Microphone and the sound of a shared screen; the library does not play it, an `<audio>` element must. */
  audioStream: MediaStream | null;
}

export interface ClientCall {
  id: CallId;
  kind: CallKind;
  direction: 'outgoing' | 'incoming';
  person: Person;
  stage: CallStage;
  /** By this device's clock, milliseconds; for the timer. */
  connectedAt: number | null;
  end: CallEnd | null;
  link: LinkState;
  /** How media travels from one device to the other; known some time after `connected`, `null` by the gateway. */
  route: 'direct' | 'relayed' | null;
  path: CallPathState;
  heldByMe: boolean;
  local: LocalMedia;
  remote: RemoteMedia;
  /** What I send at most, bit/s; `null` is no limit. */
  bitrateLimits: Readonly<Record<PictureRole, number | null>>;
  /** Somebody wants pictures in a voice call. */
  videoRequest: 'from-me' | 'from-them' | null;
  /** Who records it. */
  recordings: CallRecordings;
  /** The data channel is open: chat and files go directly. */
  dataChannel: boolean;
  record: Call;
}

export interface CallsApi {
  readonly store: ReadonlyStore<CallsState>;
  /**
   * Rings. Resolves when the server has the call; a busy or offline callee is a call that has ended, not an error.
   * Opens microphone (and camera) at once; a device that cannot be opened does not stop the call.
   * A call going on is put on hold.
   */
  ring(person: Person, kind: CallKind): Promise<CallId>;
  /** Answers. `audio` leaves one's own camera off. A call going on is held, or ended with `endOther`. */
  accept(call: CallId, media: CallKind, options?: { endOther?: boolean }): Promise<void>;
  /** Cancels, declines or hangs up. Takes effect here at once, whether or not the server is reachable. */
  hangUp(call: CallId): Promise<void>;
  /** Forgets an ended call. */
  dismiss(call: CallId): void;
  setMicrophone(call: CallId, on: boolean): Promise<void>;
  setCamera(call: CallId, on: boolean): Promise<void>;
  /** In a voice call: asks for pictures; the camera goes on when the other agrees. */
  requestVideo(call: CallId): Promise<void>;
  /** `withCamera: false` agrees to see without being seen. */
  answerVideoRequest(call: CallId, answer: { agreed: boolean; withCamera: boolean }): Promise<void>;
  /** Shows the browser's picker. Resolves `false` if the person closes it. */
  startScreenShare(call: CallId, options: { detail: 'text' | 'motion' }): Promise<boolean>;
  stopScreenShare(call: CallId): Promise<void>;
  /** Front ↔ back on phones, else the next camera. */
  switchCamera(call: CallId): Promise<void>;
  setHold(call: CallId, hold: boolean): Promise<void>;
  /**
   * Sends at most so many bits a second of this picture from now on; `null`: as much as the network carries.
   * @param bitsPerSecond 30,000 to 50,000,000
   * @throws CardeaError `invalid_request`, `call_over`
   */
  limitBitrate(call: CallId, role: PictureRole, bitsPerSecond: number | null): Promise<void>;
  /**
   * Measures a call once a second while somebody looks.
   * @param listener gets the last minute, oldest first
   * @returns stops it
   */
  watchStatistics(call: CallId, listener: (history: readonly CallStatistics[]) => void): () => void;
  /**
   * Moves media to the other path, at both ends. Resolves at once: `path` in the call's state tells what becomes of it.
   * @throws CardeaError `unavailable` when there is no gateway, `wrong_call_state` before the answer
   */
  movePath(call: CallId, path: PathKind): Promise<void>;
  /** Raw statistics of the connection, for tests and the details panel. */
  getStats(call: CallId): Promise<RTCStatsReport | null>;
}
