import type { IceServer } from '@cardea/protocol';

/** Without the fields that are not there: browsers refuse `undefined` in their place. */
export function toRtcIceServers(servers: readonly IceServer[]): RTCIceServer[] {
  return servers.map(({ urls, username, credential }) => ({
    urls,
    ...(username !== undefined && { username }),
    ...(credential !== undefined && { credential }),
  }));
}
