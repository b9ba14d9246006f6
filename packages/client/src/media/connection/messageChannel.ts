import type { PeerMessage } from '@cardea/protocol';
import type { Log } from '../../log.ts';
import { readPeerMessage, writePeerMessage } from './peerMessageText.ts';

/** The channel of messages of one connection. */
export interface PeerChannel {
  /** Whether messages sent now reach the other end. */
  readonly isOpen: boolean;
  /** It was open and will not be again. */
  readonly isOver: boolean;
  /** @returns whether the channel took the message */
  send(message: PeerMessage): boolean;
  /** A channel that the other end has opened. @returns whether it is one for messages */
  adopt(channel: RTCDataChannel): boolean;
  /** Tells nothing from here on; channels end with their connection. */
  detach(): void;
}

export interface PeerChannelEvents {
  open(): void;
  closed(): void;
  message(message: PeerMessage): void;
}

/**
 * The ordered, reliable data channel `cardea`. It is negotiated by both ends in advance with id 0 (RFC 8832 is not
 * used), so it opens with the connection itself. What does not fit the schema is dropped and changes nothing.
 */
export class MessageChannel implements PeerChannel {
  readonly #channel: RTCDataChannel;
  readonly #log: Log;
  #wasOpen = false;

  constructor(connection: RTCPeerConnection, events: PeerChannelEvents, log: Log) {
    this.#log = log;
    this.#channel = connection.createDataChannel('cardea', { negotiated: true, id: 0, ordered: true });
    this.#channel.onopen = () => {
      this.#wasOpen = true;
      this.send({ type: 'hello', version: 1 });
      events.open();
    };
    this.#channel.onclose = () => events.closed();
    this.#channel.onmessage = ({ data }: MessageEvent<unknown>) => {
      const message = readPeerMessage(data, log);
      if (message !== null) events.message(message);
    };
  }

  get isOpen(): boolean {
    return this.#channel.readyState === 'open';
  }

  get isOver(): boolean {
    return this.#wasOpen && !this.isOpen;
  }

  send(message: PeerMessage): boolean {
    return this.isOpen && writePeerMessage(this.#channel, message, this.#log);
  }

  adopt(): boolean {
    return false;
  }

  detach(): void {
    this.#channel.onopen = null;
    this.#channel.onclose = null;
    this.#channel.onmessage = null;
  }
}
