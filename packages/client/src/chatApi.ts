import type {
  Conversation,
  ErrorBody,
  FileDescription,
  ItemId,
  Message,
  MessageId,
  PersonId,
  TransferId,
} from '@cardea/protocol';
import type { ReadonlyStore } from './readonlyStore.ts';

/** Messages and files as the app sees them; part of the public face in `api.ts`. */
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
  /**
   * Sends a voice or video message: an item of this device's library, which is uploaded before the message goes.
   * @param duration milliseconds
   */
  sendRecording(
    person: PersonId,
    recording: { item: ItemId; picture: boolean; duration: number },
  ): Promise<MessageId>;
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
