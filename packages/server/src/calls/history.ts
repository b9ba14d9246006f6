import type { CallId, HistoryEntry, Person, PersonId, Timestamp } from '@cardea/protocol';
import { limits } from '@cardea/protocol';
import { getPeople } from '../people/personRecords.ts';
import type { Notifier } from '../signalling/notifier.ts';
import type { Database } from '../storage/storage.ts';
import { findCall, sideOf, storedCallColumns, toStoredCall, type StoredCall } from './callStore.ts';

/** A finished call as one of its people sees it; `null` while it goes on. */
export function historyEntry(stored: StoredCall, viewer: PersonId): HistoryEntry | null {
  const { call } = stored;
  const { state } = call;
  if (state.phase !== 'ended') return null;
  const outgoing = call.caller.personId === viewer;
  // A call that the server gave up on lasted until the last contact, not until the server noticed.
  const until = state.endedBy === 'server' ? Math.min(stored.seenAt, state.endedAt) : state.endedAt;
  return {
    callId: call.id,
    withPersonId: outgoing ? call.calleeId : call.caller.personId,
    direction: outgoing ? 'outgoing' : 'incoming',
    kind: call.kind,
    startedAt: call.createdAt,
    duration: state.connectedAt === null ? 0 : Math.max(0, until - state.connectedAt),
    result: state.reason,
    missedUnseen: !outgoing && stored.missedUnseen,
  };
}

export interface HistoryPage {
  entries: HistoryEntry[];
  people: Person[];
  more: boolean;
}

/** The list of finished calls. It is a view of the table of calls; each side can hide an entry from its own. */
export class History {
  readonly #db: Database;
  readonly #notifier: Notifier;

  constructor(db: Database, notifier: Notifier) {
    this.#db = db;
    this.#notifier = notifier;
  }

  /** Newest first. @param before `startedAt` of the last entry known */
  async list(person: PersonId, before: Timestamp | undefined): Promise<HistoryPage> {
    const rows = await this.#db
      .selectFrom('calls')
      .select(storedCallColumns)
      .where('phase', '=', 'ended')
      .where((where) =>
        where.or([
          where.and({ caller_id: person, hidden_from_caller: 0 }),
          where.and({ callee_id: person, hidden_from_callee: 0 }),
        ]),
      )
      .$if(before !== undefined, (query) => query.where('created_at', '<', before ?? 0))
      .orderBy('created_at', 'desc')
      .limit(limits.pageSize + 1)
      .execute();
    const page = rows.slice(0, limits.pageSize).flatMap((row) => {
      const entry = historyEntry(toStoredCall(row), person);
      return entry === null ? [] : [entry];
    });
    const people = await getPeople(
      this.#db,
      page.map((entry) => entry.withPersonId),
    );
    return {
      entries: page,
      people: [...people.values()].map((known) => known.person),
      more: rows.length > limits.pageSize,
    };
  }

  async countMissed(person: PersonId): Promise<number> {
    const row = await this.#db
      .selectFrom('calls')
      .select((select) => select.fn.countAll<number>().as('missed'))
      .where('callee_id', '=', person)
      .where('missed_unseen', '=', 1)
      .executeTakeFirstOrThrow();
    return row.missed;
  }

  /** The person has looked at the missed calls; all their devices learn it. */
  async markSeen(person: PersonId): Promise<void> {
    await this.#db
      .updateTable('calls')
      .set({ missed_unseen: 0 })
      .where('callee_id', '=', person)
      .where('missed_unseen', '=', 1)
      .execute();
    await this.tellMissed(person);
  }

  /** Hides an entry from this person's list. Of a call that goes on, or is somebody else's, nothing is changed. */
  async remove(person: PersonId, id: CallId): Promise<void> {
    const stored = await findCall(this.#db, id);
    const side = stored === null ? null : sideOf(stored.call, person);
    if (stored === null || side === null || stored.call.state.phase !== 'ended') return;
    await this.#db
      .updateTable('calls')
      .set(side === 'caller' ? { hidden_from_caller: 1 } : { hidden_from_callee: 1, missed_unseen: 0 })
      .where('id', '=', id)
      .execute();
    if (side === 'callee' && stored.missedUnseen) await this.tellMissed(person);
  }

  async tellMissed(person: PersonId): Promise<void> {
    const count = await this.countMissed(person);
    this.#notifier.tell({ person }, 'history:missed', { count });
  }
}
