import { describe } from '../../log.ts';
import { itemFiles } from '../../library/deviceLibrary.ts';
import type { RecordingDraft } from '../draft.ts';
import { finish } from './finish.ts';
import type {
  FromRecordingWorker,
  PictureId,
  SoundBlock,
  StartRecording,
  ToRecordingWorker,
} from './messages.ts';
import { FileSink } from './pieces.ts';
import { faultOf, Recorder } from './recorder.ts';

export type * from './messages.ts';

/**
 * The dedicated worker of one recording: timers run on in it while the tab is in the background, and files are
 * written synchronously. Ended by whoever made it.
 */

/** Of the DedicatedWorkerGlobalScope, which the DOM types leave out. */
declare const self: {
  postMessage(message: FromRecordingWorker, transfer?: Transferable[]): void;
  onmessage: ((event: MessageEvent<ToRecordingWorker>) => void) | null;
};

const tell = (message: FromRecordingWorker): void => self.postMessage(message, []);

/** Milliseconds since 1970, and never set: what is recorded is as long as it was. */
const steadyNow = (): number => performance.timeOrigin + performance.now();

/** Milliseconds between two requests for frames, in browsers whose frames the page has to fetch. */
const pullInterval = 33;

let recorder: Recorder | null = null;
let sink: FileSink | null = null;
const timers: ReturnType<typeof setInterval>[] = [];
const readers = new Map<PictureId, ReadableStreamDefaultReader<VideoFrame>>();

self.onmessage = ({ data }) => {
  switch (data.type) {
    case 'start':
      void start(data);
      return;
    case 'frames':
      void read(data.picture, data.frames);
      return;
    case 'frame':
      if (recorder === null) data.frame.close();
      else recorder.receive(data.picture, data.frame);
      return;
    case 'gone':
      // The stream ends with its track; what ends it sooner is of no interest.
      readers
        .get(data.picture)
        ?.cancel()
        .catch(() => undefined);
      readers.delete(data.picture);
      recorder?.forget(data.picture);
      return;
    case 'scene':
      recorder?.show(data.scene);
      return;
    case 'stop':
      void stop(data.at);
      return;
    case 'finish':
      finish(data.folder, data.draft, (share) => tell({ type: 'finishing', share })).then(
        (file) => tell({ type: 'finished', file }),
        (error: unknown) => tell({ type: 'unfinished', fault: faultOf(error), detail: describe(error) }),
      );
  }
};

async function start({ folder, draft, sound, scene, pulls }: StartRecording): Promise<void> {
  try {
    await writeDraft(folder, draft);
    sink = await FileSink.open(folder, itemFiles.pieces);
    const begun = new Recorder(
      draft,
      scene,
      sink.stream((error) => recorder?.fail(error)),
      {
        failed: (fault, detail) => {
          close();
          tell({ type: 'stopped', fault, detail });
        },
      },
      steadyNow,
    );
    recorder = begun;
    await begun.start();
    sound.onmessage = ({ data: { samples, at } }: MessageEvent<SoundBlock>) => {
      // The sound thread has the machine's clock only, which somebody may set meanwhile.
      begun.receiveSound({ samples, at: at - (Date.now() - steadyNow()) });
    };
    timers.push(
      ...(pulls ? [setInterval(() => tell({ type: 'pull' }), pullInterval)] : []),
      setInterval(() => {
        if (sink !== null) tell({ type: 'written', size: sink.size, duration: begun.duration });
      }, 1_000),
    );
    tell({ type: 'started', since: begun.since });
  } catch (error) {
    recorder?.abandon();
    close();
    tell({ type: 'stopped', fault: faultOf(error), detail: describe(error) });
  }
}

/** Before the first piece, so that whoever finds pieces knows what they are. */
async function writeDraft(folder: FileSystemDirectoryHandle, draft: RecordingDraft): Promise<void> {
  const file = await FileSink.open(folder, itemFiles.draft);
  try {
    file.write(new TextEncoder().encode(JSON.stringify(draft)), 0);
  } finally {
    file.close();
  }
}

async function read(picture: PictureId, frames: ReadableStream<VideoFrame>): Promise<void> {
  const reader = frames.getReader();
  readers.set(picture, reader);
  for (;;) {
    const { value, done } = await reader.read().catch(() => ({ value: undefined, done: true }));
    if (done || value === undefined) break;
    if (recorder === null || readers.get(picture) !== reader) value.close();
    else recorder.receive(picture, value);
  }
  if (readers.get(picture) !== reader) return;
  readers.delete(picture);
  recorder?.forget(picture);
}

async function stop(at: number): Promise<void> {
  try {
    await recorder?.stop(at);
    close();
    tell({ type: 'stopped', fault: null, detail: null });
  } catch (error) {
    recorder?.abandon();
    close();
    tell({ type: 'stopped', fault: faultOf(error), detail: describe(error) });
  }
}

function close(): void {
  for (const timer of timers.splice(0)) clearInterval(timer);
  for (const reader of readers.values()) reader.cancel().catch(() => undefined);
  readers.clear();
  recorder = null;
  try {
    sink?.close();
  } catch {
    // On a full disk the last flush fails; what was written is there.
  }
  sink = null;
}
