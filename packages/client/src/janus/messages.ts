import * as z from 'zod';

/* What a server of the Janus API says. Unknown fields are dropped, as the API may gain some. */

/** Largest message taken from a server, UTF-16 code units. */
export const longestMessage = 1024 * 1024;

const id = z.int().min(1);
const text = z.string().max(2_000);

/** A session description with what Janus says about it. */
export const Jsep = z.object({
  type: z.enum(['offer', 'answer']),
  sdp: z.string().max(longestMessage),
  /** In a request: an ICE restart. */
  restart: z.boolean().optional(),
});
export type Jsep = z.infer<typeof Jsep>;

const PluginData = z.object({ plugin: text, data: z.record(z.string(), z.unknown()) });
export type PluginData = z.infer<typeof PluginData>;

const inSession = { session_id: id.optional() };
const answer = { ...inSession, transaction: text };
const ofHandle = { ...inSession, sender: id };

/** Any message of the server, by its `janus` field. */
export const ServerMessage = z.discriminatedUnion('janus', [
  z.object({ janus: z.literal('ack'), ...answer }),
  z.object({
    janus: z.literal('success'),
    ...answer,
    sender: id.optional(),
    data: z.object({ id }).optional(),
    plugindata: PluginData.optional(),
  }),
  z.object({
    janus: z.literal('error'),
    ...inSession,
    transaction: text.optional(),
    error: z.object({ code: z.int(), reason: text }),
  }),
  z.object({ janus: z.literal('pong'), transaction: text }),
  z.object({
    janus: z.literal('server_info'),
    transaction: text,
    name: text.optional(),
    version_string: text.optional(),
    /** Seconds; 0: never. */
    'session-timeout': z.int().min(0),
    /** Seconds; 0: a session ends with its connection. */
    'reclaim-session-timeout': z.int().min(0),
  }),
  z.object({
    janus: z.literal('event'),
    ...ofHandle,
    transaction: text.optional(),
    plugindata: PluginData,
    jsep: Jsep.optional(),
  }),
  z.object({ janus: z.literal('webrtcup'), ...ofHandle }),
  z.object({
    janus: z.literal('media'),
    ...ofHandle,
    mid: text.optional(),
    type: z.enum(['audio', 'video']),
    substream: z.int().optional(),
    receiving: z.boolean(),
    seconds: z.number().optional(),
  }),
  z.object({
    janus: z.literal('slowlink'),
    ...ofHandle,
    mid: text.optional(),
    media: z.enum(['audio', 'video']),
    /** As the server sees it: `true` says that what it sends here gets lost. */
    uplink: z.boolean(),
    lost: z.int().min(0),
  }),
  z.object({ janus: z.literal('hangup'), ...ofHandle, reason: text.optional() }),
  z.object({ janus: z.literal('ice-failed'), ...ofHandle }),
  z.object({ janus: z.literal('detached'), ...ofHandle }),
  z.object({
    janus: z.literal('trickle'),
    ...ofHandle,
    candidate: z.object({
      candidate: text.optional(),
      sdpMid: text.optional(),
      sdpMLineIndex: z.int().min(0).optional(),
      completed: z.boolean().optional(),
    }),
  }),
  z.object({ janus: z.literal('timeout'), session_id: id }),
  z.object({ janus: z.literal('keepalive') }),
]);
export type ServerMessage = z.infer<typeof ServerMessage>;
export type MessageOf<J extends ServerMessage['janus']> = Extract<ServerMessage, { janus: J }>;
/** Messages about one handle that nobody asked for, and late answers of its plugin. */
export type HandleMessage = Extract<ServerMessage, { sender: number }>;
