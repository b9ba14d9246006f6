import { afterAll, beforeAll, expect, test } from 'vitest';
import { beginRecording, newestRecording } from './harness/recordingSteps.ts';
import { beginCall, Stage } from './harness/stage.ts';

let stage: Stage | null = null;
/** Milliseconds mean something only where nothing else runs: `npm run endurance`. */
const alone = process.env['CARDEA_ENDURANCE'] !== undefined;
beforeAll(async () => {
  if (alone) stage = await Stage.open();
});
afterAll(() => stage?.close());

/** In the page: a camera that flashes white and a microphone that beeps, at the same moments, every two seconds. */
function flashAndBeep(): void {
  const every = 2_000;
  const length = 300;
  navigator.mediaDevices.getUserMedia = async (wanted) => {
    const tracks: MediaStreamTrack[] = [];
    if (wanted?.video) {
      const canvas = document.createElement('canvas');
      [canvas.width, canvas.height] = [320, 180];
      const context = canvas.getContext('2d');
      setInterval(() => {
        if (context === null) return;
        context.fillStyle = performance.now() % every < length ? '#fff' : '#101010';
        context.fillRect(0, 0, 320, 180);
        // A picture that stands still is not sent.
        context.fillStyle = `rgb(${Math.floor(performance.now() / 30) % 60} 0 0)`;
        context.fillRect(0, 0, 6, 6);
      }, 8);
      tracks.push(...canvas.captureStream(60).getTracks());
    }
    if (wanted?.audio) {
      const context = new AudioContext();
      await context.resume();
      const out = context.createMediaStreamDestination();
      const tone = new OscillatorNode(context, { frequency: 1_000 });
      const gain = new GainNode(context, { gain: 0 });
      tone.connect(gain).connect(out);
      tone.start();
      // The context's clock goes on in steps; where it is at the beginning of each is what the two have in common.
      const ahead: number[] = [];
      setInterval(() => ahead.push(context.currentTime * 1000 - performance.now()), 4);
      setInterval(() => {
        const now = performance.now();
        const left = every - (now % every);
        if (left > 500 || left < 100) return;
        const at = (now + left + Math.max(...ahead.splice(0, ahead.length - 1_000), ...ahead)) / 1000;
        gain.gain.setValueAtTime(0.4, at);
        gain.gain.setValueAtTime(0, at + length / 1000);
      }, 300);
      tracks.push(...out.stream.getTracks());
    }
    return new MediaStream(tracks);
  };
}

test.skipIf(!alone).each(['mine', 'theirs'])(
  'sound and picture of a recording belong together: %s',
  async (subject) => {
    if (stage === null) throw new Error('There is no server.');
    const pair = await stage.pair({
      prepare: async (ann, bob) => {
        await (subject === 'mine' ? ann : bob).page.addInitScript(flashAndBeep);
      },
    });
    try {
      await beginCall(pair, 'video');
      // Browsers bring the two together in steps, after the first sender reports: 70 ms apart at first, 10 after a while.
      await new Promise((resolve) => setTimeout(resolve, 20_000));
      await beginRecording(pair, subject);
      await new Promise((resolve) => setTimeout(resolve, 13_000));
      await pair.annVisitor.click('button', 'Stop recording');
      const { media } = await newestRecording(pair, new Set());
      const [flashes, beeps] = await Promise.all([media.flashes(), media.beeps(1_000)]);
      const apart = flashes.flatMap((flash) => {
        const near = beeps.find((beep) => Math.abs(beep - flash) < 0.5);
        return near === undefined ? [] : [Math.round((near - flash) * 1000)];
      });
      expect(apart.length).toBeGreaterThanOrEqual(4);
      const middle = apart.toSorted((a, b) => a - b)[Math.floor(apart.length / 2)] ?? Infinity;
      expect(Math.abs(middle)).toBeLessThanOrEqual(40);
    } finally {
      await pair.close();
    }
  },
);
