// oxlint-disable-next-line import/default -- Vite makes the exports of `?url`
import recordingWorker from '@cardea/client/recording-worker?worker&url';
// oxlint-disable-next-line import/default
import soundTap from '@cardea/client/sound-tap?worker&url';

/** What recording is made of that does not run in the page: where the bundler has put it. */
export const recordingParts = {
  createWorker: (): Worker => new Worker(recordingWorker, { type: 'module' }),
  soundTap,
};

/** Their files, which never change, so that whoever has fetched them once needs no server for them. */
export const recordingFiles: readonly string[] = [recordingWorker, soundTap];
