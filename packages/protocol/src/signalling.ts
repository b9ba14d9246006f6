import * as z from 'zod';
import { Call, CallKind, HistoryEntry } from './calls/call.ts';
import { Conversation, Message, MessageBody } from './chat.ts';
import type { ErrorBody } from './errors.ts';
import { IceConfiguration } from './ice.ts';
import { CallId, DeviceId, ItemId, MessageId, PeerSessionId, PersonId, Timestamp } from './ids.ts';
import { LibraryItem } from './library.ts';
import { limits } from './limits.ts';
import { PeerSignal } from './peerMessages.ts';
import { Activity, Contact, Person, PersonSettings, Presence } from './people.ts';
import { Room, RoomName } from './rooms.ts';

/** Path of the signalling socket (socket.io) on the app's own origin. */
export const signallingPath = '/signalling';

/** What a device says of itself when its socket connects (`auth` of the socket.io handshake). */
export const Handshake = z.strictObject({ device: DeviceId, activity: Activity });
export type Handshake = z.infer<typeof Handshake>;

const nothing = z.strictObject({});
const done = z.object({});

/**
 * Requests of a client, each acknowledged with `{ ok: true, data }` or `{ ok: false, error }`.
 * `request` is checked by the server, `response` documents and types the answer.
 */
export const socketRequests = {
  /** Whether this tab is used or in the background; decides between online and away. */
  'presence:activity': { request: z.strictObject({ activity: Activity }), response: done },

  /** People whose name begins with the text; at most 20. */
  'people:search': {
    request: z.strictObject({ text: z.string().min(1).max(limits.nameLength) }),
    response: z.object({ people: z.array(Person) }),
  },
  'people:get': {
    request: z.strictObject({ ids: z.array(PersonId).min(1).max(100) }),
    response: z.object({ people: z.array(Person) }),
  },
  'settings:set': { request: PersonSettings.partial(), response: z.object({ settings: PersonSettings }) },

  /** Asks somebody to be a contact; if they asked already, it is agreed at once. */
  'contacts:ask': { request: z.strictObject({ person: PersonId }), response: z.object({ contact: Contact }) },
  'contacts:accept': {
    request: z.strictObject({ person: PersonId }),
    response: z.object({ contact: Contact }),
  },
  /** Removes a contact, withdraws or declines a request, or lifts a block. */
  'contacts:remove': { request: z.strictObject({ person: PersonId }), response: done },
  /** From now on this person can neither ring nor write nor see presence. */
  'contacts:block': {
    request: z.strictObject({ person: PersonId }),
    response: z.object({ contact: Contact }),
  },

  /**
   * Rings a person. `offer` is delivered with the ring to the device of the callee that was used last, and only
   * between contacts; `offeredTo` says to which one. If the callee is ringing the caller at this moment, the answer
   * is that call, already accepted by this device (`glare: true`).
   */
  'call:ring': {
    request: z.strictObject({
      call: CallId,
      person: PersonId,
      kind: CallKind,
      offer: z.strictObject({ from: PeerSessionId, sdp: z.string().max(limits.sdpLength) }).nullable(),
    }),
    response: z.object({ call: Call, offeredTo: DeviceId.nullable(), glare: z.boolean() }),
  },
  /** This device shows and sounds the ring. */
  'call:ringing': { request: z.strictObject({ call: CallId }), response: z.object({ call: Call }) },
  'call:accept': { request: z.strictObject({ call: CallId }), response: z.object({ call: Call }) },
  /** Cancels, declines or hangs up, whichever it is by then. */
  'call:hangup': { request: z.strictObject({ call: CallId }), response: z.object({ call: Call }) },
  /** Media from the other end is here. */
  'call:connected': { request: z.strictObject({ call: CallId }), response: z.object({ call: Call }) },
  /** This end gives up on media. */
  'call:failed': { request: z.strictObject({ call: CallId }), response: z.object({ call: Call }) },
  'call:kind': {
    request: z.strictObject({ call: CallId, kind: CallKind }),
    response: z.object({ call: Call }),
  },
  'call:signal': {
    request: z.strictObject({ call: CallId, to: DeviceId, signal: PeerSignal }),
    response: done,
  },

  /** Newest first; `before` is the `startedAt` of the last entry known. */
  'history:list': {
    request: z.strictObject({ before: Timestamp.optional() }),
    response: z.object({ entries: z.array(HistoryEntry), people: z.array(Person), more: z.boolean() }),
  },
  /** The missed calls up to now have been looked at. */
  'history:seen': { request: nothing, response: done },
  'history:remove': { request: z.strictObject({ call: CallId }), response: done },

  'chat:conversations': { request: nothing, response: z.object({ conversations: z.array(Conversation) }) },
  /** Newest page first, oldest message first within it. */
  'chat:list': {
    request: z.strictObject({ person: PersonId, before: Timestamp.optional() }),
    response: z.object({ messages: z.array(Message), more: z.boolean() }),
  },
  /**
   * Stores a message and passes it on. The same id again changes nothing and gives the same answer.
   * `delivered` is true if the receiver has confirmed it over the data channel already.
   */
  'chat:send': {
    request: z.strictObject({
      id: MessageId,
      to: PersonId,
      body: MessageBody,
      sentAt: Timestamp,
      delivered: z.boolean(),
    }),
    response: z.object({ message: Message }),
  },
  'chat:receipt': {
    request: z.strictObject({
      person: PersonId,
      ids: z.array(MessageId).min(1).max(200),
      state: z.enum(['delivered', 'read']),
    }),
    response: done,
  },
  'chat:typing': { request: z.strictObject({ person: PersonId, typing: z.boolean() }), response: done },

  /** A device is in one room at a time; entering another leaves the first. */
  'room:enter': { request: z.strictObject({ room: RoomName }), response: z.object({ room: Room }) },
  'room:leave': { request: nothing, response: done },

  /** Fresh relay credentials; the server also sends them by itself before they end. */
  'ice:get': { request: nothing, response: z.object({ ice: IceConfiguration }) },
} as const;

