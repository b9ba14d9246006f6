import type { CallId, DeviceId, PersonId, Timestamp } from '../ids.ts';
import type { ErrorCode } from '../errors.ts';
import type { Call, CallKind, CallState, EndReason, Side } from './call.ts';

/**
 * The life of a direct call as one pure function, run by the server (whose result is the truth) and by both
 * ends (to answer a click at once, and to go on while the server is away).
 *
 * ```
 *            ringing            accept            connected
 *  calling ──────────▶ ringing ────────▶ connecting ────────▶ connected
 *     │ accept ─────────────────────────────▲  │                  │
 *     └──────┬───────────┴────────────┬────────┴──────────────────┘
 *            ▼                        ▼
 *   cancelled, declined,      failed, hung-up
 *   no-answer, busy, offline
 * ```
 *
 * Every phase but `ended` either has a deadline or has an end present that can hang up, so no call lasts for ever.
 */

/** Times in milliseconds. */
export interface CallTimes {
  /** From ring to "no answer". */
  ring: number;
  /** From answer to "failed", if no end reports media. */
  connect: number;
  /** How long a call waits for a caller who vanished while it rang, or for both ends lost while connected. */
  grace: number;
}

export const defaultCallTimes: CallTimes = { ring: 45_000, connect: 30_000, grace: 30_000 };

/** What happens to a call. `at` is the time by the clock of whoever applies it. */
export type CallEvent =
  /** A device of the callee shows and sounds the ring. */
  | { type: 'ringing'; device: DeviceId; at: Timestamp }
  | { type: 'accept'; device: DeviceId; at: Timestamp }
  /** The person at one end wants it over: cancels, declines or hangs up, whichever it is by then. */
  | { type: 'hangup'; side: Side; device: DeviceId; at: Timestamp }
  /** An end has media from the other. */
  | { type: 'connected'; side: Side; device: DeviceId; at: Timestamp }
  /** An end gave up on media. */
  | { type: 'failed'; side: Side; device: DeviceId; at: Timestamp }
  /** The connection of a device to the server is lost, or is back. */
  | { type: 'away'; side: Side; device: DeviceId; at: Timestamp }
  | { type: 'back'; side: Side; device: DeviceId; at: Timestamp }
  /** Voice ↔ video. */
  | { type: 'kind'; kind: CallKind; side: Side; device: DeviceId; at: Timestamp }
  /** Time has passed; only moves a call whose deadline is over. */
  | { type: 'tick'; at: Timestamp };

export type CallRefusal = {
  refused: Extract<ErrorCode, 'call_over' | 'answered_elsewhere' | 'wrong_call_state' | 'not_allowed'>;
};

/** Either the next record (the same object when nothing changed) or why the event is refused. */
export type CallResult = { call: Call } | CallRefusal;

export interface NewCall {
  id: CallId;
  kind: CallKind;
  caller: { personId: PersonId; deviceId: DeviceId };
  calleeId: PersonId;
  preconnect: boolean;
  at: Timestamp;
}

/**
 * A call as it begins.
 * @param callee how the callee is found: `reachable` rings; `busy` and `offline` end the call at once, for the history
 */
export function startCall(
  call: NewCall,
  callee: 'reachable' | 'busy' | 'offline',
  times: CallTimes = defaultCallTimes,
): Call {
  const { at, ...record } = call;
  const state: CallState =
    callee === 'reachable'
      ? { phase: 'calling', deadlineAt: at + times.ring }
      : ended(callee, callee === 'busy' ? 'callee' : 'server', at);
  return { ...record, createdAt: at, state };
}

/** When {@link nextCall} has to be called with a `tick` at the latest, or `null` if time alone changes nothing. */
export function deadlineOf(state: CallState): Timestamp | null {
  return state.phase === 'ended' ? null : state.deadlineAt;
}

/** Whether a device is one of the two that talk, or, before an answer, one that may still matter. */
export function isPartOf(call: Call, side: Side, device: DeviceId): boolean {
  if (side === 'caller') return call.caller.deviceId === device;
  const { state } = call;
  switch (state.phase) {
    case 'calling':
    case 'ringing':
      return true;
    case 'connecting':
    case 'connected':
      return state.answeredBy === device;
    case 'ended':
      return state.answeredBy === null || state.answeredBy === device;
  }
}

/**
 * Applies one event.
 * @returns the new record, the same record if the event changes nothing (repeated, late but harmless), or a refusal
 */
export function nextCall(call: Call, event: CallEvent, times: CallTimes = defaultCallTimes): CallResult {
  const { state } = call;
  if ('side' in event && event.side === 'caller' && event.device !== call.caller.deviceId) {
    return { refused: 'not_allowed' };
  }
  switch (state.phase) {
    case 'calling':
    case 'ringing':
      return beforeAnswer(call, state, event, times);
    case 'connecting':
    case 'connected':
      return afterAnswer(call, state, event, times);
    case 'ended':
      return afterEnd(call, state, event);
  }
}

