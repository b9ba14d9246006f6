import * as z from 'zod';
import { Listeners } from '../listeners.ts';
import { describe, type Log } from '../log.ts';
import { JanusError } from './janusError.ts';
import type { JanusHandle, PluginMessage } from './janusHandle.ts';
import type { JanusSession } from './janusSession.ts';
import type { Jsep } from './messages.ts';

/** Settings of the Echo Test; what is absent stays as it is. */
export interface EchoTestSettings {
  audio?: boolean;
  video?: boolean;
  /** bit/s; 0: no limit. */
  bitrate?: number;
  record?: boolean;
  filename?: string;
  /** Of simulcast: 0 is the lowest layer. */
  substream?: 0 | 1 | 2;
  temporal?: 0 | 1 | 2;
  /** Microseconds without packets after which a lower layer is sent. */
  fallback?: number;
  audiocodec?: string;
  videocodec?: string;
  videoprofile?: string;
  opusred?: boolean;
  /** Playout delay, in units of 10 ms. */
  min_delay?: number;
  max_delay?: number;
}

const layer = z.int().min(0).max(2);

const Answer = z.object({ echotest: z.literal('event'), result: z.literal('ok') });

const Push = z.union([
  z
    .object({ echotest: z.literal('event'), result: z.literal('done') })
    .transform(() => ({ event: 'done' as const })),
  z
    .object({
      echotest: z.literal('event'),
      event: z.literal('slow_link'),
      media: z.enum(['audio', 'video']),
      'current-bitrate': z.int().min(0),
    })
    .transform(({ media, 'current-bitrate': bitrate }) => ({ event: 'slow_link' as const, media, bitrate })),
  z
    .object({
      echotest: z.literal('event'),
      videocodec: z.string().max(50),
      substream: layer.optional(),
      spatial_layer: layer.optional(),
      temporal: layer.optional(),
      temporal_layer: layer.optional(),
    })
    .transform(({ videocodec, ...layers }) => ({ event: 'layers' as const, videocodec, ...layers })),
]);

/** What the Echo Test says by itself. `done`: the PeerConnection is closed; bitrate in bit/s. */
export type EchoTestPush = z.infer<typeof Push>;

/**
 * `janus.plugin.echotest`: sends back what it gets.
 * Closing: owns its handle.
 */
export class EchoTest {
  readonly handle: JanusHandle;
  readonly pushed = new Listeners<EchoTestPush>();

  constructor(handle: JanusHandle, log: Log = () => undefined) {
    this.handle = handle;
    handle.pushed.add(({ data }) => {
      const push = Push.safeParse(data);
      if (push.success) this.pushed.emit(push.data);
      else log('warn', 'push of the Echo Test dropped', { reason: describe(push.error) });
    });
  }

  static async attach(session: JanusSession, log?: Log): Promise<EchoTest> {
    return new EchoTest(await session.attach('janus.plugin.echotest'), log);
  }

  /**
   * Begins, or negotiates again.
   * @returns the answer
   * @throws JanusError
   */
  async start(offer: Jsep, settings: EchoTestSettings = {}): Promise<Jsep> {
    const { jsep } = await this.#send({ audio: true, video: true, ...settings }, offer);
    if (jsep === null) throw new JanusError('unexpected', 'the Echo Test did not answer the offer');
    return jsep;
  }

  /** @throws JanusError */
  async configure(settings: EchoTestSettings): Promise<void> {
    await this.#send(settings, null);
  }

  async close(): Promise<void> {
    this.pushed.clear();
    await this.handle.detach();
  }

  async #send(body: EchoTestSettings, jsep: Jsep | null): Promise<PluginMessage> {
    const answer = await this.handle.message(body, jsep);
    const parsed = Answer.safeParse(answer.data);
    if (!parsed.success) throw new JanusError('unexpected', parsed.error.message);
    return answer;
  }
}
