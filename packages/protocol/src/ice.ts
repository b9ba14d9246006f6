import * as z from 'zod';
import { Timestamp } from './ids.ts';

/** As `RTCIceServer` (W3C WebRTC 4.2.2). */
export const IceServer = z.object({
  urls: z.array(z.string()),
  username: z.string().optional(),
  credential: z.string().optional(),
});
export type IceServer = z.infer<typeof IceServer>;

export const IceConfiguration = z.object({
  iceServers: z.array(IceServer),
  /** `relay` where the person or the server wants relays only. */
  iceTransportPolicy: z.enum(['all', 'relay']),
  /** When the relay credentials end, by the server's clock; `null` where there are none. */
  expiresAt: Timestamp.nullable(),
});
export type IceConfiguration = z.infer<typeof IceConfiguration>;
