import type { DeviceId, PeerMessage, PersonId } from '@cardea/protocol';
import { Listeners } from '../listeners.ts';

/** An open message channel to a person one is in a call with. */
export interface DirectLink {
  readonly person: PersonId;
  readonly device: DeviceId;
  /** @returns whether the channel was open and took it */
  send(message: PeerMessage): boolean;
  /** A data channel of its own, or `null` when the connection has just gone. */
  openFileChannel(label: string): RTCDataChannel | null;
  /** Bytes. */
  maxMessageSize(): number;
}

/**
 * The ways to people that need no server: one for each accepted call whose message channel is open. Chat and files
 * use them without knowing about calls.
 */
export class DirectLinks {
  readonly opened = new Listeners<DirectLink>();
  readonly closed = new Listeners<DirectLink>();
  readonly messages = new Listeners<{ link: DirectLink; message: PeerMessage }>();
  readonly fileChannels = new Listeners<{ link: DirectLink; channel: RTCDataChannel }>();
  readonly #links = new Set<DirectLink>();

  /** The link to a person, the newest if two calls with them should be open. */
  to(person: PersonId): DirectLink | null {
    return [...this.#links].findLast((link) => link.person === person) ?? null;
  }

  add(link: DirectLink): void {
    this.#links.add(link);
    this.opened.emit(link);
  }

  remove(link: DirectLink): void {
    if (this.#links.delete(link)) this.closed.emit(link);
  }
}
