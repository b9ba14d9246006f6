import {
  AudioSample,
  AudioSampleSource,
  CanvasSource,
  MkvOutputFormat,
  Output,
  StreamTarget,
  type StreamTargetChunk,
} from 'mediabunny';
import { describe } from '../../log.ts';
import { sampleRate, type RecordingDraft } from '../draft.ts';
import { repairedAvcConfiguration } from './avcConfiguration.ts';
import { Compositor } from './compositor.ts';
import { MediaClock } from './mediaClock.ts';
import type { PictureId, RecordingFault, Scene, SoundBlock } from './messages.ts';

/** Milliseconds between two looks whether a picture is due. */
const tickInterval = 8;
/** The same without pictures: whether sound is missing. */
const soundInterval = 100;
/** A picture that stands still is recorded again after so long, milliseconds, so that the file goes on. */
const stillInterval = 500;
/** Between two pictures, seconds: their time follows that of the sound and may all but stand still, and the file counts in milliseconds. */
const leastStep = 0.005;
/** Sound is taken for lost when it is this late, milliseconds. */
const soundPatience = 400;
/** At a stop: how long to wait for the sound of the last moments, milliseconds. */
const lastSound = 250;

export interface RecorderEvents {
  /** It cannot go on. What was written before is on the disk. */
  failed(fault: RecordingFault, detail: string): void;
}

/**
 * Encodes pictures and sound of one recording and appends them to a Matroska file, in clusters of a second that begin
 * with a key frame: whenever it is cut off, it can be read up to the last cluster.
 *
 * Closing: `stop` writes what is there and closes the compositor with its frames; the sink is its owner's.
 */
export class Recorder {
  readonly #draft: RecordingDraft;
  readonly #output: Output<MkvOutputFormat>;
  readonly #video: CanvasSource | null;
  readonly #sound: AudioSampleSource;
  readonly #compositor: Compositor | null;
  #clock: MediaClock;
  readonly #now: () => number;
  readonly #events: RecorderEvents;
  #timer: ReturnType<typeof setInterval> | null = null;
  #lastPicture = -Infinity;
  #lastTimestamp = -1;
  /** The encoder has not taken the last picture yet: the next ones are left out. */
  #busy = false;
  #soundQueue: Promise<void> = Promise.resolve();
  #state: 'running' | 'stopping' | 'over' = 'running';
  #since = 0;

