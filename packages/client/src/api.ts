import type {
  Call,
  CallId,
  CallKind,
  Contact,
  Conversation,
  EndReason,
  ErrorBody,
  FileDescription,
  HistoryEntry,
  Message,
  MessageId,
  Person,
  PersonId,
  PersonSettings,
  Presence,
  Room,
  RoomName,
  ServerInfo,
  TransferId,
} from '@cardea/protocol';
import type { StoreApi } from 'zustand/vanilla';

/**
 * The public face of the client library: what it shows and what it can be asked.
 * State lives in stores (`getState`, `subscribe`) whose values are immutable snapshots; actions are methods.
 * Methods that can fail reject with `CardeaError` (see the error catalogue) unless they say otherwise.
 */
export type ReadonlyStore<T> = Pick<StoreApi<T>, 'getState' | 'getInitialState' | 'subscribe'>;

export interface Cardea {
  readonly session: SessionApi;
  readonly server: ServerApi;
  readonly people: PeopleApi;
  readonly calls: CallsApi;
  readonly devices: DevicesApi;
  readonly history: HistoryApi;
  readonly chat: ChatApi;
  readonly rooms: RoomsApi;
  /** Hangs up, closes the socket and everything else. The object is of no use afterwards. */
  close(): Promise<void>;
}

// ---------------------------------------------------------------- who I am

export type SessionState =
  /** Asking the server who I am. */
  | { status: 'loading' }
  /** `notice` says why one that existed is gone. */
  | { status: 'signed-out'; notice: 'ended' | null }
  | { status: 'signed-in'; me: Person; settings: PersonSettings }
  /** The first request failed: no server. Tries again by itself. */
  | { status: 'unreachable' };

export interface SessionApi {
  readonly store: ReadonlyStore<SessionState>;
  /** @throws CardeaError `name_taken`, `registration_closed`, `rate_limited`, `invalid_request` */
  enterAsGuest(name: string): Promise<void>;
  createAccount(name: string, password: string): Promise<void>;
  signIn(name: string, password: string): Promise<void>;
  signOut(): Promise<void>;
  /** Makes an account of a guest (without `current`) or changes the password. */
  setPassword(password: string, current?: string): Promise<void>;
  rename(name: string): Promise<void>;
  /** @param avatar a `data:` URL of at most 64,000 characters (see `shrinkAvatar`), or `null` to remove it */
  setAvatar(avatar: string | null): Promise<void>;
  changeSettings(settings: Partial<PersonSettings>): Promise<void>;
}

// ---------------------------------------------------------------- the server

export interface ServerState {
  /** The signalling socket. `offline` while signed in means "server unreachable"; calls go on. */
  connection: 'idle' | 'connecting' | 'online' | 'offline';
  info: ServerInfo | null;
}

export interface ServerApi {
  readonly store: ReadonlyStore<ServerState>;
  /** Tries to reconnect now instead of waiting. */
  reconnect(): void;
  /** Server's clock minus this one's, milliseconds. */
  clockOffset(): number;
}

// ---------------------------------------------------------------- people

export interface PeopleState {
  contacts: readonly Contact[];
  /** Everybody this client has heard of, by id: contacts, callers, people of rooms and conversations. */
  known: ReadonlyMap<PersonId, Person>;
}

export interface PeopleApi {
  readonly store: ReadonlyStore<PeopleState>;
  search(text: string): Promise<Person[]>;
  ask(person: PersonId): Promise<void>;
  accept(person: PersonId): Promise<void>;
  /** Removes a contact, withdraws or declines a request, lifts a block. */
  remove(person: PersonId): Promise<void>;
  block(person: PersonId): Promise<void>;
  presenceOf(person: PersonId): Presence;
}

// ---------------------------------------------------------------- calls

export interface CallsState {
  /** Calls in order of creation, those that have just ended included until they are dismissed. */
  calls: readonly ClientCall[];
  /** The call on the screen: the one that is not held, ringing in or ended elsewhere. */
  activeId: CallId | null;
}

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
  /** How media travels; known some time after `connected`. */
  route: 'direct' | 'relayed' | null;
  heldByMe: boolean;
  local: LocalMedia;
  remote: RemoteMedia;
  /** Somebody wants pictures in a voice call. */
  videoRequest: 'from-me' | 'from-them' | null;
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
  /** Raw statistics of the connection, for tests and the details panel. */
  getStats(call: CallId): Promise<RTCStatsReport | null>;
}

// ---------------------------------------------------------------- devices

export type DeviceKind = 'microphone' | 'camera' | 'speaker';

