import type {
  CloseReason,
  DataMessage,
  MediaConnection,
  RemoteMedia,
  SessionDescription,
} from '@cardea/media';
import type { JsonObject } from '../core/json.ts';

/**
 * A plugin of the gateway: what clients attach to by its package name. The official ones are written against this
 * interface too. A plugin lives as long as the gateway.
 */
export interface Plugin {
  /** What `info` tells about it; `package` is the name that clients attach to, e.g. `janus.plugin.echotest`. */
  readonly about: PluginDescription;
  /** A client has attached. An error thrown here refuses it (code 461). */
  attach(handle: PluginHandle): PluginSession;
  /** The answer to the admin API's `message_plugin`, which needs no attachment; refused (490) without this. */
  handleAdminMessage?(request: JsonObject): JsonObject | Promise<JsonObject>;
}

export interface PluginDescription {
  package: string;
  name: string;
  author: string;
  description: string;
  version: number;
  versionString: string;
}

/** What the core does for one attachment. */
export interface PluginHandle {
  readonly id: number;
  /**
   * Sends `{janus: "event"}` that no request caused. A `jsep` is completed by ICE, DTLS and candidates on its way, in the
   * PeerConnection that there must be; events leave in the order of the calls. Without `jsep` it does not reject.
   * @throws MediaError when the connection does not take the description, or is closed meanwhile
   */
  pushEvent(data: JsonObject, jsep?: SessionDescription): Promise<void>;
  /**
   * The PeerConnection, opened if there is none: for a plugin that makes the offer. A client's offer opens it by itself.
   * @param beside an attachment with which this one will exchange media
   */
  openConnection(beside?: PluginHandle): MediaConnection;
  /** The PeerConnection, or `null` while there is none. */
  connection(): MediaConnection | null;
  /**
   * Writes what the client sends on an m-line into a file of the gateway's folder for recordings, until it is closed or the connection is.
   * @param name of the file without `.mjr`; what does not suit a file name becomes `_`, and a name that is taken gets an ending
   * @returns `null` while there is no connection, after too many, or where the gateway keeps no recordings
   */
  record(
    section: { mid: string; kind: 'audio' | 'video' | 'application' },
    name: string,
  ): HandleRecording | null;
  /** Tells the event handlers something that this plugin alone knows. */
  notify(event: JsonObject): void;
  /** Closes the PeerConnection; the client is told `hangup` with the reason "Close PC". */
  closeConnection(): void;
}

export interface HandleRecording {
  /** Name of the file. */
  readonly file: string;
  close(): void;
}

/** What one attachment does. Messages come one after the other: the next only when the last one's work is done. */
export interface PluginSession {
  handleMessage(message: PluginMessage): MessageResult;
  /** Media can flow. */
  up?(): void;
  /** Packets lost on one m-line reached the threshold. */
  slowLink?(change: { mid: string; kind: 'audio' | 'video'; uplink: boolean; lost: number }): void;
  /** What this attachment's connection receives has another simulcast substream or temporal layer now. */
  layers?(change: { mid: string; codec: string; substream?: number; temporal?: number }): void;
  data?(message: DataMessage): void;
  /** The PeerConnection is gone; the attachment stays. */
  hangup?(reason: CloseReason): void;
  /** The plugin's part of the admin API's `handle_info`. */
  query(): JsonObject;
  /** The attachment ends; `hangup` came before when there was a PeerConnection. */
  detach(): void;
}

export interface PluginMessage {
  body: JsonObject;
  /** The client's offer or answer, which the connection has taken already. */
  jsep?: { type: 'offer' | 'answer'; media: RemoteMedia };
}

export type MessageResult =
  /** Answered at once with `{janus: "success"}`. */
  | { kind: 'now'; data: JsonObject }
  /** Acknowledged, then answered by an event with the client's transaction. */
  | { kind: 'later'; hint?: string; work: () => Promise<PluginEvent> | PluginEvent }
  /** Refused: the client gets the core's error 462. */
  | { kind: 'refused'; reason: string };

export interface PluginEvent {
  data: JsonObject;
  /** Only media, codecs and directions: the core lets the connection add the rest. */
  jsep?: SessionDescription;
  /** Done once the client has the event, e.g. what closes its PeerConnection. */
  afterwards?: () => void;
}