  /** @param now milliseconds since 1970 */
  constructor(
    draft: RecordingDraft,
    scene: Scene,
    sink: WritableStream<StreamTargetChunk>,
    events: RecorderEvents,
    now: () => number = Date.now,
  ) {
    this.#draft = draft;
    this.#events = events;
    this.#now = now;
    this.#clock = new MediaClock(now(), sampleRate);
    this.#output = new Output({
      format: new MkvOutputFormat({ appendOnly: true, minimumClusterDuration: 1 }),
      target: new StreamTarget(sink),
    });
    const { video, sound } = draft;
    this.#compositor = video === null ? null : new Compositor(video.width, video.height, scene);
    this.#video =
      video === null || this.#compositor === null
        ? null
        : new CanvasSource(this.#compositor.canvas, {
            codec: video.codec,
            bitrate: video.bitrate,
            keyFrameInterval: 1,
            latencyMode: 'realtime',
            onEncodedPacket: (_packet, meta) => repair(video.codec, meta?.decoderConfig),
          });
    this.#sound = new AudioSampleSource({ codec: sound.codec, bitrate: sound.bitrate });
    // Without a frame rate: with one, mediabunny moves time stamps onto its grid.
    if (this.#video !== null) this.#output.addVideoTrack(this.#video);
    this.#output.addAudioTrack(this.#sound);
  }

  /** @throws whatever the disk or the encoder says */
  async start(): Promise<void> {
    await this.#output.start();
    this.#since = this.#now();
    this.#clock = new MediaClock(this.#since, sampleRate);
    this.#tick();
    this.#timer = setInterval(() => this.#tick(), this.#compositor === null ? soundInterval : tickInterval);
  }

  /** When it began, milliseconds since 1970. */
  get since(): number {
    return this.#since;
  }

  /** Milliseconds recorded so far. */
  get duration(): number {
    return this.#clock.at(this.#now());
  }

  show(scene: Scene): void {
    this.#compositor?.show(scene);
  }

  receive(picture: PictureId, frame: VideoFrame): void {
    if (this.#compositor === null || this.#state === 'over') frame.close();
    else this.#compositor.receive(picture, frame, this.#now());
  }

  forget(picture: PictureId): void {
    this.#compositor?.forget(picture);
  }

  receiveSound({ samples, at }: SoundBlock): void {
    if (this.#state === 'over') return;
    const { channels } = this.#draft.sound;
    const count = samples.length / channels;
    const begin = this.#clock.samples;
    const correction = this.#clock.block(count, at);
    if (correction > 0) this.#addSilence(correction, begin);
    if (correction < 0) {
      const left = count + correction;
      const cut = new Float32Array(left * channels);
      for (let channel = 0; channel < channels; channel++) {
        cut.set(samples.subarray(channel * count, channel * count + left), channel * left);
      }
      if (left > 0) this.#addSound(cut, begin);
    } else this.#addSound(samples, begin + correction);
  }

  /**
   * Ends the file, with sound and pictures up to a moment: a worker that is behind hears of it late.
   * @param end milliseconds since 1970
   */
  async stop(end: number): Promise<void> {
    if (this.#state !== 'running') return;
    this.#state = 'stopping';
    if (this.#timer !== null) clearInterval(this.#timer);
    const until = this.#clock.at(end);
    for (let waited = 0; waited < lastSound && this.#soundTime() < until; waited += 20) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    const missing = Math.round(((until - this.#soundTime()) / 1000) * sampleRate);
    if (missing > 0) this.#addSilence(missing, this.#clock.samples);
    this.#state = 'over';
    try {
      await this.#soundQueue;
      await this.#output.finalize();
    } finally {
      this.#compositor?.close();
    }
  }

  /** Leaves everything as it is on the disk. */
  abandon(): void {
    this.#state = 'over';
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#compositor?.close();
    // It has failed already; how it fails once more is of no interest.
    this.#output.cancel().catch(() => undefined);
  }

  #soundTime(): number {
    return (this.#clock.samples / sampleRate) * 1000;
  }

  #tick(): void {
    const now = this.#now();
    const begin = this.#clock.samples;
    const silence = this.#clock.silence(now, soundPatience);
    if (silence > 0) this.#addSilence(silence, begin);
    if (this.#compositor === null || this.#busy) return;
    const passed = now - this.#lastPicture;
    const least = 1000 / (this.#draft.video?.frameRate ?? 30) - tickInterval / 2;
    if (passed < least || (!this.#compositor.changed && passed < stillInterval)) return;
    const timestamp = this.#clock.at(now) / 1000;
    if (timestamp < this.#lastTimestamp + leastStep) return;
    this.#lastPicture = now;
    this.#lastTimestamp = timestamp;
    this.#compositor.draw(now);
    this.#busy = true;
    this.#video?.add(timestamp, passed < stillInterval * 2 ? passed / 1000 : least / 1000).then(
      () => (this.#busy = false),
      (error: unknown) => this.fail(error),
    );
  }

  /** In pieces of a second: a machine that slept may have missed an hour. */
  #addSilence(count: number, begin: number): void {
    const { channels } = this.#draft.sound;
    for (let done = 0; done < count; done += sampleRate) {
      const length = Math.min(sampleRate, count - done);
      this.#addSound(new Float32Array(length * channels), begin + done);
    }
  }

  /** @param begin its place, in samples */
  #addSound(samples: Float32Array<ArrayBuffer>, begin: number): void {
    const { channels } = this.#draft.sound;
    this.#soundQueue = this.#soundQueue
      .then(async () => {
        const sample = new AudioSample({
          data: samples,
          format: 'f32-planar',
          numberOfChannels: channels,
          sampleRate,
          timestamp: begin / sampleRate,
        });
        await this.#sound.add(sample);
        sample.close();
      })
      .catch((error: unknown) => this.fail(error));
  }

  /** It cannot go on: the encoder or the disk says so. */
  fail(error: unknown): void {
    if (this.#state === 'over') return;
    this.abandon();
    this.#events.failed(faultOf(error), describe(error));
  }
}

/** Puts right, before it is written, what the browser says wrongly of what it has encoded. */
function repair(codec: NonNullable<RecordingDraft['video']>['codec'], config?: VideoDecoderConfig): void {
  const { description } = config ?? {};
  if (codec !== 'avc' || config === undefined || description === undefined) return;
  const bytes = ArrayBuffer.isView(description)
    ? new Uint8Array(description.buffer, description.byteOffset, description.byteLength)
    : new Uint8Array(description);
  config.description = repairedAvcConfiguration(bytes);
}

/** What went wrong, in the three ways that mean something to people. */
export function faultOf(error: unknown): RecordingFault {
  if (!(error instanceof DOMException)) return 'unknown';
  if (error.name === 'QuotaExceededError') return 'disk-full';
  return error.name === 'EncodingError' || error.name === 'NotSupportedError' ? 'codec' : 'unknown';
}
