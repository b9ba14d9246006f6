import { randomUUID } from 'node:crypto';
import type { Client } from '../core/client.ts';
import type { JsonObject } from '../core/json.ts';

/** More events than this wait for nobody: the oldest are lost. */
const maxQueued = 1000;
/** How long a poll waits for something to tell, ms. */
const pollTime = 30_000;

interface Poll {
  maxEvents: number;
  answer: (body: unknown) => void;
  timer: NodeJS.Timeout;
}

interface Mailbox {
  events: JsonObject[];
  poll: Poll | null;
}

/** The client that all HTTP requests together are: events of its sessions wait here to be fetched. */
export class LongPolls implements Client {
  readonly transport = 'janus.transport.http';
  readonly id = randomUUID();
  /** Its sessions are those of many browsers, so that there is nothing to count for each. */
  readonly sessions = 0;
  readonly #mailboxes = new Map<number, Mailbox>();

  gained(sessionId: number): void {
    this.#mailboxes.set(sessionId, { events: [], poll: null });
  }

  deliver(sessionId: number, event: JsonObject): void {
    const mailbox = this.#mailboxes.get(sessionId);
    if (mailbox === undefined) return;
    mailbox.events.push(event);
    if (mailbox.events.length > maxQueued) mailbox.events.shift();
    this.#answer(mailbox);
  }

  lost(sessionId: number): void {
    const mailbox = this.#mailboxes.get(sessionId);
    this.#mailboxes.delete(sessionId);
    if (mailbox !== undefined) this.#release(mailbox);
  }

  /**
   * Answers as soon as there is something, or after 30 s; an earlier poll of the session is answered first.
   * @returns gives the poll up; `null` when the session is not fetched over HTTP
   */
  poll(sessionId: number, maxEvents: number, answer: (body: unknown) => void): (() => void) | null {
    const mailbox = this.#mailboxes.get(sessionId);
    if (mailbox === undefined) return null;
    this.#release(mailbox);
    const poll: Poll = { maxEvents, answer, timer: setTimeout(() => this.#release(mailbox), pollTime) };
    mailbox.poll = poll;
    this.#answer(mailbox);
    return () => {
      clearTimeout(poll.timer);
      if (mailbox.poll === poll) mailbox.poll = null;
    };
  }

  #answer(mailbox: Mailbox): void {
    const { poll, events } = mailbox;
    if (poll === null || events.length === 0) return;
    this.#finish(mailbox, events.splice(0, poll.maxEvents));
  }

  /** Nothing has happened, or nothing will any more. */
  #release(mailbox: Mailbox): void {
    if (mailbox.poll !== null) this.#finish(mailbox, [{ janus: 'keepalive' }]);
  }

  #finish(mailbox: Mailbox, events: readonly JsonObject[]): void {
    const { poll } = mailbox;
    if (poll === null) return;
    clearTimeout(poll.timer);
    mailbox.poll = null;
    // An array whenever several were allowed, even for one: janus.js asks with maxev=10 and relies on it.
    poll.answer(poll.maxEvents > 1 ? events : events[0]);
  }
}
