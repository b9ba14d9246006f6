import type { PeerMessage, PersonId } from '@cardea/protocol';

/**
 * The data channels of the calls going on, named by person: what chat and files need to know of calls.
 * Where two calls with one person overlap, the connected one counts.
 */
export interface PeerLinks {
  isOpen(person: PersonId): boolean;
  /** @returns whether an open channel took the message */
  send(person: PersonId, message: PeerMessage): boolean;
  /** A channel for the bytes of a file, `null` when there is no connection. */
  openFileChannel(person: PersonId, label: string): RTCDataChannel | null;
  /** Most bytes that one message of such a channel may have. */
  maxMessageSize(person: PersonId): number;
  onMessage(listener: (event: { person: PersonId; message: PeerMessage }) => void): () => void;
  onChannel(listener: (event: { person: PersonId; open: boolean }) => void): () => void;
  onFileChannel(listener: (event: { person: PersonId; channel: RTCDataChannel }) => void): () => void;
}
