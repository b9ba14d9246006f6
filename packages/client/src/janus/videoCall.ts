import * as z from 'zod';
import { Listeners } from '../listeners.ts';
import { describe, type Log } from '../log.ts';
import { JanusError } from './janusError.ts';
import type { JanusHandle } from './janusHandle.ts';
import type { JanusSession } from './janusSession.ts';
import type { Jsep } from './messages.ts';

/** Settings of one end of a Video Call; what is absent stays as it is. */
export interface VideoCallSettings {
  audio?: boolean;
  video?: boolean;
  /** bit/s this end may send; 0: no limit. */
  bitrate?: number;
  record?: boolean;
  filename?: string;
  /** Of the caller's simulcast: which layer this end gets, 0 is the lowest. */
  substream?: 0 | 1 | 2;
  temporal?: 0 | 1 | 2;
  /** Microseconds without packets after which a lower layer is sent. */
  fallback?: number;
  /** With a description: the other end restarts ICE too. */
  restart?: boolean;
}

const name = z.string().max(2_000);
const layer = z.int().min(0).max(2);

const Answer = z.object({
  videocall: z.literal('event'),
  result: z.union([
    z.object({ list: z.array(name) }).transform(({ list }) => ({ event: 'list' as const, list })),
    z.discriminatedUnion('event', [
      z.object({ event: z.literal('registered'), username: name }),
      z.object({ event: z.literal('calling') }),
      z.object({ event: z.literal('accepted') }),
      z.object({ event: z.literal('set') }),
      z.object({ event: z.literal('hangup'), username: name, reason: name }),
    ]),
  ]),
});
type Answer = z.infer<typeof Answer>['result'];

const Push = z.object({
  videocall: z.literal('event'),
  result: z.discriminatedUnion('event', [
    z.object({ event: z.literal('incomingcall'), username: name }),
    z.object({ event: z.literal('accepted'), username: name.optional() }),
    z.object({ event: z.literal('update') }),
    z.object({ event: z.literal('hangup'), username: name, reason: name }),
    z.object({
      event: z.literal('simulcast'),
      videocodec: name,
      substream: layer.optional(),
      temporal: layer.optional(),
    }),
    z.object({
      event: z.literal('slow_link'),
      media: z.enum(['audio', 'video']),
      'current-bitrate': z.int().min(0),
    }),
  ]),
});
type Result = z.infer<typeof Push>['result'];

/** What the plugin says by itself. A call, its answer and an update come with the other end's description. */
export type VideoCallPush =
  | (Extract<Result, { event: 'incomingcall' | 'update' }> & { jsep: Jsep })
  | (Extract<Result, { event: 'accepted' }> & { jsep: Jsep })
  | Extract<Result, { event: 'hangup' | 'simulcast' | 'slow_link' }>;

/**
 * `janus.plugin.videocall`: calls between two who are registered under names.
 * Closing: owns its handle; there is no other way to give the name back.
 */
export class VideoCall {
  readonly handle: JanusHandle;
  readonly pushed = new Listeners<VideoCallPush>();

  constructor(handle: JanusHandle, log: Log = () => undefined) {
    this.handle = handle;
    handle.pushed.add(({ data, jsep }) => {
      const push = toPush(data, jsep);
      if (typeof push === 'string') log('warn', 'push of the Video Call dropped', { reason: push });
      else this.pushed.emit(push);
    });
  }

  /** @throws JanusError */
  static async attach(session: JanusSession, log?: Log): Promise<VideoCall> {
    return new VideoCall(await session.attach('janus.plugin.videocall'), log);
  }

  /** @returns the names that are registered */
  async list(): Promise<string[]> {
    return (await this.#ask('list', { request: 'list' })).list;
  }

  /** @throws JanusError 476 name taken, 477 registered already */
  async register(username: string): Promise<void> {
    await this.#ask('registered', { request: 'register', username });
  }

  /**
   * Rings; the answer comes as `accepted`.
   * @throws JanusError 478 nobody has the name, 479 oneself, 480 in a call already; without a code when they are busy
   */
  async call(username: string, offer: Jsep): Promise<void> {
    await this.#ask('calling', { request: 'call', username }, offer);
  }

  /** @throws JanusError 481 nobody calls */
  async accept(answer: Jsep): Promise<void> {
    await this.#ask('accepted', { request: 'accept' }, answer);
  }

  /** A description goes on to the other end, which gets it as `update`. */
  async set(settings: VideoCallSettings, jsep: Jsep | null = null): Promise<void> {
    await this.#ask('set', { request: 'set', ...settings }, jsep);
  }

  /** Cancels, declines or ends. Does no harm where there is no call. */
  async hangup(reason?: string): Promise<void> {
    await this.#ask('hangup', { request: 'hangup', ...(reason !== undefined && { reason }) });
  }

  async close(): Promise<void> {
    this.pushed.clear();
    await this.handle.detach();
  }

  async #ask<E extends Answer['event']>(
    event: E,
    body: object,
    jsep: Jsep | null = null,
  ): Promise<Extract<Answer, { event: E }>> {
    const { data } = await this.handle.message(body, jsep);
    const answer = Answer.safeParse(data);
    if (!answer.success) throw new JanusError('unexpected', describe(answer.error));
    const { result } = answer.data;
    if (isAbout(result, event)) return result;
    // Who is busy is no error to Janus, but a hang-up.
    if (result.event === 'hangup') throw new JanusError('plugin', result.reason);
    throw new JanusError('unexpected', `${result.event} in place of ${event}`);
  }
}

function isAbout<E extends Answer['event']>(
  result: Answer,
  event: E,
): result is Extract<Answer, { event: E }> {
  return result.event === event;
}

/** @returns what does not fit, as text */
function toPush(data: unknown, jsep: Jsep | null): VideoCallPush | string {
  const parsed = Push.safeParse(data);
  if (!parsed.success) return parsed.error.message;
  const { result } = parsed.data;
  switch (result.event) {
    case 'incomingcall':
    case 'accepted':
    case 'update':
      return jsep === null ? `${result.event} without a description` : { ...result, jsep };
    default:
      return result;
  }
}