export interface DevicesState {
  microphones: readonly MediaDeviceInfo[];
  cameras: readonly MediaDeviceInfo[];
  /** Empty where the browser cannot choose a speaker. */
  speakers: readonly MediaDeviceInfo[];
  /** Ids chosen by the person, remembered; `null` is the browser's own choice. */
  selected: Readonly<Record<DeviceKind, string | null>>;
  permission: Readonly<Record<'microphone' | 'camera', 'unknown' | 'prompt' | 'granted' | 'denied'>>;
  /** Whether this page may use devices at all (HTTPS or localhost). */
  secure: boolean;
}

/** A test before the call: one's own picture and level. Devices are released by `stop`. */
export interface DeviceCheck {
  readonly store: ReadonlyStore<{
    camera: LocalTrackState;
    microphone: LocalTrackState;
    cameraStream: MediaStream | null;
    microphoneStream: MediaStream | null;
  }>;
  setCamera(on: boolean): Promise<void>;
  setMicrophone(on: boolean): Promise<void>;
  stop(): void;
}

export interface DevicesApi {
  readonly store: ReadonlyStore<DevicesState>;
  /** Remembers the choice and changes to it in all calls that use the old one. */
  select(kind: DeviceKind, deviceId: string | null): Promise<void>;
  refresh(): Promise<void>;
  startCheck(options: { camera: boolean; microphone: boolean }): DeviceCheck;
  /**
   * Level of a stream's sound, 0 to 1 about 20 times a second.
   * @returns stops it
   */
  meter(stream: MediaStream, onLevel: (level: number) => void): () => void;
  /** Plays a short tone on the chosen speaker. */
  testSpeaker(): Promise<void>;
  /** Plays an element's sound on the chosen speaker, now and after changes. @returns stops it */
  attachSpeaker(element: HTMLMediaElement): () => void;
}

// ---------------------------------------------------------------- history

export interface HistoryState {
  entries: readonly HistoryEntry[];
  more: boolean;
  loaded: boolean;
  missed: number;
}

export interface HistoryApi {
  readonly store: ReadonlyStore<HistoryState>;
  /** Loads the first page, or the next one. */
  load(): Promise<void>;
  markSeen(): Promise<void>;
  remove(call: CallId): Promise<void>;
}

// ---------------------------------------------------------------- chat and files

export type DeliveryState =
  /** Kept on this device until there is a way to send it. */
  | 'queued'
  | 'sent'
  | 'delivered'
  | 'read'
  /** Refused for good; `failure` of the message says why. Can be sent again or removed. */
  | 'failed';

export interface ChatMessage extends Message {
  mine: boolean;
  delivery: DeliveryState;
  failure: ErrorBody | null;
  /** For a file. */
  transfer: FileTransfer | null;
}

export interface FileTransfer {
  id: TransferId;
  direction: 'up' | 'down';
  file: FileDescription;
  state:
    'offered' | 'moving' | 'paused' | 'verifying' | 'done' | 'cancelled' | 'declined' | 'failed' | 'checksum';
  /** Bytes that have arrived at the receiver, as far as this end knows. */
  transferred: number;
  /** Bytes a second, over the last seconds. */
  speed: number;
  /** When done: the file itself, for download and pictures. */
  url: string | null;
}

export interface ConversationState {
  person: PersonId;
  messages: readonly ChatMessage[];
  /** Earlier ones are on the server. */
  more: boolean;
  loaded: boolean;
  theyType: boolean;
}

export interface ChatState {
  /** Newest conversation first. */
  conversations: readonly Conversation[];
  open: ReadonlyMap<PersonId, ConversationState>;
  unread: number;
}

export interface ChatApi {
  readonly store: ReadonlyStore<ChatState>;
  /** Loads the conversation, or earlier messages of it. */
  load(person: PersonId): Promise<void>;
  /** Queues and sends; never rejects for lack of a server, the message stays visible as queued. */
  send(person: PersonId, text: string): Promise<MessageId>;
  /** Sends a queued or failed message again. */
  retry(person: PersonId, message: MessageId): Promise<void>;
  /** Removes a message that was not sent. */
  discard(person: PersonId, message: MessageId): void;
  setTyping(person: PersonId, typing: boolean): void;
  /** All messages of this person up to now have been read. */
  markRead(person: PersonId): Promise<void>;
  /** Offers a file over the data channel. @throws CardeaError `wrong_call_state` when there is no call with them */
  sendFile(person: PersonId, file: File): Promise<TransferId>;
  acceptFile(transfer: TransferId): Promise<void>;
  cancelFile(transfer: TransferId): Promise<void>;
}

// ---------------------------------------------------------------- rooms

export interface RoomsState {
  room: Room | null;
  status: 'none' | 'entering' | 'inside' | 'failed';
  failure: ErrorBody | null;
}

export interface RoomsApi {
  readonly store: ReadonlyStore<RoomsState>;
  /** Enters again by itself after a lost connection. */
  enter(room: RoomName): Promise<void>;
  leave(): Promise<void>;
}
