import {
  BlobSource,
  CanvasSink,
  Conversion,
  Input,
  MATROSKA,
  MP4,
  Mp4OutputFormat,
  Output,
  StreamTarget,
  WEBM,
  WebMOutputFormat,
  type InputVideoTrack,
} from 'mediabunny';
import { itemFiles } from '../../library/deviceLibrary.ts';
import type { RecordingDraft } from '../draft.ts';
import type { FinishedFile } from './messages.ts';
import { FileSink } from './pieces.ts';

/** Bytes that are gathered before they are written. */
const chunkSize = 1024 * 1024;
const thumbnailWidth = 480;
/** Seconds into a recording, at most: at its beginning a picture may not have come yet. */
const thumbnailAt = 10;
/** Milliseconds between two words about progress, which would otherwise come with every packet: 80 for each second of a call. */
const progressInterval = 200;

/**
 * Makes `media` of the pieces: the same packets, with an index and the true length. It goes from disk to disk, so
 * that memory does not grow with the length; the pieces stay until the file is in the library.
 * @param progress gets 0 to 1, a few times a second
 * @throws what reading or writing throws; an error if the pieces hold not one whole second
 */
export async function finish(
  folder: FileSystemDirectoryHandle,
  draft: RecordingDraft,
  progress: (share: number) => void,
): Promise<FinishedFile> {
  const pieces = await (await folder.getFileHandle(itemFiles.pieces)).getFile();
  const input = new Input({ source: new BlobSource(pieces), formats: [MATROSKA] });
  const sink = await FileSink.open(folder, itemFiles.media);
  try {
    const output = new Output({
      format: draft.container === 'mp4' ? new Mp4OutputFormat({ fastStart: false }) : new WebMOutputFormat(),
      target: new StreamTarget(sink.stream(), { chunked: true, chunkSize }),
    });
    const conversion = await Conversion.init({ input, output, showWarnings: false });
    let told = -Infinity;
    conversion.onProgress = (share) => {
      const now = performance.now();
      if (now - told < progressInterval) return;
      told = now;
      progress(share);
    };
    await conversion.execute();
    sink.close();
    const media = await (await folder.getFileHandle(itemFiles.media)).getFile();
    return await describeFile(media);
  } catch (error) {
    sink.close();
    // Half a file is of no use, and takes the room that trying again needs.
    await folder.removeEntry(itemFiles.media).catch(() => undefined);
    throw error;
  } finally {
    sink.close();
    input.dispose();
  }
}

async function describeFile(media: File): Promise<FinishedFile> {
  const input = new Input({ source: new BlobSource(media), formats: [MP4, WEBM] });
  try {
    const [video, audio] = [await input.getPrimaryVideoTrack(), await input.getPrimaryAudioTrack()];
    const duration = await input.computeDuration();
    const tracks: FinishedFile['tracks'] = [];
    for (const track of [video, audio]) {
      if (track === null) continue;
      const codec = (await track.getCodecParameterString()) ?? 'unknown';
      tracks.push({ kind: track === video ? 'video' : 'audio', codec: codec.slice(0, 60) });
    }
    return {
      size: media.size,
      duration: Math.round(duration * 1000),
      width: (await video?.getDisplayWidth()) ?? null,
      height: (await video?.getDisplayHeight()) ?? null,
      tracks,
      thumbnail: video === null ? null : await thumbnailOf(video, Math.min(thumbnailAt, duration / 2)),
    };
  } finally {
    input.dispose();
  }
}

/** A picture of it; `null` if this browser cannot decode what it has encoded, which no recording shall fail by. */
async function thumbnailOf(video: InputVideoTrack, at: number): Promise<Blob | null> {
  try {
    const drawn = await new CanvasSink(video, { width: thumbnailWidth }).getCanvas(at);
    if (drawn === null || !(drawn.canvas instanceof OffscreenCanvas)) return null;
    return await drawn.canvas.convertToBlob({ type: 'image/jpeg', quality: 0.8 });
  } catch {
    return null;
  }
}
