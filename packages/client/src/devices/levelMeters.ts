/** Milliseconds between two readings. */
const interval = 50;

/** Nothing is to be heard, and a context with an output takes as much of the processor as all other sound of a call. */
const silent: AudioContextOptions & { sinkId: { type: 'none' } } = { sinkId: { type: 'none' } };

/** Levels of sound, all measured in one AudioContext, which exists only while somebody wants one. */
export class LevelMeters {
  #context: AudioContext | null = null;
  #running = 0;

  /**
   * @param onLevel gets the level 0 to 1, about 20 times a second
   * @returns stops it
   */
  start(stream: MediaStream, onLevel: (level: number) => void): () => void {
    if (stream.getAudioTracks().length === 0) return () => undefined;
    const context = (this.#context ??= new AudioContext(silent));
    this.#running++;
    // Made before any click, a context sleeps until it may run.
    if (context.state === 'suspended') void context.resume();
    const source = context.createMediaStreamSource(stream);
    const analyser = context.createAnalyser();
    analyser.fftSize = 1024;
    source.connect(analyser);
    const samples = new Float32Array(analyser.fftSize);
    const timer = setInterval(() => {
      analyser.getFloatTimeDomainData(samples);
      onLevel(levelOf(samples));
    }, interval);
    let stopped = false;
    return () => {
      if (stopped) return;
      stopped = true;
      clearInterval(timer);
      source.disconnect();
      if (--this.#running === 0) this.close();
    };
  }

  close(): void {
    const context = this.#context;
    this.#context = null;
    this.#running = 0;
    if (context !== null && context.state !== 'closed') void context.close();
  }
}

/** Loudness as a bar shows it: −60 dBFS and below is 0, full scale is 1. */
function levelOf(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  const decibels = 10 * Math.log10(sum / samples.length + 1e-12);
  return Math.min(1, Math.max(0, 1 + decibels / 60));
}
