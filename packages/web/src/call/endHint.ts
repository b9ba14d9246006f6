import type { ClientCall } from '@cardea/client';

/** The sentence under an end's title: who did it, from this side. */
export function endHint(call: Pick<ClientCall, 'direction' | 'end'>) {
  const { end, direction } = call;
  if (end === null) return 'end.hint.hung-up';
  switch (end.reason) {
    case 'hung-up':
      return end.byMe ? 'end.hint.hung-up' : 'end.hint.hungUpByThem';
    case 'declined':
      return end.byMe ? 'end.hint.declinedByMe' : 'end.hint.declined';
    case 'cancelled':
      return end.byMe ? 'end.hint.cancelled' : 'end.hint.cancelledByThem';
    case 'no-answer':
      return direction === 'incoming' ? 'end.hint.missed' : 'end.hint.no-answer';
    case 'busy':
    case 'offline':
    case 'failed':
    case 'answered-elsewhere':
      return `end.hint.${end.reason}` as const;
  }
}
