/** Samples of a block and in a second, as the app's sound tap gives them. */
export const blockLength = 1_920;
export const sampleRate = 48_000;

/** A block of two channels with a tone that comes and goes. @param begin its first sample's number */
export function tone(begin: number): Float32Array<ArrayBuffer> {
  const samples = new Float32Array(2 * blockLength);
  for (let i = 0; i < blockLength; i++) {
    const time = (begin + i) / sampleRate;
    const loudness = time % 1 < 0.6 ? 0.3 : 0.01;
    const sample = Math.sin(2 * Math.PI * 440 * time) * loudness + Math.random() * 0.01;
    samples[i] = sample;
    samples[blockLength + i] = sample * 0.8;
  }
  return samples;
}
