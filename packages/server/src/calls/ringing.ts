import {
  CardeaError,
  limits,
  startCall,
  type Call,
  type DeviceId,
  type Person,
  type PersonId,
  type RequestOf,
} from '@cardea/protocol';
import { areContacts, relationOf, type Relation } from '../contacts/relation.ts';
import { getPeople, type KnownPerson } from '../people/personRecords.ts';
import { mostRecentlyUsed, type PresentDevice } from '../presence/presenceRegistry.ts';
import { isUniqueViolation, lockPeople } from '../storage/engineDifferences.ts';
import type { Database } from '../storage/storage.ts';
import type { CallDependencies } from './callDependencies.ts';
import type { CallRecords } from './callRecords.ts';
import { findCall, insertCall, openCallsOf, sideOf, usesDevice, type StoredCall } from './callStore.ts';

export interface Ringer {
  person: PersonId;
  device: DeviceId;
  /** When the device's socket came, milliseconds: calls it began before that were begun by an earlier page. */
  connectedAt: number;
}

export type RingAnswer = { call: Call; offeredTo: DeviceId | null; glare: boolean };

/** What a look at the database under a lock has led to. */
type Decision =
  | { type: 'placed'; stored: StoredCall; caller: Person; isContact: boolean }
  | { type: 'repeated'; stored: StoredCall }
  /** The other is ringing this one at the moment. */
  | { type: 'glare'; theirs: StoredCall }
  /** An earlier page of this device, or one that is gone, left a call with this person behind. */
  | { type: 'stale'; mine: StoredCall };

/** How often leftovers are cleared or a race is run again before giving up. */
const maxAttempts = 4;

/** Places calls. */
export class Ringing {
  readonly #on: CallDependencies;
  readonly #records: CallRecords;

  constructor(dependencies: CallDependencies, records: CallRecords) {
    this.#on = dependencies;
    this.#records = records;
  }

  /**
   * Rings. The same call id again gives the same answer, since an acknowledgement can be lost.
   * @throws CardeaError `cannot_ring_self`, `person_not_found`, `not_allowed`, `already_in_call`
   */
  async ring(ringer: Ringer, request: RequestOf<'call:ring'>): Promise<RingAnswer> {
    if (ringer.person === request.person) throw new CardeaError('cannot_ring_self');
    const devices = (await this.#on.registry.devicesOf([ringer.person, request.person])) as ReadonlyMap<
      PersonId,
      PresentDevice[]
    >;
    for (let attempt = 0; attempt < maxAttempts; attempt += 1) {
      const decision = await this.#decide(ringer, request, devices);
      switch (decision?.type) {
        case undefined:
          break;
        case 'placed':
          return this.#announce(decision, request, devices.get(request.person) ?? []);
        case 'repeated':
          return { call: decision.stored.call, offeredTo: null, glare: false };
        case 'glare': {
          const call = await this.#acceptTheirs(ringer, decision.theirs);
          if (call !== null) return { call, offeredTo: null, glare: true };
          break;
        }
        case 'stale':
          await this.#hangUp(ringer, decision.mine);
          break;
      }
    }
    throw new CardeaError('unavailable', { details: 'The two ring each other too fast.' });
  }

  /** @returns `null` if another ring of the same pair was faster: look again */
  async #decide(
    ringer: Ringer,
    request: RequestOf<'call:ring'>,
    devices: ReadonlyMap<PersonId, PresentDevice[]>,
  ): Promise<Decision | null> {
    const { storage } = this.#on;
    try {
      return await storage.db.transaction().execute(async (transaction) => {
        await lockPeople(storage, transaction, [ringer.person, request.person]);
        return this.#decideLocked(transaction, ringer, request, devices);
      });
    } catch (error) {
      if (!isUniqueViolation(error)) throw error;
      // Either the id is taken, perhaps by this very ring when it came the first time, or the pair was faster.
      const repeated = await findCall(storage.db, request.call);
      return repeated === null ? null : repeatOf(repeated, ringer, request);
    }
  }

