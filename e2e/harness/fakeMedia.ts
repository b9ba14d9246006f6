import { existsSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const folder = join(tmpdir(), 'cardea-fake-media');

/**
 * A WAV file that beeps: `frequency` Hz, 300 ms on and 200 ms off, 10 s long. A steady tone would be taken for
 * noise and removed by the browser's noise suppression; one that comes and goes is kept, as speech is.
 * @returns its path
 */
export async function beepFile(frequency: number): Promise<string> {
  const path = join(folder, `beep-${frequency}.wav`);
  if (existsSync(path)) return path;
  const rate = 48_000;
  const samples = new Int16Array(rate * 10);
  for (let i = 0; i < samples.length; i++) {
    const inPeriod = (i / rate) % 0.5;
    // 10 ms of fade at both ends, so that the beep does not click over all frequencies.
    const envelope = Math.max(0, Math.min(1, inPeriod / 0.01, (0.3 - inPeriod) / 0.01));
    samples[i] = Math.round(Math.sin((2 * Math.PI * frequency * i) / rate) * envelope * 0.5 * 32_767);
  }
  await mkdir(folder, { recursive: true });
  // Written aside and renamed, because tests run next to each other.
  const partial = `${path}.${process.pid}`;
  await writeFile(partial, Buffer.concat([wavHeader(samples.byteLength, rate), Buffer.from(samples.buffer)]));
  await rename(partial, path);
  return path;
}

/** Header of a mono 16-bit PCM WAV file. */
function wavHeader(dataBytes: number, rate: number): Buffer {
  const header = Buffer.alloc(44);
  header.write('RIFF', 0);
  header.writeUInt32LE(36 + dataBytes, 4);
  header.write('WAVEfmt ', 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(rate, 24);
  header.writeUInt32LE(rate * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36);
  header.writeUInt32LE(dataBytes, 40);
  return header;
}
