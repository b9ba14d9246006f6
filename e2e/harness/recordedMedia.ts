import { execFile } from 'node:child_process';
import { promisify } from 'node:util';

const run = promisify(execFile);
const most = { maxBuffer: 256 * 1024 * 1024, encoding: 'buffer' } as const;

/** What ffmpeg finds in a file, as proof that others can play it. */
export class RecordedMedia {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  /** Seconds of the container, and the codecs. */
  async describe(): Promise<{ duration: number; streams: { type: string; codec: string; width: number }[] }> {
    const { stdout } = await run(
      'ffprobe',
      [
        '-v',
        'error',
        '-show_entries',
        'format=duration:stream=codec_type,codec_name,width',
        '-of',
        'json',
        this.path,
      ],
      most,
    );
    const { format, streams } = JSON.parse(stdout.toString()) as {
      format: { duration: string };
      streams: { codec_type: string; codec_name: string; width?: number }[];
    };
    return {
      duration: Number(format.duration),
      streams: streams.map((one) => ({ type: one.codec_type, codec: one.codec_name, width: one.width ?? 0 })),
    };
  }

  /** How many pictures there are; 0 where there is sound alone. */
  async pictures(): Promise<number> {
    const { stdout } = await run(
      'ffprobe',
      [
        ...['-v', 'error', '-select_streams', 'v', '-count_packets'],
        ...['-show_entries', 'stream=nb_read_packets', '-of', 'csv=p=0', this.path],
      ],
      most,
    );
    return Number.parseInt(stdout.toString(), 10) || 0;
  }

  /** Seconds at which there is a key frame. */
  async keyFrames(): Promise<number[]> {
    const packets = await this.#packets('0%');
    return packets.flatMap(({ at, key }) => (key ? [at] : []));
  }

  /** Seconds of the picture at which a player begins that goes by the file's index. */
  async seek(to: number): Promise<number> {
    const [first] = await this.#packets(`${to}%+#1`);
    return first?.at ?? NaN;
  }

  /** What ffmpeg complains about while it decodes every packet. */
  async complaints(): Promise<string> {
    const { stderr } = await run(
      'ffmpeg',
      [
        ...['-v', 'error', '-xerror', '-i', this.path, '-fps_mode', 'passthrough'],
        // Pictures keep their own time stamps: rounded to a frame rate, two of them would meet.
        ...['-enc_time_base', '-1', '-f', 'null', '-'],
      ],
      most,
    ).catch((error: { stderr: Buffer }) => error);
    return stderr.toString();
  }

  /**
   * How much of a part of the picture changes, in tenths of a second: 0 to 255, the mean difference of grey values.
   * @param part of the picture, each 0 to 1
   */
  async movement(part: { x: number; y: number; width: number; height: number }): Promise<number[]> {
    const [columns, rows] = [32, 18];
    const crop = `crop=iw*${part.width}:ih*${part.height}:iw*${part.x}:ih*${part.y}`;
    const frames = await this.#raw(`${crop},fps=10,scale=${columns}:${rows},format=gray`);
    const size = columns * rows;
    const changes: number[] = [];
    for (let at = size; at + size <= frames.length; at += size) {
      let sum = 0;
      for (let i = 0; i < size; i++) sum += Math.abs(frames[at + i]! - frames[at + i - size]!);
      changes.push(sum / size);
    }
    return changes;
  }

  /** Loudness of a pitch in tenths of a second, 0 to 1. */
  async loudness(frequency: number): Promise<number[]> {
    const samples = await this.#samples();
    const length = soundRate / 10;
    const levels: number[] = [];
    for (let at = 0; at + length <= samples.length; at += length) {
      levels.push(goertzel(samples.subarray(at, at + length), frequency));
    }
    return levels;
  }

  /** Seconds at which the mean brightness rises above 128, by the time stamps of the pictures. */
  async flashes(): Promise<number[]> {
    const { stderr } = await run(
      'ffmpeg',
      [
        ...['-v', 'info', '-i', this.path, '-an', '-fps_mode', 'passthrough'],
        ...['-vf', 'scale=16:9,signalstats,metadata=print:key=lavfi.signalstats.YAVG', '-f', 'null', '-'],
      ],
      most,
    );
    const text = stderr.toString();
    const found: number[] = [];
    let bright = true;
    for (const [, time, level] of text.matchAll(/pts_time:([\d.]+)[\s\S]*?YAVG=([\d.]+)/g)) {
      const now = Number(level) > 128;
      if (now && !bright) found.push(Number(time));
      bright = now;
    }
    return found;
  }

  /** Seconds at which a tone begins, to the millisecond. */
  async beeps(frequency: number): Promise<number[]> {
    const samples = await this.#samples();
    const step = soundRate / 1000;
    const window = step * 8;
    const found: number[] = [];
    let loud = true;
    let quiet = 0;
    for (let at = 0; at + window <= samples.length; at += step) {
      const now = goertzel(samples.subarray(at, at + window), frequency) > 0.03;
      if (now && !loud && quiet > 300) found.push((at + window / 2) / soundRate);
      quiet = now ? 0 : quiet + 1;
      loud = now;
    }
    return found;
  }

  /** @param interval as ffprobe reads it */
  async #packets(interval: string): Promise<{ at: number; key: boolean }[]> {
    const { stdout } = await run(
      'ffprobe',
      [
        ...['-v', 'error', '-select_streams', 'v', '-read_intervals', interval],
        ...['-show_entries', 'packet=pts_time,flags', '-of', 'csv=p=0', this.path],
      ],
      most,
    );
    const lines = stdout.toString().trim().split('\n');
    return lines.map((line) => ({ at: Number.parseFloat(line), key: line.includes('K') }));
  }

  async #raw(filter: string): Promise<Buffer> {
    const { stdout } = await run(
      'ffmpeg',
      ['-v', 'error', '-i', this.path, '-an', '-vf', filter, '-f', 'rawvideo', '-'],
      most,
    );
    return stdout;
  }

  async #samples(): Promise<Float32Array> {
    const { stdout } = await run(
      'ffmpeg',
      ['-v', 'error', '-i', this.path, '-vn', '-ac', '1', '-ar', String(soundRate), '-f', 'f32le', '-'],
      most,
    );
    return new Float32Array(stdout.buffer, stdout.byteOffset, Math.floor(stdout.byteLength / 4));
  }
}

/** Samples a second to which sound is brought for looking at it. */
const soundRate = 16_000;

/** Amplitude of one frequency in a block of samples. */
function goertzel(samples: Float32Array, frequency: number): number {
  const turn = (2 * Math.PI * frequency) / soundRate;
  const coefficient = 2 * Math.cos(turn);
  let [one, two] = [0, 0];
  for (const sample of samples) [one, two] = [sample + coefficient * one - two, one];
  const power = one * one + two * two - coefficient * one * two;
  return (2 * Math.sqrt(Math.max(0, power))) / samples.length;
}
