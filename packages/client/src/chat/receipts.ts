import type { MessageId, PersonId } from '@cardea/protocol';
import type { PeerLinks } from '../calls/peerLinks.ts';
import { describe, type Log } from '../log.ts';
import type { Requests } from '../signalling/signalling.ts';

/** Most ids in one receipt, as its schema has it. */
const mostIds = 200;

/**
 * Tells the sender and the server what has been delivered and read. The data channel is told at once; what the
 * server does not hear while it is away is kept and told when it is back.
 */
export class Receipts {
  readonly #requests: Requests;
  readonly #links: PeerLinks;
  readonly #log: Log;
  readonly #waiting = new Map<PersonId, Map<MessageId, 'delivered' | 'read'>>();

  constructor(requests: Requests, links: PeerLinks, log: Log) {
    this.#requests = requests;
    this.#links = links;
    this.#log = log;
  }

  send(person: PersonId, ids: readonly MessageId[], state: 'delivered' | 'read'): void {
    for (let from = 0; from < ids.length; from += mostIds) {
      const some = ids.slice(from, from + mostIds);
      this.#links.send(person, { type: 'receipt', ids: some, state });
      this.#tellServer(person, some, state);
    }
  }

  /** The server is back. */
  flush(): void {
    const waiting = [...this.#waiting];
    this.#waiting.clear();
    for (const [person, states] of waiting) {
      for (const state of ['delivered', 'read'] as const) {
        const ids = [...states].filter(([, kept]) => kept === state).map(([id]) => id);
        for (let from = 0; from < ids.length; from += mostIds) {
          this.#tellServer(person, ids.slice(from, from + mostIds), state);
        }
      }
    }
  }

  #tellServer(person: PersonId, ids: readonly MessageId[], state: 'delivered' | 'read'): void {
    this.#requests.request('chat:receipt', { person, ids: [...ids], state }).catch((error: unknown) => {
      this.#log('debug', 'receipt waits', { reason: describe(error) });
      const states = this.#waiting.get(person) ?? new Map<MessageId, 'delivered' | 'read'>();
      for (const id of ids) if (states.get(id) !== 'read') states.set(id, state);
      this.#waiting.set(person, states);
    });
  }
}
