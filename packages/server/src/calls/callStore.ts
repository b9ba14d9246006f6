import {
  CallState,
  deadlineOf,
  isMissed,
  type Call,
  type CallId,
  type DeviceId,
  type PersonId,
} from '@cardea/protocol';
import type { Selectable } from 'kysely';
import { pairOf } from '../storage/pair.ts';
import type { Database } from '../storage/storage.ts';
import type { CallsTable } from '../storage/tables.ts';

/** A call as it is in the database. */
export interface StoredCall {
  call: Call;
  /** For compare-and-swap. */
  version: number;
  /** When at least one end was last known to be here, milliseconds. */
  seenAt: number;
  missedUnseen: boolean;
  hiddenFromCallee: boolean;
}

export const storedCallColumns = [
  'id',
  'kind',
  'caller_id',
  'caller_device',
  'callee_id',
  'created_at',
  'preconnect',
  'state',
  'version',
  'seen_at',
  'missed_unseen',
  'hidden_from_callee',
] as const;

export function toStoredCall(
  row: Pick<Selectable<CallsTable>, (typeof storedCallColumns)[number]>,
): StoredCall {
  return {
    call: {
      id: row.id,
      kind: row.kind,
      caller: { personId: row.caller_id, deviceId: row.caller_device },
      calleeId: row.callee_id,
      createdAt: row.created_at,
      preconnect: row.preconnect === 1,
      state: CallState.parse(JSON.parse(row.state)),
    },
    version: row.version,
    seenAt: row.seen_at,
    missedUnseen: row.missed_unseen === 1,
    hiddenFromCallee: row.hidden_from_callee === 1,
  };
}

function stateColumns(call: Call): Pick<CallsTable, 'state' | 'phase' | 'deadline_at' | 'open_pair'> {
  return {
    state: JSON.stringify(call.state),
    phase: call.state.phase,
    deadline_at: deadlineOf(call.state),
    open_pair: call.state.phase === 'ended' ? null : pairOf(call.caller.personId, call.calleeId),
  };
}

/** @throws a unique violation if the id exists, or if the two people have a call that goes on */
export async function insertCall(
  db: Database,
  call: Call,
  options: { hiddenFromCallee: boolean },
): Promise<StoredCall> {
  const missed = call.state.phase === 'ended' && isMissed(call.state.reason) && !options.hiddenFromCallee;
  await db
    .insertInto('calls')
    .values({
      id: call.id,
      kind: call.kind,
      caller_id: call.caller.personId,
      caller_device: call.caller.deviceId,
      callee_id: call.calleeId,
      created_at: call.createdAt,
      preconnect: call.preconnect ? 1 : 0,
      ...stateColumns(call),
      version: 1,
      seen_at: call.createdAt,
      missed_unseen: missed ? 1 : 0,
      hidden_from_caller: 0,
      hidden_from_callee: options.hiddenFromCallee ? 1 : 0,
    })
    .execute();
  const { hiddenFromCallee } = options;
  return { call, version: 1, seenAt: call.createdAt, missedUnseen: missed, hiddenFromCallee };
}

export async function findCall(db: Database, id: CallId): Promise<StoredCall | null> {
  const row = await db.selectFrom('calls').select(storedCallColumns).where('id', '=', id).executeTakeFirst();
  return row === undefined ? null : toStoredCall(row);
}

/**
 * Writes the next record of a call, if nobody has written one since `before` was read.
 * @param contactAt when an end was certainly here, if this change says so
 * @returns what is stored now, or `null` if somebody was faster
 */
export async function replaceCall(
  db: Database,
  before: StoredCall,
  call: Call,
  contactAt: number | null,
): Promise<StoredCall | null> {
  const { state } = call;
  const seenAt = Math.max(contactAt ?? 0, before.seenAt);
  const missed = state.phase === 'ended' && isMissed(state.reason);
  const result = await db
    .updateTable('calls')
    .set({
      kind: call.kind,
      ...stateColumns(call),
      version: before.version + 1,
      seen_at: seenAt,
      missed_unseen: missed ? 1 : 0,
    })
    .where('id', '=', call.id)
    .where('version', '=', before.version)
    .executeTakeFirst();
  if (result.numUpdatedRows === 0n) return null;
  return { ...before, call, version: before.version + 1, seenAt, missedUnseen: missed };
}

/** Calls of any of these people that are not over, oldest first. */
export async function openCallsOf(db: Database, people: readonly PersonId[]): Promise<StoredCall[]> {
  const rows = await db
    .selectFrom('calls')
    .select(storedCallColumns)
    .where('open_pair', 'is not', null)
    .where((where) => where.or([where('caller_id', 'in', people), where('callee_id', 'in', people)]))
    .orderBy('created_at')
    .execute();
  return rows.map(toStoredCall);
}

/** Every call that is not over, in portions, oldest id first. */
export async function openCallsAfter(db: Database, id: string, limit: number): Promise<StoredCall[]> {
  const rows = await db
    .selectFrom('calls')
    .select(storedCallColumns)
    .where('open_pair', 'is not', null)
    .where('id', '>', id as CallId)
    .orderBy('id')
    .limit(limit)
    .execute();
  return rows.map(toStoredCall);
}

/** Ids of calls whose deadline is over, the longest overdue first. */
export async function overdueCalls(db: Database, at: number, limit: number): Promise<CallId[]> {
  const rows = await db
    .selectFrom('calls')
    .select('id')
    .where('deadline_at', 'is not', null)
    .where('deadline_at', '<=', at)
    .orderBy('deadline_at')
    .limit(limit)
    .execute();
  return rows.map((row) => row.id);
}

/** Those of the people who talk, or are about to. */
export async function peopleInCalls(db: Database, people: readonly PersonId[]): Promise<Set<PersonId>> {
  if (people.length === 0) return new Set();
  const rows = await db
    .selectFrom('calls')
    .select(['caller_id', 'callee_id'])
    .where('open_pair', 'is not', null)
    .where('phase', 'in', ['connecting', 'connected'])
    .where((where) => where.or([where('caller_id', 'in', people), where('callee_id', 'in', people)]))
    .execute();
  return new Set(rows.flatMap((row) => [row.caller_id, row.callee_id]));
}

/** Notes that all connected calls with an end present are in contact now. */
export async function noteContact(db: Database, at: number): Promise<void> {
  await db
    .updateTable('calls')
    .set({ seen_at: at })
    .where('open_pair', 'is not', null)
    .where('phase', '=', 'connected')
    .where('deadline_at', 'is', null)
    .execute();
}

/** How many calls are in each phase that is not the end. */
export async function countOpenCalls(db: Database): Promise<Map<string, number>> {
  const rows = await db
    .selectFrom('calls')
    .select((select) => ['phase', select.fn.countAll<number>().as('calls')])
    .where('open_pair', 'is not', null)
    .groupBy('phase')
    .execute();
  return new Map(rows.map((row) => [row.phase, row.calls]));
}

/** Which end a device of a person is, or `null` if the person has no part in the call. */
export function sideOf(call: Call, person: PersonId): 'caller' | 'callee' | null {
  if (call.caller.personId === person) return 'caller';
  return call.calleeId === person ? 'callee' : null;
}

export function otherPerson(call: Call, person: PersonId): PersonId {
  return call.caller.personId === person ? call.calleeId : call.caller.personId;
}

/** Whether it is this device that talks, or would, in the call. */
export function usesDevice(call: Call, person: PersonId, device: DeviceId): boolean {
  if (call.caller.personId === person) return call.caller.deviceId === device;
  const { state } = call;
  return call.calleeId === person && 'answeredBy' in state && state.answeredBy === device;
}
