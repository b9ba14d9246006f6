import type { DataChannel } from 'node-datachannel';

/**
 * Bytes that a remote end may be behind, before its channel is open as afterwards; more is dropped, so that a slow one does not fill the memory.
 * Cardea's client has no more than half of this on its way.
 */
const mostBuffered = 4 * 1_024 * 1_024;
/** Messages that wait until a channel is open. */
const mostWaiting = 1_024;

type Content = string | Uint8Array;

/** One data channel as the sender sees it: what is sent before it is open waits, within bounds. */
export class OutgoingChannel {
  readonly #channel: DataChannel;
  #waiting: Content[] = [];
  #waitingBytes = 0;

  constructor(channel: DataChannel) {
    this.#channel = channel;
    channel.onOpen(() => this.#flush());
  }

  send(content: Content): void {
    if (this.#channel.isOpen()) {
      // The library opens it on a thread of its own: its callback may come later than the next message, which must not overtake.
      this.#flush();
      this.#sendNow(content);
      return;
    }
    this.#waitingBytes += content.length;
    if (this.#waiting.length < mostWaiting && this.#waitingBytes <= mostBuffered) {
      this.#waiting.push(content);
    }
  }

  #flush(): void {
    const waiting = this.#waiting;
    this.#waiting = [];
    this.#waitingBytes = 0;
    for (const content of waiting) this.#sendNow(content);
  }

  #sendNow(content: Content): void {
    if (this.#channel.bufferedAmount() > mostBuffered) return;
    try {
      if (typeof content === 'string') this.#channel.sendMessage(content);
      else this.#channel.sendMessageBinary(content);
    } catch {
      // The channel has closed meanwhile, or the message is larger than the remote end takes: lost, as the interface says.
    }
  }
}
