import type { ClientCall, ServerState } from '@cardea/client';
import type { Side } from '@cardea/protocol';

/**
 * What is wrong with a call, for three different signs: `mine` a banner about one's own sound and picture,
 * `theirs` a hint on their picture, and the server alone, which the call does not need.
 */
export interface Trouble {
  media: 'mine' | 'theirs' | null;
  server: boolean;
}

/** @param frozen their picture should move and does not */
export function troubleOf(
  call: Pick<ClientCall, 'stage' | 'link' | 'record' | 'direction'>,
  connection: ServerState['connection'],
  frozen: boolean,
): Trouble {
  const server = connection === 'offline';
  if (call.stage !== 'connected') return { media: null, server };
  if (call.link !== 'reconnecting' && call.link !== 'failed')
    return { media: frozen ? 'theirs' : null, server };
  // The server has lost them too while it still hears us: then it is their network, not ours.
  return { media: !server && theyAreAway(call) ? 'theirs' : 'mine', server };
}

/** Whether the server, as last heard, has lost the other end. */
export function theyAreAway(call: Pick<ClientCall, 'record' | 'direction'>): boolean {
  const { state } = call.record;
  const them: Side = call.direction === 'outgoing' ? 'callee' : 'caller';
  return state.phase === 'connected' && state.away.includes(them);
}
