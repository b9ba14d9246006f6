import { newId, ItemId, Timestamp, ItemTitle } from '@cardea/protocol';
import type {
  FinishedFile,
  FromRecordingWorker,
  StartRecording,
  ToRecordingWorker,
} from '@cardea/client/recording-worker';
import { lengthen } from './lengthen.ts';
import type { Drive, FromDriven } from './spedUpWorker.ts';

/** What is recorded without a call, on a clock that the encoders drive. */
export interface MadeRecording {
  /** Of the folder it goes to. */
  name: string;
  seconds: number;
  container: 'mp4' | 'webm';
  width: number;
  height: number;
  /** Pictures a second that each of the two cameras gives. */
  frameRate: number;
  /** Bits a second. */
  bitrate: number;
}

/** What the page does for the bench; `benchMinute` is the bench's, called after each minute of recording. */
export interface RecordingPage {
  record(what: MadeRecording): Promise<{ size: number }>;
  lengthen(from: string, to: string, seconds: number): Promise<{ size: number; duration: number }>;
  finish(name: string, container: 'mp4' | 'webm'): Promise<{ file: FinishedFile; took: number }>;
  plays(name: string, container: 'mp4' | 'webm'): Promise<{ duration: number; seek: number }>;
  remove(name: string): Promise<void>;
}

async function folderOf(name: string): Promise<FileSystemDirectoryHandle> {
  return (await navigator.storage.getDirectory()).getDirectoryHandle(name, { create: true });
}

type Draft = StartRecording['draft'];

function draftOf({ container, width, height, bitrate }: Omit<MadeRecording, 'name' | 'seconds'>): Draft {
  return {
    ...{ id: newId(ItemId), kind: 'recording', subject: 'composed', title: ItemTitle.parse('Bench') },
    ...{ recordedAt: Timestamp.parse(Date.now()), call: null, people: [], container, timeline: [] },
    video: { codec: container === 'mp4' ? 'avc' : 'vp8', width, height, frameRate: 30, bitrate },
    sound: { codec: 'opus', channels: 2, bitrate: 96_000 },
  };
}

/** As in a call of two: the other fills the picture, one's own camera is in the corner. */
function sceneOf({ width, height }: MadeRecording): StartRecording['scene'] {
  const tile = { color: '#4f7cff', label: true };
  return {
    tiles: [
      { ...tile, picture: 'theirs', name: 'Bob', x: 0, y: 0, width, height, fit: 'contain' },
      {
        ...{ ...tile, picture: 'mine', name: 'Ann', fit: 'cover' },
        ...{ x: width * 0.76, y: height * 0.74, width: width * 0.22, height: height * 0.22 },
      },
    ],
  };
}

async function record(what: MadeRecording): Promise<{ size: number }> {
  const { name, seconds, width, height, frameRate } = what;
  const folder = await folderOf(name);
  const worker = new Worker(new URL('./spedUpWorker.ts', import.meta.url), { type: 'module' });
  const send = (
    message: ToRecordingWorker | Drive | { type: 'go on' },
    transfer: Transferable[] = [],
  ): void => worker.postMessage(message, transfer);
  const { port1, port2 } = new MessageChannel();
  let begun = 0;
  try {
    await new Promise<void>((resolve, reject) => {
      worker.onmessage = ({ data }: MessageEvent<FromRecordingWorker | FromDriven>) => {
        if (data.type === 'started') {
          begun = data.since;
          const cameras = ['theirs', 'mine'].map((picture) => ({ picture, width, height, frameRate }));
          send({ type: 'drive', seconds, cameras, sound: port2, since: data.since }, [port2]);
        } else if (data.type === 'minute') {
          bench.benchMinute(data.minute).then(() => send({ type: 'go on' }), reject);
        } else if (data.type === 'driven') {
          send({ type: 'stop', at: begun + seconds * 1000 });
        } else if (data.type === 'stopped') {
          if (data.fault === null) resolve();
          else reject(new Error(`it stopped: ${data.fault} ${data.detail}`));
        }
      };
      worker.onerror = (event) => reject(new Error(event.message));
      send(
        { type: 'start', folder, draft: draftOf(what), sound: port1, scene: sceneOf(what), pulls: false },
        [port1],
      );
    });
  } finally {
    worker.terminate();
  }
  return { size: (await (await folder.getFileHandle('pieces.mkv')).getFile()).size };
}

async function finish(
  name: string,
  container: 'mp4' | 'webm',
): Promise<{ file: FinishedFile; took: number }> {
  const folder = await folderOf(name);
  const draft = draftOf({ container, width: 1280, height: 720, frameRate: 30, bitrate: 2_500_000 });
  const begun = performance.now();
  const worker = new Worker(new URL('./plainWorker.ts', import.meta.url), { type: 'module' });
  try {
    return await new Promise((resolve, reject) => {
      worker.onmessage = ({ data }: MessageEvent<FromRecordingWorker>) => {
        if (data.type === 'finished') resolve({ file: data.file, took: performance.now() - begun });
        if (data.type === 'unfinished') reject(new Error(data.detail));
      };
      worker.onerror = (event) => reject(new Error(event.message));
      worker.postMessage({ type: 'finish', folder, draft } satisfies ToRecordingWorker, []);
    });
  } finally {
    worker.terminate();
  }
}

/** Opens it as a player does and goes to its middle. @returns seconds of its length, milliseconds until the picture */
async function plays(name: string, container: 'mp4' | 'webm'): Promise<{ duration: number; seek: number }> {
  const media = await (await (await folderOf(name)).getFileHandle('media')).getFile();
  const url = URL.createObjectURL(new Blob([media], { type: `video/${container}` }));
  const video = document.createElement('video');
  video.muted = true;
  document.body.append(video);
  const event = (type: string): Promise<unknown> =>
    new Promise((resolve, reject) => {
      video.addEventListener(type, resolve, { once: true });
      video.addEventListener('error', () => reject(new Error(video.error?.message)), { once: true });
    });
  try {
    const loaded = event('loadeddata');
    video.src = url;
    await loaded;
    const begun = performance.now();
    const sought = event('seeked');
    video.currentTime = video.duration / 2;
    await sought;
    const seek = performance.now() - begun;
    const played = event('timeupdate');
    await video.play();
    await played;
    return { duration: video.duration, seek };
  } finally {
    video.remove();
    URL.revokeObjectURL(url);
  }
}

const bench = globalThis as unknown as {
  benchMinute: (minute: number) => Promise<void>;
  recordingPage: RecordingPage;
};
bench.recordingPage = {
  record,
  finish,
  plays,
  lengthen: async (from, to, seconds) => lengthen(await folderOf(from), await folderOf(to), seconds),
  remove: async (name) => (await navigator.storage.getDirectory()).removeEntry(name, { recursive: true }),
};
