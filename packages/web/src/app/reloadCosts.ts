import type { CallsState, ChatState } from '@cardea/client';

/**
 * Whether a reload that nobody asked for would take something away: a call is interrupted for a moment, and what is
 * only in this page's memory is gone.
 */
export function reloadCosts(
  { calls }: Pick<CallsState, 'calls'>,
  { open }: Pick<ChatState, 'open'>,
  hasDraft: boolean,
): boolean {
  return (
    hasDraft ||
    calls.some(({ stage }) => stage !== 'ended') ||
    [...open.values()].some(({ messages }) =>
      messages.some(({ transfer }) => transfer?.direction === 'down' && transfer.url !== null),
    )
  );
}
