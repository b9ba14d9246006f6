import * as z from 'zod';
import { FileDescription, MessageBody } from './chat.ts';
import { GatewayName, MessageId, PeerSessionId, RecordingId, Timestamp, TransferId } from './ids.ts';
import { RecordingSubject } from './library.ts';
import { limits } from './limits.ts';

/**
 * The ways media can take between two devices: from one to the other (perhaps by way of a relay), or by way of a
 * media gateway.
 */
export const PathKind = z.enum(['mesh', 'gateway']);
export type PathKind = z.infer<typeof PathKind>;

/**
 * What two ends say to each other while they set media up. It travels through the server (`call:signal`),
 * which checks who may send it to whom and never looks inside the SDP.
 */
export const PeerSignal = z.discriminatedUnion('type', [
  z.strictObject({
    type: z.literal('description'),
    /** The sender's connection. An unknown one means that the sender has begun anew (reload). */
    from: PeerSessionId,
    /** The receiver's connection it answers to, `null` in a first offer. */
    to: PeerSessionId.nullable(),
    description: z.strictObject({
      type: z.enum(['offer', 'answer', 'rollback']),
      sdp: z.string().max(limits.sdpLength),
    }),
  }),
  z.strictObject({
    type: z.literal('candidate'),
    from: PeerSessionId,
    to: PeerSessionId.nullable(),
    /** `null` says that there are no more (RFC 8838). */
    candidate: z
      .strictObject({
        candidate: z.string().max(limits.candidateLength),
        sdpMid: z.string().max(64).nullable().optional(),
        sdpMLineIndex: z.int().min(0).max(255).nullable().optional(),
        usernameFragment: z.string().max(256).nullable().optional(),
      })
      .nullable(),
  }),
  /** Asks the caller's side for a new offer: the sender has reloaded or lost its connection. */
  z.strictObject({ type: z.literal('restart'), from: PeerSessionId }),
  /** The sender is registered at the gateway under this name, and takes calls of the name it was told itself. */
  z.strictObject({ type: z.literal('gateway'), from: PeerSessionId, name: GatewayName }),
  /**
   * The call moves to another path: with an even number to the mesh, with an odd one to the gateway. The highest counts.
   * `begin` has both ends make the path, `ready` says that the sender receives by it.
   */
  z.strictObject({
    type: z.literal('path'),
    number: z.int().min(0).max(1_000_000),
    step: z.enum(['begin', 'ready']),
  }),
]);
export type PeerSignal = z.infer<typeof PeerSignal>;

/** Roles of the four m-lines every peer connection has, in this order. They exist from the first offer on, so that
 * camera, screen and sound start and stop by `replaceTrack`, without a new offer. */
export const mediaRoles = ['microphone', 'camera', 'screen', 'screen-audio'] as const;
export const MediaRole = z.enum(mediaRoles);
export type MediaRole = z.infer<typeof MediaRole>;

/** What an end sends now. */
export const MediaSending = z.strictObject({
  microphone: z.boolean(),
  camera: z.boolean(),
  screen: z.boolean(),
  'screen-audio': z.boolean(),
  /** The end has put the call on hold: it sends nothing and plays nothing. */
  hold: z.boolean(),
});
export type MediaSending = z.infer<typeof MediaSending>;

/** JSON messages on the ordered, reliable data channel `cardea` (negotiated, id 0). */
export const PeerMessage = z.discriminatedUnion('type', [
  /**
   * First message of each end; `version` is 1. By way of a gateway, where an open channel does not say that the other
   * end is there, it is repeated until one comes; `heard` answers one.
   */
  z.strictObject({ type: z.literal('hello'), version: z.int(), heard: z.boolean().optional() }),
  /** The callee has accepted: told here too, because it is faster than by way of the server. */
  z.strictObject({ type: z.literal('accepted') }),
  z.strictObject({ type: z.literal('bye') }),
  z.strictObject({ type: z.literal('media'), sending: MediaSending }),
  /** Voice → video: asks the other to agree. */
  z.strictObject({ type: z.literal('video-request') }),
  z.strictObject({ type: z.literal('video-answer'), agreed: z.boolean() }),
  /**
   * What the sender records of the call, said again whenever the channel opens: `asking` waits for consent, `on` is
   * running since a time by the server's clock.
   */
  z.strictObject({
    type: z.literal('recording'),
    recording: z
      .strictObject({
        id: RecordingId,
        subject: RecordingSubject,
        state: z.enum(['asking', 'on']),
        since: Timestamp,
      })
      .nullable(),
  }),
  /** The answer to that, said again likewise. `refused` after `agreed` withdraws it, and ends the recording. */
  z.strictObject({
    type: z.literal('recording-consent'),
    id: RecordingId,
    consent: z.enum(['agreed', 'refused']),
  }),
  z.strictObject({ type: z.literal('chat'), id: MessageId, body: MessageBody, sentAt: Timestamp }),
  z.strictObject({
    type: z.literal('receipt'),
    ids: z.array(MessageId).max(200),
    state: z.enum(['delivered', 'read']),
  }),
  z.strictObject({ type: z.literal('typing'), typing: z.boolean() }),
  /** A file is offered; its bytes come on a data channel of their own labelled `file:TRANSFERID`. */
  z.strictObject({
    type: z.literal('file-offer'),
    transfer: TransferId,
    message: MessageId,
    file: FileDescription,
    sentAt: Timestamp,
  }),
  /** The receiver wants the bytes from `offset` on: 0 at first, more to resume. */
  z.strictObject({ type: z.literal('file-accept'), transfer: TransferId, offset: z.int().min(0) }),
  /** The receiver has so many bytes: the sender is never far ahead, because a server on the way keeps only a few. */
  z.strictObject({ type: z.literal('file-progress'), transfer: TransferId, received: z.int().min(0) }),
  /** Either end stops the transfer. */
  z.strictObject({
    type: z.literal('file-cancel'),
    transfer: TransferId,
    reason: z.enum(['cancelled', 'declined', 'failed', 'checksum']),
  }),
  /** All bytes are sent; the receiver compares. */
  z.strictObject({
    type: z.literal('file-end'),
    transfer: TransferId,
    sha256: z.string().regex(/^[0-9a-f]{64}$/),
  }),
  /** All bytes are here and the checksum agrees. */
  z.strictObject({ type: z.literal('file-received'), transfer: TransferId }),
]);
export type PeerMessage = z.infer<typeof PeerMessage>;
