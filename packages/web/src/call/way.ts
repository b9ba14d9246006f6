import type { ClientCall } from '@cardea/client';

/** How media travels, as people are told. */
export type Way = 'finding' | 'direct' | 'relayed' | 'gateway';

export function wayOf({ path, route }: Pick<ClientCall, 'path' | 'route'>): Way {
  return path.inUse === 'gateway' ? 'gateway' : (route ?? 'finding');
}
