import {
  CardeaError,
  nextCall,
  type Call,
  type CallEvent,
  type CallId,
  type PersonId,
  type Side,
} from '@cardea/protocol';
import { getPeople } from '../people/personRecords.ts';
import type { CallDependencies } from './callDependencies.ts';
import { findCall, replaceCall, sideOf, type StoredCall } from './callStore.ts';
import { historyEntry } from './history.ts';

/** So often a write may be overtaken by another before it is given up; each time the call has moved on. */
const maxAttempts = 12;

/**
 * Changes to calls. The row in the database is the truth: every event is load, `nextCall`, compare-and-swap, and
 * only then are devices told. No call is kept in memory, so any node can handle any event, and a crash loses none.
 */
export class CallRecords {
  readonly #on: CallDependencies;

  constructor(dependencies: CallDependencies) {
    this.#on = dependencies;
  }

  /**
   * What somebody wants to happen to a call.
   * @param eventOf the event, given the end that the person is
   * @throws CardeaError `call_not_found` for whoever has no part in the call, or what the call machine refuses with
   * @returns the record after the event, which may have changed nothing
   */
  applyAs(id: CallId, person: PersonId, eventOf: (side: Side) => CallEvent): Promise<Call> {
    return this.#apply(id, 'device', (stored) => eventOf(partOf(stored, person)));
  }

  /**
   * What the server itself knows to have happened.
   * @param source `device` for what a device has just done, `comparison` for what the server finds out afterwards:
   * that is no contact with the ends, and a call lasts until the last contact
   * @throws as {@link applyAs}
   */
  apply(id: CallId, event: CallEvent, source: 'device' | 'comparison' = 'device'): Promise<Call> {
    return this.#apply(id, source, () => event);
  }

  /**
   * The call as a person who has part in it may see it.
   * @throws CardeaError `call_not_found` for everybody else
   */
  async get(id: CallId, person: PersonId): Promise<StoredCall> {
    const stored = await findCall(this.#on.storage.db, id);
    if (stored === null) throw new CardeaError('call_not_found');
    partOf(stored, person);
    return stored;
  }

  /** What follows when a call has just begun and is over already: busy or offline. */
  announceEndedAtOnce(stored: StoredCall): void {
    this.#on.background.run('announce a call that ended at once', () => this.#announceEnd(stored));
    this.#logTransition(stored.call);
  }

  async #apply(
    id: CallId,
    source: 'device' | 'comparison',
    eventOn: (stored: StoredCall) => CallEvent,
  ): Promise<Call> {
    const { storage, times } = this.#on;
    for (let attempt = 0; attempt < maxAttempts; attempt += 1) {
      const before = await findCall(storage.db, id);
      if (before === null) throw new CardeaError('call_not_found');
      const event = eventOn(before);
      const result = nextCall(before.call, event, times);
      if ('refused' in result) throw new CardeaError(result.refused);
      if (isSame(before.call, result.call)) return before.call;
      const contactAt = source === 'device' && event.type !== 'tick' ? event.at : null;
      const after = await replaceCall(storage.db, before, result.call, contactAt);
      if (after !== null) {
        this.#announce(before.call, after);
        return after.call;
      }
    }
    throw new CardeaError('unavailable', { details: 'The call changes too fast.' });
  }

  #announce(before: Call, after: StoredCall): void {
    const { notifier, announcer, background } = this.#on;
    const { call } = after;
    notifier.tell([{ person: call.caller.personId }, { person: call.calleeId }], 'call:updated', { call });
    if (before.state.phase !== call.state.phase) this.#logTransition(call);
    if (isTalk(before) !== isTalk(call)) {
      background.run('announce presence', async () => {
        await announcer.changed(call.caller.personId);
        await announcer.changed(call.calleeId);
      });
    }
    if (call.state.phase === 'ended') background.run('announce a call', () => this.#announceEnd(after));
  }

  async #announceEnd(stored: StoredCall): Promise<void> {
    const { call } = stored;
    const { storage, notifier, history } = this.#on;
    const people = await getPeople(storage.db, [call.caller.personId, call.calleeId]);
    const viewers = [
      [call.caller.personId, call.calleeId],
      ...(stored.hiddenFromCallee ? [] : [[call.calleeId, call.caller.personId] as const]),
    ] as const;
    for (const [viewer, other] of viewers) {
      const entry = historyEntry(stored, viewer);
      const person = people.get(other)?.person;
      if (entry !== null && person !== undefined) {
        notifier.tell({ person: viewer }, 'history:added', { entry, person });
      }
    }
    if (stored.missedUnseen) await history.tellMissed(call.calleeId);
  }

  #logTransition(call: Call): void {
    const { state } = call;
    this.#on.log.info(
      {
        call: call.id,
        caller: call.caller.personId,
        callee: call.calleeId,
        phase: state.phase,
        ...(state.phase === 'ended' && { reason: state.reason, endedBy: state.endedBy }),
      },
      'call',
    );
  }
}

/** @throws CardeaError `call_not_found`, whether there is no such call or it is somebody else's */
function partOf(stored: StoredCall, person: PersonId): Side {
  const side = sideOf(stored.call, person);
  if (side === null || (side === 'callee' && stored.hiddenFromCallee))
    throw new CardeaError('call_not_found');
  return side;
}

function isTalk(call: Call): boolean {
  return call.state.phase === 'connecting' || call.state.phase === 'connected';
}

// The machine may give an equal record in a new object; writing that would only wake everybody up.
function isSame(one: Call, other: Call): boolean {
  return (
    one === other || (one.kind === other.kind && JSON.stringify(one.state) === JSON.stringify(other.state))
  );
}