type Unanswered = Extract<CallState, { phase: 'calling' | 'ringing' }>;
type Answered = Extract<CallState, { phase: 'connecting' | 'connected' }>;
type Ended = Extract<CallState, { phase: 'ended' }>;

function beforeAnswer(call: Call, state: Unanswered, event: CallEvent, times: CallTimes): CallResult {
  switch (event.type) {
    case 'ringing': {
      const devices = state.phase === 'ringing' ? state.devices : [];
      if (devices.includes(event.device)) return { call };
      return to(call, {
        phase: 'ringing',
        devices: [...devices, event.device],
        deadlineAt: state.deadlineAt,
      });
    }
    case 'accept':
      return to(call, {
        phase: 'connecting',
        answeredBy: event.device,
        answeredAt: event.at,
        deadlineAt: event.at + times.connect,
      });
    case 'hangup':
      return to(call, ended(event.side === 'caller' ? 'cancelled' : 'declined', event.side, event.at));
    case 'failed':
      // The callee's device may fail to prepare (no WebRTC, say) while another device could still answer.
      return event.side === 'caller' ? to(call, ended('failed', 'caller', event.at)) : { call };
    case 'connected':
      // Media that is ready before the answer is how pre-connection looks; the record waits for the answer.
      return { call };
    case 'away':
      if (event.side === 'caller') {
        // A caller who reloads comes back within the grace; one who is gone must not ring on.
        return to(call, { ...state, deadlineAt: Math.min(state.deadlineAt, event.at + times.grace) });
      }
      return forgetDevice(call, state, event.device);
    case 'back':
      if (event.side === 'callee') return { call };
      return to(call, { ...state, deadlineAt: call.createdAt + times.ring });
    case 'kind':
      return { refused: 'wrong_call_state' };
    case 'tick':
      return event.at >= state.deadlineAt ? to(call, ended('no-answer', 'server', event.at)) : { call };
  }
}

function forgetDevice(call: Call, state: Unanswered, device: DeviceId): CallResult {
  if (state.phase === 'calling' || !state.devices.includes(device)) return { call };
  const devices = state.devices.filter((other) => other !== device);
  const { deadlineAt } = state;
  // A callee who reloads the page rings again, so the call waits for its deadline even with no device left.
  return to(
    call,
    devices.length > 0 ? { phase: 'ringing', devices, deadlineAt } : { phase: 'calling', deadlineAt },
  );
}

function afterAnswer(call: Call, state: Answered, event: CallEvent, times: CallTimes): CallResult {
  if (
    'device' in event &&
    ('side' in event ? event.side : 'callee') === 'callee' &&
    event.device !== state.answeredBy
  ) {
    // Another device of the callee: too late to answer, and what it says no longer matters.
    return event.type === 'away' || event.type === 'back' ? { call } : { refused: 'answered_elsewhere' };
  }
  switch (event.type) {
    case 'ringing':
    case 'accept':
      return { call };
    case 'hangup':
      return to(call, ended('hung-up', event.side, event.at, state));
    case 'failed':
      return to(call, ended('failed', event.side, event.at, state));
    case 'connected':
      if (state.phase === 'connected') return { call };
      return to(call, {
        phase: 'connected',
        answeredBy: state.answeredBy,
        answeredAt: state.answeredAt,
        connectedAt: event.at,
        away: [],
        deadlineAt: null,
      });
    case 'away': {
      if (state.phase === 'connecting' || state.away.includes(event.side)) return { call };
      const away: Side[] = [...state.away, event.side];
      return to(call, { ...state, away, deadlineAt: away.length === 2 ? event.at + times.grace : null });
    }
    case 'back':
      if (state.phase === 'connecting' || !state.away.includes(event.side)) return { call };
      return to(call, {
        ...state,
        away: state.away.filter((side) => side !== event.side),
        deadlineAt: null,
      });
    case 'kind':
      return event.kind === call.kind ? { call } : { call: { ...call, kind: event.kind } };
    case 'tick':
      return state.deadlineAt !== null && event.at >= state.deadlineAt
        ? to(call, ended('failed', 'server', event.at, state))
        : { call };
  }
}

function afterEnd(call: Call, state: Ended, event: CallEvent): CallResult {
  switch (event.type) {
    // Both ends may hang up at once, and an end that was away learns late: neither is an error.
    case 'hangup':
    case 'failed':
    case 'away':
    case 'back':
    case 'tick':
      return { call };
    case 'accept':
      if (state.answeredBy !== null && state.answeredBy !== event.device)
        return { refused: 'answered_elsewhere' };
      return { refused: 'call_over' };
    case 'ringing':
    case 'connected':
    case 'kind':
      return { refused: 'call_over' };
  }
}

function to(call: Call, state: CallState): CallResult {
  return { call: { ...call, state } };
}

function ended(reason: EndReason, endedBy: Side | 'server', at: Timestamp, answered?: Answered): Ended {
  return {
    phase: 'ended',
    reason,
    endedBy,
    endedAt: at,
    answeredBy: answered?.answeredBy ?? null,
    connectedAt: answered?.phase === 'connected' ? answered.connectedAt : null,
  };
}
