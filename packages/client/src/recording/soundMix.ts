import { sampleRate } from './draft.ts';

/** Milliseconds that a context may take until it runs. */
const patience = 3_000;

/** Nothing of it is to be heard, and without an output device the context's clock is the machine's. */
const silent: AudioContextOptions & { sinkId: { type: 'none' } } = {
  sampleRate,
  sinkId: { type: 'none' },
};

/**
 * Mixes the sound of all sides of a call for one recording and hands it to the worker through a port of its own, past
 * the page's thread. Tracks come and go while it runs; where there is none there is silence.
 *
 * Closing: `close` frees the context and with it all nodes; the tracks are their owners'.
 */
export class SoundMix {
  readonly #context: AudioContext;
  readonly #sum: GainNode;
  readonly #sources = new Map<string, MediaStreamAudioSourceNode>();
  readonly #watch: ReturnType<typeof setTimeout>;

  private constructor(context: AudioContext, sum: GainNode, onSilent: () => void) {
    this.#context = context;
    this.#sum = sum;
    this.#watch = setTimeout(() => {
      if (context.state === 'suspended') onSilent();
    }, patience);
  }

  /**
   * @param moduleUrl address of the module `soundTap`
   * @param onSilent told when the browser does not let the mix run: Firefox without any loudspeaker does not (seen)
   * @param out gets `SoundBlock`s; transferred
   * @throws DOMException if the browser refuses the context or the module
   */
  static async open(
    moduleUrl: string,
    out: MessagePort,
    channels: number,
    onSilent: () => void,
  ): Promise<SoundMix> {
    const context = new AudioContext(silent);
    try {
      await context.audioWorklet.addModule(moduleUrl);
      const tap = new AudioWorkletNode(context, 'cardea-sound-tap', {
        numberOfInputs: 1,
        numberOfOutputs: 1,
        channelCount: channels,
        channelCountMode: 'explicit',
      });
      tap.port.postMessage({ port: out, channels }, [out]);
      const sum = new GainNode(context);
      sum.connect(tap);
      // A node that leads nowhere is not processed; this one gives silence.
      tap.connect(context.destination);
      if (context.state === 'suspended') void context.resume();
      return new SoundMix(context, sum, onSilent);
    } catch (error) {
      await context.close();
      throw error;
    }
  }

  /** Exactly these are mixed from now on. */
  use(tracks: readonly MediaStreamTrack[]): void {
    const wanted = new Map(tracks.filter((one) => one.readyState === 'live').map((one) => [one.id, one]));
    for (const [id, source] of this.#sources) {
      if (wanted.has(id)) continue;
      source.disconnect();
      this.#sources.delete(id);
    }
    for (const [id, track] of wanted) {
      if (this.#sources.has(id)) continue;
      const source = this.#context.createMediaStreamSource(new MediaStream([track]));
      source.connect(this.#sum);
      this.#sources.set(id, source);
    }
  }

  close(): void {
    clearTimeout(this.#watch);
    for (const source of this.#sources.values()) source.disconnect();
    this.#sources.clear();
    if (this.#context.state !== 'closed') void this.#context.close();
  }
}
