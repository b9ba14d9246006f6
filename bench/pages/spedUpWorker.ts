// The recording worker of the app on a clock that does not wait, with a camera and a voice that keep its time.
import { advance, realTimeout } from './virtualTime.ts';
// Behind the clock, so that it finds no other.
import '@cardea/client/recording-worker';
import type { PictureId, SoundBlock, ToRecordingWorker } from '@cardea/client/recording-worker';
import { MadePictures } from './madePictures.ts';
import { blockLength, sampleRate, tone } from './madeSound.ts';

/** Begins when the recording has; everything else is for the recording worker. */
export interface Drive {
  type: 'drive';
  seconds: number;
  /** What each camera gives. */
  cameras: { picture: PictureId; width: number; height: number; frameRate: number }[];
  /** Where sound goes in. */
  sound: MessagePort;
  /** When the recording began, milliseconds since 1970. */
  since: number;
}

export type FromDriven =
  /** So many minutes have been recorded; it goes on when it is told `go on`. */
  { type: 'minute'; minute: number } | { type: 'driven' };

/** Milliseconds by which time goes on at once. */
const step = 8;

const tell = (message: FromDriven): void => postMessage(message);
let goOn: () => void = () => undefined;

addEventListener('message', (event: MessageEvent<Drive | { type: 'go on' } | ToRecordingWorker>) => {
  const { data } = event;
  if (data.type === 'drive') void drive(data);
  else if (data.type === 'go on') goOn();
  else return;
  event.stopImmediatePropagation();
});

async function drive({ seconds, cameras, sound, since }: Drive): Promise<void> {
  const made = cameras.map((camera) => ({
    ...{ picture: camera.picture, every: 1000 / camera.frameRate, count: 0 },
    pictures: new MadePictures(camera.width, camera.height, 16),
  }));
  let samples = 0;
  for (let passed = 0; passed < seconds * 1000; passed += step) {
    for (const camera of made) {
      if (camera.count * camera.every > passed) continue;
      const frame = camera.pictures.frame(camera.count++, passed * 1000);
      // Within this worker, as frames of a camera come past the page.
      dispatchEvent(new MessageEvent('message', { data: { type: 'frame', picture: camera.picture, frame } }));
    }
    for (; ((samples + blockLength) / sampleRate) * 1000 <= passed; samples += blockLength) {
      const block: SoundBlock = {
        samples: tone(samples),
        at: since + ((samples + blockLength) / sampleRate) * 1000,
      };
      sound.postMessage(block, [block.samples.buffer]);
    }
    await advance(step);
    const minute = Math.floor((passed + step) / 60_000);
    if (minute === Math.floor(passed / 60_000)) continue;
    tell({ type: 'minute', minute });
    await new Promise<void>((resolve) => (goOn = resolve));
  }
  tell({ type: 'driven' });
  // At the end it waits for the last sound; the clock goes on until this worker is ended.
  for (;;) {
    await advance(20);
    await new Promise((resolve) => realTimeout(resolve, 5));
  }
}
