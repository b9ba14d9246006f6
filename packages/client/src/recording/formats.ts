import { sampleRate, type RecordingDraft } from './draft.ts';

export type RecordingContainer = RecordingDraft['container'];

/** What this browser can record: the encoders of each container, best first. */
export interface RecordingFormat {
  container: RecordingContainer;
  video: 'avc' | 'vp9' | 'vp8';
  sound: 'opus' | 'aac';
}

/** Lines of a recording's picture; 16:9. */
export const recordingHeights = [360, 720, 1080] as const;
export type RecordingHeight = (typeof recordingHeights)[number];

/** Bits a second for each height, at 30 pictures a second: what a talking head needs to look good. */
const bitrates: Readonly<Record<RecordingHeight, number>> = {
  360: 800_000,
  720: 2_500_000,
  1080: 5_000_000,
};

export const soundBitrate = 96_000;

/** WebCodecs strings for 1080 lines: what encodes that encodes less. */
const codecStrings = { avc: 'avc1.640028', vp9: 'vp09.00.41.08', vp8: 'vp8' } as const;

/**
 * @returns the containers this browser can make, MP4 first, because it plays everywhere; empty where it cannot record
 */
export async function recordingFormats(): Promise<RecordingFormat[]> {
  if (typeof VideoEncoder === 'undefined' || typeof AudioEncoder === 'undefined') return [];
  if (typeof AudioWorkletNode === 'undefined' || typeof OffscreenCanvas === 'undefined') return [];
  const [avc, vp9, vp8, aac, opus] = await Promise.all([
    encodesVideo(codecStrings.avc),
    encodesVideo(codecStrings.vp9),
    encodesVideo(codecStrings.vp8),
    encodesSound('mp4a.40.2'),
    encodesSound('opus'),
  ]);
  const formats: RecordingFormat[] = [];
  if (avc && (aac || opus)) formats.push({ container: 'mp4', video: 'avc', sound: aac ? 'aac' : 'opus' });
  if ((vp9 || vp8) && opus) formats.push({ container: 'webm', video: vp8 ? 'vp8' : 'vp9', sound: 'opus' });
  return formats;
}

/** What is encoded for a picture of so many lines. */
export function videoOf(
  format: RecordingFormat,
  height: RecordingHeight,
): NonNullable<RecordingDraft['video']> {
  return {
    codec: format.video,
    width: Math.round((height * 16) / 9 / 2) * 2,
    height,
    frameRate: 30,
    bitrate: bitrates[height],
  };
}

async function encodesVideo(codec: string): Promise<boolean> {
  const config = { codec, width: 1920, height: 1080, bitrate: bitrates[1080], framerate: 30 };
  // What a browser does not know it may refuse with an error.
  return (await VideoEncoder.isConfigSupported(config).catch(() => null))?.supported ?? false;
}

async function encodesSound(codec: string): Promise<boolean> {
  const config = { codec, sampleRate, numberOfChannels: 2, bitrate: soundBitrate };
  return (await AudioEncoder.isConfigSupported(config).catch(() => null))?.supported ?? false;
}
