/** Module of an AudioWorklet: passes on what is played into it, in blocks of 40 ms, with the time of each. */

/** Of the AudioWorkletGlobalScope (Web Audio API, section 1.32), which the DOM types leave out. */
declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}
declare function registerProcessor(name: string, processor: new () => AudioWorkletProcessor): void;

/** Samples in a block: 40 ms at 48 kHz. */
const blockLength = 1_920;

class SoundTap extends AudioWorkletProcessor {
  #out: MessagePort | null = null;
  #channels = 2;
  #block: Float32Array<ArrayBuffer> | null = null;
  #filled = 0;

  constructor() {
    super();
    this.port.onmessage = ({ data }: MessageEvent<{ port: MessagePort; channels: number }>) => {
      this.#out = data.port;
      this.#channels = data.channels;
    };
  }

  /** Called for each 128 samples; runs on the sound thread, so it allocates once for each block only. */
  process([input]: Float32Array[][]): boolean {
    if (this.#out === null || input === undefined) return true;
    const block = (this.#block ??= new Float32Array(blockLength * this.#channels));
    const count = input[0]?.length ?? 128;
    // Where nothing is connected there are no channels: silence.
    for (let channel = 0; channel < this.#channels; channel++) {
      const samples = input[channel] ?? input[0];
      if (samples !== undefined) block.set(samples, channel * blockLength + this.#filled);
    }
    this.#filled += count;
    if (this.#filled < blockLength) return true;
    this.#out.postMessage({ samples: block, at: Date.now() }, [block.buffer]);
    this.#block = null;
    this.#filled = 0;
    return true;
  }
}

registerProcessor('cardea-sound-tap', SoundTap);
