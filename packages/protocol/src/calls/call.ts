import * as z from 'zod';
import { CallId, DeviceId, PersonId, Timestamp } from '../ids.ts';

/** What the call shows: sound only, or pictures too. It can change during the call. */
export const CallKind = z.enum(['audio', 'video']);
export type CallKind = z.infer<typeof CallKind>;

/** The two ends of a direct call. The caller is one device; the callee is a person until a device answers. */
export const Side = z.enum(['caller', 'callee']);
export type Side = z.infer<typeof Side>;

/**
 * Why a call ended, the same for both ends.
 * "Answered elsewhere" is not among them: that is how a call that goes on looks from another device of the callee.
 */
export const EndReason = z.enum([
  /** Either end hung up after the call was answered. */
  'hung-up',
  /** The callee said no. */
  'declined',
  /** The callee was in a call and takes no second one. */
  'busy',
  /** Nobody answered in time. */
  'no-answer',
  /** The caller gave up before an answer. */
  'cancelled',
  /** No device of the callee was signed in. */
  'offline',
  /** Answered, but media could not connect, or both ends were lost. */
  'failed',
]);
export type EndReason = z.infer<typeof EndReason>;

/** Where the call stands. Each phase has only the fields that mean something in it. */
export const CallState = z.discriminatedUnion('phase', [
  /** The ring is on its way; no device of the callee has confirmed it. */
  z.object({ phase: z.literal('calling'), deadlineAt: Timestamp }),
  /** At least one device of the callee rings. */
  z.object({ phase: z.literal('ringing'), devices: z.array(DeviceId), deadlineAt: Timestamp }),
  /** Answered; media is being connected. */
  z.object({
    phase: z.literal('connecting'),
    answeredBy: DeviceId,
    answeredAt: Timestamp,
    deadlineAt: Timestamp,
  }),
  /** At least one end has media from the other. */
  z.object({
    phase: z.literal('connected'),
    answeredBy: DeviceId,
    answeredAt: Timestamp,
    connectedAt: Timestamp,
    /** Ends whose device has no connection to the server now. Their media may well go on. */
    away: z.array(Side),
    /** When the call is given up; `null` while at least one end is here. */
    deadlineAt: Timestamp.nullable(),
  }),
  z.object({
    phase: z.literal('ended'),
    reason: EndReason,
    /** Which end caused it; `server` for limits of time. */
    endedBy: z.enum(['caller', 'callee', 'server']),
    endedAt: Timestamp,
    answeredBy: DeviceId.nullable(),
    connectedAt: Timestamp.nullable(),
  }),
]);
export type CallState = z.infer<typeof CallState>;
export type CallPhase = CallState['phase'];

/** The record of a direct call: who, what, and where it stands. The server's copy is the truth. */
export const Call = z.object({
  id: CallId,
  kind: CallKind,
  caller: z.object({ personId: PersonId, deviceId: DeviceId }),
  calleeId: PersonId,
  createdAt: Timestamp,
  /**
   * Whether the two ends may exchange descriptions and candidates, and so addresses, while it rings.
   * True between contacts only.
   */
  preconnect: z.boolean(),
  state: CallState,
});
export type Call = z.infer<typeof Call>;

/** A finished call as one of its two people sees it. */
export const HistoryEntry = z.object({
  callId: CallId,
  withPersonId: PersonId,
  direction: z.enum(['outgoing', 'incoming']),
  kind: CallKind,
  startedAt: Timestamp,
  /** Talking time in milliseconds, 0 if it was never connected. */
  duration: z.int().min(0),
  result: EndReason,
  /** Incoming, not answered, and not yet looked at. */
  missedUnseen: z.boolean(),
});
export type HistoryEntry = z.infer<typeof HistoryEntry>;

/** Whether a finished call counts as missed for the callee. */
export function isMissed(reason: EndReason): boolean {
  return reason === 'no-answer' || reason === 'cancelled' || reason === 'busy' || reason === 'offline';
}
