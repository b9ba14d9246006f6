import { randomBytes } from 'node:crypto';
import { signToken } from '@cardea/gateway';
import type { GatewayAccess } from '@cardea/protocol';

/** Where the app's own origin has the Janus API. */
export const gatewayPath = '/janus';

/** What signed-in people may attach to. */
const plugins = ['janus.plugin.echotest', 'janus.plugin.videocall'];

/** A secret of this process: tokens end with it, and whoever signs in again gets a new one. */
export function newTokenSecret(): string {
  return randomBytes(32).toString('base64url');
}

/** @param expiresAt milliseconds since 1970 */
export function gatewayAccess(secret: string, expiresAt: number): GatewayAccess {
  return { url: gatewayPath, token: signToken(secret, expiresAt / 1000, plugins) };
}
