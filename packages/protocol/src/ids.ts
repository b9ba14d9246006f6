import * as z from 'zod';

const id = z
  .string()
  .min(8)
  .max(64)
  .regex(/^[A-Za-z0-9_-]+$/, 'an id has only letters, digits, "-" and "_"');

/** A person: a guest or an account. */
export const PersonId = id.brand<'PersonId'>();
export type PersonId = z.infer<typeof PersonId>;

/** One browser tab of a person. It survives reloads, and no two living tabs share one. */
export const DeviceId = id.brand<'DeviceId'>();
export type DeviceId = z.infer<typeof DeviceId>;

export const CallId = id.brand<'CallId'>();
export type CallId = z.infer<typeof CallId>;

/** Chosen by the sender, so that a message that travels twice arrives once. */
export const MessageId = id.brand<'MessageId'>();
export type MessageId = z.infer<typeof MessageId>;

export const TransferId = id.brand<'TransferId'>();
export type TransferId = z.infer<typeof TransferId>;

/** One RTCPeerConnection at one end. A new one (reload, other device) has a new id. */
export const PeerSessionId = id.brand<'PeerSessionId'>();
export type PeerSessionId = z.infer<typeof PeerSessionId>;

/** Something kept in the library. Chosen by the device that made it, so that an upload can be declared twice. */
export const ItemId = id.brand<'ItemId'>();
export type ItemId = z.infer<typeof ItemId>;

/** A link by which an item is shared. Not its token, which is a secret. */
export const LinkId = id.brand<'LinkId'>();
export type LinkId = z.infer<typeof LinkId>;

/** One recording that goes on in a call. */
export const RecordingId = id.brand<'RecordingId'>();
export type RecordingId = z.infer<typeof RecordingId>;

/** What one end of a call is registered as at the gateway: random, so that only who was told it can call it. */
export const GatewayName = id.min(22).brand<'GatewayName'>();
export type GatewayName = z.infer<typeof GatewayName>;

/** Milliseconds since 1970-01-01 UTC, by the server's clock unless said otherwise. */
export const Timestamp = z.int().min(0);
export type Timestamp = z.infer<typeof Timestamp>;

// The platform's own, in browsers and in Node; this package has neither's types.
declare const crypto: { getRandomValues(bytes: Uint8Array): Uint8Array };

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

/**
 * A new random id of 22 characters (132 bits), safe in URLs.
 * @param schema the branded schema of the id wanted, for example {@link CallId}
 */
export function newId<T>(schema: { parse(value: string): T }): T {
  const bytes = crypto.getRandomValues(new Uint8Array(22));
  let text = '';
  for (const byte of bytes) text += alphabet[byte & 63];
  return schema.parse(text);
}
