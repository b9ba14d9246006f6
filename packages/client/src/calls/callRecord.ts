import type { Call, CallState, DeviceId, PersonId, Side } from '@cardea/protocol';
import type { CallEnd, CallStage } from '../api.ts';

/** Who this device is. */
export interface Self {
  person: PersonId;
  device: DeviceId;
}

const rank = { calling: 0, ringing: 0, connecting: 1, connected: 2, ended: 3 } as const satisfies Record<
  CallState['phase'],
  number
>;

/** A call between two devices of one person cannot be, so the caller's device decides. */
export function sideOf(call: Call, self: Self): Side {
  return call.caller.personId === self.person ? 'caller' : 'callee';
}

/** The device that answered, if any. */
export function answeredBy(call: Call): DeviceId | null {
  const { state } = call;
  return state.phase === 'calling' || state.phase === 'ringing' ? null : state.answeredBy;
}

/**
 * Joins the server's record with what this end has done already and the server may not know yet.
 * The server's word wins, except that it never takes a call back to a phase this end has left: that is only an older
 * state still on its way. An answer by another device than this end believed is news, not the past.
 */
export function mergeRecord(mine: Call, servers: Call): Call {
  const here = mine.state;
  const there = servers.state;
  if (there.phase === 'ended') return servers;
  if (here.phase === 'ended') return mine;
  const answered = answeredBy(servers);
  if (answered !== null && answeredBy(mine) !== null && answered !== answeredBy(mine)) return servers;
  return rank[there.phase] < rank[here.phase] ? { ...servers, state: here } : servers;
}

/** Whether this device is one that talks in the call, or may still become one. */
export function isMine(call: Call, self: Self): boolean {
  if (sideOf(call, self) === 'caller') return call.caller.deviceId === self.device;
  const answered = answeredBy(call);
  return answered === null || answered === self.device;
}

/** The other device that talks, as soon as it is known. */
export function otherDevice(call: Call, self: Self): DeviceId | null {
  return sideOf(call, self) === 'caller' ? answeredBy(call) : call.caller.deviceId;
}

/** Where the call stands as seen from this device. */
export function stageOf(call: Call, self: Self): CallStage {
  const { state } = call;
  if (state.phase === 'ended') return 'ended';
  if (sideOf(call, self) === 'callee') {
    if (answeredBy(call) === null) return 'incoming';
    if (!isMine(call, self)) return 'ended';
  }
  return state.phase;
}

/** How it ended for this device, `null` while it has not. */
export function endOf(call: Call, self: Self): CallEnd | null {
  const { state } = call;
  const side = sideOf(call, self);
  if (side === 'callee' && answeredBy(call) !== null && !isMine(call, self)) {
    return { reason: 'answered-elsewhere', byMe: true, duration: 0 };
  }
  if (state.phase !== 'ended') return null;
  const duration = state.connectedAt === null ? 0 : Math.max(0, state.endedAt - state.connectedAt);
  return { reason: state.reason, byMe: state.endedBy === side, duration };
}

/** Whether the other end has no connection to the server now. */
export function isOtherAway(call: Call, self: Self): boolean {
  const other: Side = sideOf(call, self) === 'caller' ? 'callee' : 'caller';
  return call.state.phase === 'connected' && call.state.away.includes(other);
}
