import type { RoomName } from '@cardea/protocol';
import { formatRoute } from '../app/route.ts';

/**
 * The address to send to others. A page opened as `localhost` is reachable by nobody else, so the server's
 * address in the network takes its place.
 */
export function roomLink(
  room: RoomName,
  origin: string,
  lanUrls: readonly string[],
): { url: string; localOnly: boolean } {
  const path = formatRoute({ page: 'room', room, name: null });
  const local = /^https?:\/\/(localhost|127\.|\[::1\])/.test(origin);
  const base = local ? (lanUrls[0] ?? origin) : origin;
  return { url: new URL(path, base).href, localOnly: local && lanUrls.length === 0 };
}
