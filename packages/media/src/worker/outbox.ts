import type { DataMessage } from '../engine.ts';

/** Bytes of data channel messages that may wait for the other process; the pipe itself holds some hundred kB. */
const mostBytes = 8 * 1024 * 1024;
/** Messages of any kind; a process that leaves so many unread does not work any more. */
const mostMessages = 20_000;

/** Hands a message to the channel between two processes; `taken` is called when it has left this one. */
export type Post<Message> = (message: Message, taken: (error: Error | null) => void) => void;

/** The way to another process, with a bound on what waits for it. */
export class Outbox<Message> {
  readonly #post: Post<Message>;
  readonly #overflow: () => void;
  #messages = 0;
  #bytes = 0;

  /** @param overflow the other process does not read */
  constructor(post: Post<Message>, overflow: () => void) {
    this.#post = post;
    this.#overflow = overflow;
  }

  send(message: Message): void {
    this.#send(message, 0);
  }

  /** A message with one of a data channel in it, which is lost when too many wait. */
  sendData(message: Message, { content }: DataMessage): void {
    const bytes = content.length;
    if (this.#bytes + bytes <= mostBytes) this.#send(message, bytes);
  }

  #send(message: Message, bytes: number): void {
    if (this.#messages >= mostMessages) {
      this.#overflow();
      return;
    }
    this.#messages++;
    this.#bytes += bytes;
    // An error says that the channel is closed; its owner hears of that by the channel's own event.
    this.#post(message, () => {
      this.#messages--;
      this.#bytes -= bytes;
    });
  }
}
