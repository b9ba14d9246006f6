import { isMissed, type HistoryEntry } from '@cardea/protocol';

/** How a line of the history reads: the direction of its arrow and the word for its result. */
export type HistoryResult = {
  arrow: 'outgoing' | 'incoming' | 'missed';
  /** `null` for a call that was talked: its length says more. */
  word: 'missed' | 'declined' | 'noAnswer' | 'cancelled' | 'busy' | 'offline' | 'failed' | null;
};

export function historyResult(entry: Pick<HistoryEntry, 'direction' | 'result' | 'duration'>): HistoryResult {
  const { direction, result, duration } = entry;
  if (direction === 'incoming') {
    if (isMissed(result)) return { arrow: 'missed', word: 'missed' };
    if (result === 'declined') return { arrow: 'incoming', word: 'declined' };
    return { arrow: 'incoming', word: result === 'failed' && duration === 0 ? 'failed' : null };
  }
  switch (result) {
    case 'hung-up':
      return { arrow: 'outgoing', word: null };
    case 'failed':
      return { arrow: 'outgoing', word: duration === 0 ? 'failed' : null };
    case 'no-answer':
      return { arrow: 'outgoing', word: 'noAnswer' };
    case 'declined':
    case 'busy':
    case 'cancelled':
    case 'offline':
      return { arrow: 'outgoing', word: result };
  }
}
