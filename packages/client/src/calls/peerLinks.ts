import type { PeerMessage, PersonId } from '@cardea/protocol';
import type { DirectLinks } from './directLinks.ts';

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

/** The links of calls as chat and files see them. */
export function peerLinksOf(links: DirectLinks): PeerLinks {
  return {
    isOpen: (person) => links.to(person) !== null,
    send: (person, message) => links.to(person)?.send(message) ?? false,
    openFileChannel: (person, label) => links.to(person)?.openFileChannel(label) ?? null,
    // RFC 8831 6.6: what every receiver takes where nothing is known.
    maxMessageSize: (person) => links.to(person)?.maxMessageSize() ?? 16_384,
    onMessage: (listener) =>
      links.messages.add(({ link, message }) => listener({ person: link.person, message })),
    onChannel: (listener) => {
      const stops = [
        links.opened.add(({ person }) => listener({ person, open: true })),
        links.closed.add(({ person }) => listener({ person, open: false })),
      ];
      return () => {
        for (const stop of stops) stop();
      };
    },
    onFileChannel: (listener) =>
      links.fileChannels.add(({ link, channel }) => listener({ person: link.person, channel })),
  };
}
