import type {
  CallId,
  Contact,
  ErrorBody,
  HistoryEntry,
  Person,
  PersonId,
  PersonSettings,
  Presence,
  Room,
  RoomName,
  ServerInfo,
} from '@cardea/protocol';
import type { CallsApi, LocalTrackState } from './callsApi.ts';
import type { ChatApi } from './chatApi.ts';
import type { RecordingsApi } from './recordingsApi.ts';
import type { LibraryApi, SharesApi } from './libraryApi.ts';
import type { ReadonlyStore } from './readonlyStore.ts';

export type * from './callsApi.ts';
export type * from './chatApi.ts';
export type * from './libraryApi.ts';
export type * from './recordingsApi.ts';
export type { ReadonlyStore };

/**
 * The public face of the client library: what it shows and what it can be asked.
 * State lives in stores (`getState`, `subscribe`) whose values are immutable snapshots; actions are methods.
 * Methods that can fail reject with `CardeaError` (see the error catalogue) unless they say otherwise.
 */
export interface Cardea {
  readonly session: SessionApi;
  readonly server: ServerApi;
  readonly people: PeopleApi;
  readonly calls: CallsApi;
  readonly devices: DevicesApi;
  readonly history: HistoryApi;
  readonly chat: ChatApi;
  readonly rooms: RoomsApi;
  readonly recordings: RecordingsApi;
  readonly library: LibraryApi;
  readonly shares: SharesApi;
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
  /** The media gateway, as it was told last; `null` where the server has none, or nobody is signed in. */
  gateway(): Gateway | null;
}

/** Where this device finds the media gateway, and how to reach it from difficult networks. */
export interface Gateway {
  /** Of its WebSocket, for a `JanusSession`. */
  url: string;
  /** Renewed before it ends, so it is asked for with each request. */
  token: string;
  iceServers: RTCIceServer[];
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

/** One's own picture and sound as they come back from the server. `stop` ends it; the tracks sent stay open. */
export interface ServerCheck {
  readonly store: ReadonlyStore<{
    status: 'connecting' | 'running' | 'failed';
    /** What came back. */
    stream: MediaStream | null;
    /** Milliseconds there and back, the middle of the last five; `null` before the first. */
    roundTrip: number | null;
  }>;
  stop(): void;
}

export interface DevicesApi {
  readonly store: ReadonlyStore<DevicesState>;
  /** Remembers the choice and changes to it in all calls that use the old one. */
  select(kind: DeviceKind, deviceId: string | null): Promise<void>;
  refresh(): Promise<void>;
  startCheck(options: { camera: boolean; microphone: boolean }): DeviceCheck;
  /** Sends these streams to the server's Echo Test; `failed` at once where the server has no gateway. */
  startServerCheck(streams: readonly MediaStream[]): ServerCheck;
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
