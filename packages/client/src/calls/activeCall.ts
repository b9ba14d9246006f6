import type { CallId } from '@cardea/protocol';
import type { ClientCall } from '../api.ts';

/** The call on the screen: the newest that is answered or rings out and is not held; else an ended one to look at. */
export function activeOf(calls: readonly ClientCall[]): CallId | null {
  const going = calls.filter(({ stage }) => stage !== 'ended' && stage !== 'incoming');
  const active =
    going.findLast(({ heldByMe }) => !heldByMe) ??
    going.at(-1) ??
    calls.findLast(({ end }) => end !== null && end.reason !== 'answered-elsewhere');
  return active?.id ?? null;
}
