import * as z from 'zod';
import { Timestamp } from './ids.ts';

/** As `RTCIceServer` (W3C WebRTC 4.2.2). */
export const IceServer = z.object({
  urls: z.array(z.string()),
  username: z.string().optional(),
  credential: z.string().optional(),
});
export type IceServer = z.infer<typeof IceServer>;

/** Where this device finds the media gateway: a server of the Janus API. */
export const GatewayAccess = z.object({
  /** Of its WebSocket, `ws:` or `wss:`; or a path on the app's own origin. */
  url: z.string().min(1).max(2_000),
  /** The `token` of its requests; one that uses no tokens looks at none. */
  token: z.string().max(2_000),
});
export type GatewayAccess = z.infer<typeof GatewayAccess>;

export const IceConfiguration = z.object({
  iceServers: z.array(IceServer),
  /** `relay` where the person or the server wants relays only. */
  iceTransportPolicy: z.enum(['all', 'relay']),
  /** When the first of the credentials here ends, by the server's clock; `null` where there are none. */
  expiresAt: Timestamp.nullable(),
  /** The way for media that cannot go from one device to the other; `null` where the server has none. */
  gateway: GatewayAccess.nullable(),
});
export type IceConfiguration = z.infer<typeof IceConfiguration>;
