/** Samples of a block and in a second, as the app's sound tap gives them. */
export const blockLength = 1_920;
export const sampleRate = 48_000;

const blocks = Array.from({ length: sampleRate / blockLength }, (_, index) => makeBlock(index * blockLength));

/**
 * A block of two channels with a tone that comes and goes, the same each second: one that were made anew would leave
 * twice as much garbage as the recording whose memory is measured.
 * @param begin its first sample's number
 */
export function tone(begin: number): Float32Array<ArrayBuffer> {
  const block = blocks[(begin / blockLength) % blocks.length];
  if (block === undefined) throw new Error('a block begins where one before it ends');
  return block.slice();
}

function makeBlock(begin: number): Float32Array<ArrayBuffer> {
  const samples = new Float32Array(2 * blockLength);
  for (let i = 0; i < blockLength; i++) {
    const time = (begin + i) / sampleRate;
    const loudness = time < 0.6 ? 0.3 : 0.01;
    const sample = Math.sin(2 * Math.PI * 440 * time) * loudness + Math.random() * 0.01;
    samples[i] = sample;
    samples[blockLength + i] = sample * 0.8;
  }
  return samples;
}