export type SocketRequests = typeof socketRequests;
export type SocketRequestName = keyof SocketRequests;
export type RequestOf<N extends SocketRequestName> = z.infer<SocketRequests[N]['request']>;
export type ResponseOf<N extends SocketRequestName> = z.infer<SocketRequests[N]['response']>;
export type Acknowledgement<T> = { ok: true; data: T } | { ok: false; error: ErrorBody };

/** What the server tells a device by itself. */
export const socketEvents = {
  /** First event on every connection and reconnection: everything a client needs to draw its first screen. */
  welcome: z.object({
    me: Person,
    settings: PersonSettings,
    contacts: z.array(Contact),
    /** Calls that this device is part of or that ring here, after a reload or a reconnection too. */
    calls: z.array(z.object({ call: Call, person: Person })),
    conversations: z.array(Conversation),
    missedCalls: z.int().min(0),
    ice: IceConfiguration,
    /** Server's clock, to correct one's own for timers. */
    serverTime: Timestamp,
  }),
  /** Another device signed this person out, or the session has ended. */
  'session:ended': z.object({}),
  /** One's own name, picture, kind or settings changed (perhaps on another device). */
  'me:changed': z.object({ me: Person, settings: PersonSettings }),
  'presence:changed': z.object({ person: PersonId, presence: Presence }),
  /** A contact is new or changed, its person's name and picture included. */
  'contacts:changed': z.object({ contact: Contact }),
  'contacts:removed': z.object({ person: PersonId }),
  /** A ring. `offer` is there if this device may prepare the connection. */
  'call:incoming': z.object({
    call: Call,
    person: Person,
    offer: z.object({ from: PeerSessionId, sdp: z.string() }).nullable(),
  }),
  /** The record changed; sent to every device of both people that it concerns. */
  'call:updated': z.object({ call: Call }),
  'call:signal': z.object({ call: CallId, from: DeviceId, signal: PeerSignal }),
  /** A finished call is in the history. */
  'history:added': z.object({ entry: HistoryEntry, person: Person }),
  /** How many missed calls are unseen now (seen on another device, say). */
  'history:missed': z.object({ count: z.int().min(0) }),
  /** A message to or from me, on every device of mine but the one that sent it. */
  'chat:message': z.object({ message: Message, person: Person }),
  'chat:receipt': z.object({
    person: PersonId,
    ids: z.array(MessageId),
    state: z.enum(['delivered', 'read']),
    at: Timestamp,
    /** Whose messages they are: mine (the other has them) or theirs (another device of mine read them). */
    messagesOf: z.enum(['me', 'them']),
  }),
  'chat:typing': z.object({ person: PersonId, typing: z.boolean() }),
  'room:changed': z.object({ room: Room }),
  /** An item is new, changed, or may be seen from now on. */
  'library:changed': z.object({ item: LibraryItem }),
  /** It was deleted, or is shared no longer. */
  'library:removed': z.object({ item: ItemId }),
  ice: z.object({ ice: IceConfiguration }),
} as const;

export type SocketEvents = typeof socketEvents;
export type SocketEventName = keyof SocketEvents;
export type EventOf<N extends SocketEventName> = z.infer<SocketEvents[N]>;

/** Typed maps for socket.io's generics. */
export type ClientToServer = {
  [N in SocketRequestName]: (
    request: RequestOf<N>,
    acknowledge: (answer: Acknowledgement<ResponseOf<N>>) => void,
  ) => void;
};
export type ServerToClient = { [N in SocketEventName]: (event: EventOf<N>) => void };
