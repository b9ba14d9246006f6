import type { DataMessage, Forward, RemoteMedia } from '@cardea/media';
import type { JsonObject } from '../../core/json.ts';
import type {
  MessageResult,
  Plugin,
  PluginEvent,
  PluginHandle,
  PluginMessage,
  PluginSession,
} from '../plugin.ts';
import { Recorder } from '../recorder.ts';
import { acceptSimulcast } from '../simulcastAnswer.ts';
import { echoAnswer } from './answer.ts';
import { readEchoBody, type EchoBody } from './body.ts';

/** Sends everything back to where it came from: clients test their devices and their network with it. */
export const echoTest: Plugin = {
  about: {
    package: 'janus.plugin.echotest',
    name: 'JANUS EchoTest plugin',
    author: 'Cardea',
    description: 'Sends back the audio, video and data it receives.',
    version: 7,
    versionString: '0.0.7',
  },
  attach: (handle) => new EchoSession(handle),
  handleAdminMessage: (request) => request,
};

const invalidElement = 413;
const invalidSdp = 414;

/** What Janus tells publishers by REMB when there is no limit, bit/s. */
const unlimitedBitrate = 10_000_000;

interface Settings {
  audio: boolean;
  video: boolean;
  bitrate: number;
  substream: number;
  temporal: number;
  /** Milliseconds. */
  fallback: number;
}

const initialSettings = (): Settings => ({
  ...{ audio: true, video: true, bitrate: 0 },
  ...{ substream: 2, temporal: 2, fallback: 250 },
});

class EchoSession implements PluginSession {
  readonly #handle: PluginHandle;
  readonly #settings = initialSettings();
  readonly #recorder: Recorder;
  #slowLinks = 0;
  readonly #forwards = new Map<string, { kind: 'audio' | 'video'; forward: Forward }>();

  constructor(handle: PluginHandle) {
    this.#handle = handle;
    this.#recorder = new Recorder(handle, () => `echotest-${handle.id}-${Date.now() * 1_000}`);
  }

  handleMessage({ body, jsep }: PluginMessage): MessageResult {
    return { kind: 'later', hint: "I'm taking my time!", work: () => this.#work(body, jsep) };
  }

  slowLink({ kind }: { kind: 'audio' | 'video' }): void {
    this.#slowLinks += 1;
    const bitrate = this.#settings.bitrate || unlimitedBitrate;
    this.#push({ event: 'slow_link', media: kind, 'current-bitrate': bitrate });
  }

  layers({ codec, substream, temporal }: { codec: string; substream?: number; temporal?: number }): void {
    this.#push({
      videocodec: codec,
      ...(substream === undefined ? {} : { substream }),
      ...(temporal === undefined ? {} : { temporal }),
    });
  }

  data(message: DataMessage): void {
    const { content } = message;
    const echoed = typeof content === 'string' ? `Janus EchoTest here! You wrote: ${content}` : content;
    this.#handle.connection()?.sendData({ ...message, content: echoed });
  }

  hangup(): void {
    // The forwards ended with their connection, and the next call begins as the first did.
    this.#forwards.clear();
    this.#recorder.stop();
    Object.assign(this.#settings, initialSettings());
    this.#push({ result: 'done' });
  }

  query(): JsonObject {
    const { audio, video, bitrate } = this.#settings;
    return {
      audio_active: audio,
      video_active: video,
      bitrate,
      'peer-bitrate': 0,
      slowlink_count: this.#slowLinks,
      ...this.#recorder.about,
      hangingup: 0,
      destroyed: 0,
    };
  }

  detach(): void {
    this.#forwards.clear();
  }

  #work(body: JsonObject, jsep: PluginMessage['jsep']): PluginEvent {
    const read = readEchoBody(body, jsep !== undefined);
    if (typeof read === 'string') return failure(invalidElement, read);
    this.#configure(read);
    if (jsep?.type !== 'offer') return { data: { echotest: 'event', result: 'ok' } };
    const sdp = echoAnswer(jsep.media.sdp, {
      ...(read.audiocodec === undefined ? {} : { audio: read.audiocodec }),
      ...(read.videocodec === undefined ? {} : { video: read.videocodec }),
    });
    if (!sdp.includes('m=')) return failure(invalidSdp, 'Error parsing offer: no media');
    this.#echo(jsep.media);
    return {
      data: { echotest: 'event', result: 'ok' },
      jsep: { type: 'answer', sdp: acceptSimulcast(sdp, jsep.media) },
    };
  }

  #configure(body: EchoBody): void {
    const { audio, video, bitrate, substream, temporal, fallback, record, filename } = body;
    const settings = this.#settings;
    const had = { ...settings };
    settings.audio = audio ?? settings.audio;
    settings.video = video ?? settings.video;
    settings.bitrate = bitrate ?? settings.bitrate;
    settings.substream = substream ?? settings.substream;
    settings.temporal = temporal ?? settings.temporal;
    if (fallback !== undefined) settings.fallback = fallback / 1_000;
    if (bitrate !== undefined) this.#limitBitrate();
    this.#recorder.wish(record, filename);
    for (const { kind, forward } of this.#forwards.values()) {
      if (settings[kind] !== had[kind]) forward.setEnabled(settings[kind]);
      if (kind === 'video') forward.setLayers(settings);
    }
  }

  /** Every m-line goes back on itself; those that a renegotiation adds join. */
  #echo({ media }: RemoteMedia): void {
    const connection = this.#handle.connection();
    if (connection === null) return;
    for (const { mid, kind } of media) {
      if (kind === 'application' || this.#forwards.has(mid)) continue;
      const forward = connection.forward(mid, connection, mid);
      this.#forwards.set(mid, { kind, forward });
      if (!this.#settings[kind]) forward.setEnabled(false);
      if (kind === 'video') forward.setLayers(this.#settings);
    }
    this.#recorder.take(media);
    this.#limitBitrate();
  }

  #limitBitrate(): void {
    this.#handle.connection()?.limitBitrate(this.#settings.bitrate || unlimitedBitrate);
  }

  #push(data: JsonObject): void {
    void this.#handle.pushEvent({ echotest: 'event', ...data });
  }
}

function failure(code: number, text: string): PluginEvent {
  return { data: { echotest: 'event', error_code: code, error: text } };
}