  async #decideLocked(
    db: Database,
    ringer: Ringer,
    request: RequestOf<'call:ring'>,
    devices: ReadonlyMap<PersonId, PresentDevice[]>,
  ): Promise<Decision> {
    const people = await getPeople(db, [ringer.person, request.person]);
    const caller = people.get(ringer.person);
    const callee = people.get(request.person);
    if (caller === undefined || callee === undefined) throw new CardeaError('person_not_found');
    const relation = await relationOf(db, ringer.person, request.person);
    if (relation.mine === 'blocked') {
      throw new CardeaError('not_allowed', { details: 'Lift the block first.' });
    }
    const open = await openCallsOf(db, [ringer.person, request.person]);
    const between = open.find(({ call }) => sideOf(call, ringer.person) && sideOf(call, request.person));
    if (between !== undefined) {
      return between.call.id === request.call
        ? repeatOf(between, ringer, request)
        : meet(between, ringer, devices);
    }
    const ofCaller = open.filter(({ call }) => sideOf(call, ringer.person) !== null).length;
    if (ofCaller >= limits.callsPerPerson) throw new CardeaError('already_in_call');

    const reachable = mayReach(relation, callee);
    const found =
      !reachable || !devices.has(request.person) ? 'offline' : isBusy(open, callee) ? 'busy' : 'reachable';
    const isContact = areContacts(relation);
    const call = startCall(
      {
        id: request.call,
        kind: request.kind,
        caller: { personId: ringer.person, deviceId: ringer.device },
        calleeId: request.person,
        preconnect: isContact,
        at: this.#on.now(),
      },
      found,
      this.#on.times,
    );
    const stored = await insertCall(db, call, { hiddenFromCallee: !reachable });
    return { type: 'placed', stored, caller: caller.person, isContact };
  }

  #announce(
    placed: Extract<Decision, { type: 'placed' }>,
    request: RequestOf<'call:ring'>,
    devices: readonly PresentDevice[],
  ): RingAnswer {
    const { stored, caller, isContact } = placed;
    const { call } = stored;
    if (call.state.phase === 'ended') {
      this.#records.announceEndedAtOnce(stored);
      return { call, offeredTo: null, glare: false };
    }
    const { notifier, log } = this.#on;
    const target = isContact && request.offer !== null ? mostRecentlyUsed(devices) : null;
    const everybody = { person: request.person };
    if (target === null) {
      notifier.tell(everybody, 'call:incoming', { call, person: caller, offer: null });
    } else {
      const preparing = { person: request.person, device: target.deviceId };
      notifier.tell(preparing, 'call:incoming', { call, person: caller, offer: request.offer });
      notifier.tell(everybody, 'call:incoming', { call, person: caller, offer: null }, preparing);
    }
    log.info({ call: call.id, caller: caller.id, callee: call.calleeId, phase: call.state.phase }, 'call');
    return { call, offeredTo: target?.deviceId ?? null, glare: false };
  }

  async #acceptTheirs(ringer: Ringer, theirs: StoredCall): Promise<Call | null> {
    try {
      const at = this.#on.now();
      return await this.#records.apply(theirs.call.id, { type: 'accept', device: ringer.device, at });
    } catch (error) {
      // It ended, or another device of mine answered, in this very moment: look again.
      if (error instanceof CardeaError && error.status === 409) return null;
      throw error;
    }
  }

  async #hangUp(ringer: Ringer, mine: StoredCall): Promise<void> {
    const side = sideOf(mine.call, ringer.person);
    if (side === null) return;
    const { state } = mine.call;
    const device =
      side === 'caller'
        ? mine.call.caller.deviceId
        : 'answeredBy' in state && state.answeredBy !== null
          ? state.answeredBy
          : ringer.device;
    await this.#records.apply(mine.call.id, { type: 'hangup', side, device, at: this.#on.now() });
  }
}

function repeatOf(stored: StoredCall, ringer: Ringer, request: RequestOf<'call:ring'>): Decision {
  const { caller, calleeId } = stored.call;
  const same =
    caller.personId === ringer.person && caller.deviceId === ringer.device && calleeId === request.person;
  if (!same) throw new CardeaError('not_allowed', { details: 'This id is of another call.' });
  return { type: 'repeated', stored };
}

/** There is a call between the two already. */
function meet(
  between: StoredCall,
  ringer: Ringer,
  devices: ReadonlyMap<PersonId, PresentDevice[]>,
): Decision {
  const { call } = between;
  const unanswered = call.state.phase === 'calling' || call.state.phase === 'ringing';
  if (unanswered && call.calleeId === ringer.person) return { type: 'glare', theirs: between };
  const mine = (devices.get(ringer.person) ?? []).find((device) =>
    usesDevice(call, ringer.person, device.deviceId),
  );
  const goneDevice = mine === undefined || mine.leftAt !== null;
  const earlierPage = usesDevice(call, ringer.person, ringer.device) && call.createdAt < ringer.connectedAt;
  if (goneDevice || earlierPage) return { type: 'stale', mine: between };
  throw new CardeaError('already_in_call');
}

function mayReach(relation: Relation, callee: KnownPerson): boolean {
  if (relation.theirs === 'blocked') return false;
  return callee.settings.reachableBy === 'everyone' || relation.theirs === 'accepted';
}

function isBusy(open: readonly StoredCall[], callee: KnownPerson): boolean {
  const theirs = open.filter(({ call }) => sideOf(call, callee.person.id) !== null).length;
  return theirs >= limits.callsPerPerson || (theirs > 0 && !callee.settings.callWaiting);
}
