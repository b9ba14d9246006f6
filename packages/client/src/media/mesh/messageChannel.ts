import { limits, PeerMessage } from '@cardea/protocol';
import type { Log } from '../../log.ts';

/** A text of 8,000 characters with every one escaped, and the rest of the message. */
const longestMessage = limits.messageLength * 6 + 4_096;

export interface MessageChannelEvents {
  open(): void;
  closed(): void;
  message(message: PeerMessage): void;
}

/**
 * The ordered, reliable data channel `cardea`. It is negotiated by both ends in advance with id 0 (RFC 8832 is not
 * used), so it opens with the connection itself. What does not fit the schema is dropped and changes nothing.
 */
export class MessageChannel {
  readonly #channel: RTCDataChannel;
  readonly #log: Log;

  constructor(connection: RTCPeerConnection, events: MessageChannelEvents, log: Log) {
    this.#log = log;
    this.#channel = connection.createDataChannel('cardea', { negotiated: true, id: 0, ordered: true });
    this.#channel.onopen = () => {
      this.send({ type: 'hello', version: 1 });
      events.open();
    };
    this.#channel.onclose = () => events.closed();
    this.#channel.onmessage = ({ data }: MessageEvent<unknown>) => {
      const message = this.#parse(data);
      if (message !== null) events.message(message);
    };
  }

  get isOpen(): boolean {
    return this.#channel.readyState === 'open';
  }

  /** @returns whether the channel took the message */
  send(message: PeerMessage): boolean {
    if (!this.isOpen) return false;
    // Checked on the way out too, so that a mistake shows here and not as a silent drop over there.
    const checked = PeerMessage.safeParse(message);
    if (!checked.success) {
      this.#log('warn', 'peer message not sent', { type: message.type, reason: checked.error.message });
      return false;
    }
    try {
      this.#channel.send(JSON.stringify(checked.data));
      return true;
    } catch (error) {
      // The buffer is full (RFC 8831 leaves the limit to the browser), or the channel closed in between.
      this.#log('warn', 'peer message not sent', { type: message.type, reason: String(error) });
      return false;
    }
  }

  /** Takes the listeners away; the channel ends with its connection. */
  detach(): void {
    this.#channel.onopen = null;
    this.#channel.onclose = null;
    this.#channel.onmessage = null;
  }

  #parse(data: unknown): PeerMessage | null {
    if (typeof data !== 'string' || data.length > longestMessage) {
      this.#log('warn', 'peer message dropped', {
        reason: typeof data === 'string' ? 'too long' : 'not text',
      });
      return null;
    }
    let content: unknown;
    try {
      content = JSON.parse(data);
    } catch {
      this.#log('warn', 'peer message dropped', { reason: 'not JSON' });
      return null;
    }
    const message = PeerMessage.safeParse(content);
    if (message.success) return message.data;
    this.#log('warn', 'peer message dropped', { reason: message.error.message });
    return null;
  }
}
