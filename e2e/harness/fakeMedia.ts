import { randomUUID } from 'node:crypto';
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
  await write(path, [wavHeader(samples.byteLength, rate), Buffer.from(samples.buffer)]);
  return path;
}

/**
 * A Y4M file of two seconds for a camera of 320×180 at 10 pictures a second: bars that slide and change colour. A larger
 * one would show nothing more and keeps two cores busy with encoding.
 * @returns its path
 */
export async function slidingBarsFile(): Promise<string> {
  const path = join(folder, 'sliding-bars.y4m');
  if (existsSync(path)) return path;
  const [width, height, frames] = [320, 180, 20];
  const parts = [Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420jpeg\n`)];
  for (let frame = 0; frame < frames; frame++) {
    const luminance = Buffer.alloc(width * height);
    for (let i = 0; i < luminance.length; i++) {
      const [x, y] = [i % width, Math.floor(i / width)];
      luminance[i] = (x + frame * 16 + (Math.floor(y / 20) % 2) * 128) % 256;
    }
    const chroma = (width * height) / 4;
    const colour = 64 + (frame * 128) / frames;
    parts.push(Buffer.from('FRAME\n'), luminance, Buffer.alloc(chroma, colour), Buffer.alloc(chroma, 160));
  }
  await write(path, parts);
  return path;
}

/** Written aside and renamed, because tests run next to each other, and two browsers start at once in one of them. */
async function write(path: string, parts: Buffer[]): Promise<void> {
  await mkdir(folder, { recursive: true });
  const partial = `${path}.${randomUUID()}`;
  await writeFile(partial, Buffer.concat(parts));
  await rename(partial, path);
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
