import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ChromiumVisitor } from './harness/chromium.ts';
import { itemFolders } from './harness/keptFiles.ts';
import { callParts, goThroughEverything, type CallPart } from './harness/eventfulCall.ts';
import type { RecordedMedia } from './harness/recordedMedia.ts';
import { beginRecording, newestRecording, recordedTime } from './harness/recordingSteps.ts';
import { beginCall, Stage, type Pair } from './harness/stage.ts';
import { until } from './harness/visitor.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open({}, alone ? { cameras: 'two large' } : {});
});
afterAll(() => stage.close());

/** Seconds of each part of the call that the recording is looked at for; longer with `npm run endurance`. */
const part = Number(process.env['CARDEA_RECORDING_PART'] ?? 2);
/** Nothing else runs, and there is time: `npm run endurance`. */
const alone = process.env['CARDEA_ENDURANCE'] !== undefined;
/** Seconds by which a recording may be longer or shorter than its call. */
const tolerance = alone ? 0.1 : 1;
const pause = (seconds: number) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));

const whole = { x: 0, y: 0, width: 1, height: 1 };
/** Where Bob is in a composed picture, and where Ann is. */
const large = { x: 0, y: 0, width: 0.7, height: 0.6 };
const corner = { x: 0.78, y: 0.76, width: 0.18, height: 0.16 };
/** What moves in the picture of Ann's other camera, of the upper left corner of it. */
const otherCamera: Partial<Record<Kind, typeof whole>> = {
  composed: { x: 0.745, y: 0.72, width: 0.012, height: 0.02 },
  mine: { x: 0.004, y: 0.004, width: 0.03, height: 0.06 },
};

/** What each kind shows and where, and whom it lets hear. */
const kinds = {
  composed: { shows: { bob: large, ann: corner }, sounds: ['ann', 'bob'] },
  theirs: { shows: { bob: whole }, sounds: ['bob'] },
  mine: { shows: { ann: whole }, sounds: ['ann'] },
  voices: { shows: {}, sounds: ['ann', 'bob'] },
  screen: { shows: { screen: whole }, sounds: ['ann', 'bob'] },
} as const;
type Kind = keyof typeof kinds;
const pitches = { ann: 440, bob: 880 };

/** Whether something that a recording shows moves in a part of the call; `null` where that says nothing. */
function moves(kind: Kind, who: string, during: CallPart): boolean | null {
  // In a composed picture the screen takes Bob's place, and everybody another.
  if (kind === 'composed' && during === 'screen') return who === 'bob' ? true : null;
  // A recording of the screen shows those who talk when it is shared no more.
  return who !== 'bob' || during !== 'camera off';
}

test.each(alone ? (Object.keys(kinds) as Kind[]) : (['composed'] as const))(
  'a recording goes on whatever happens in the call, and shows and sounds like it: %s',
  async (kind) => {
    const pair = await stage.pair({ prepare: countProgress });
    const { ann, bob, annVisitor } = pair;
    try {
      await beginCall(pair, 'video');
      await Promise.all([ann.seesMovement(), bob.seesMovement()]);
      if (kind === 'screen') await shareScreen(pair);
      const since = await beginRecording(pair, kind);
      const parts: { name: CallPart; from: number; to: number }[] = [];
      await goThroughEverything(stage, pair, async (name) => {
        const from = Date.now();
        await pause(part);
        const tenth = (at: number) => Math.round((at - since) / 100);
        // Without the edges: what one side does reaches the other a little later.
        parts.push({ name, from: tenth(from) + 7, to: tenth(Date.now()) - 2 });
      });
      const length = await recordedTime(annVisitor);
      await ann.reads('in your library', 30_000);
      const { kept, media } = await newestRecording(pair, new Set());

      // The page draws each of these words; told of every packet it did nothing else.
      const told = await annVisitor.evaluate(
        () => Number(document.documentElement.dataset['progress']),
        undefined,
      );
      expect(told).toBeGreaterThan(0);
      expect(told).toBeLessThan(length * 20);
      expect(await media.complaints()).toBe('');
      const { duration, streams } = await media.describe();
      expect(streams.map(({ type }) => type)).toEqual(kind === 'voices' ? ['audio'] : ['video', 'audio']);
      expect(Math.abs(duration * 1000 - kept.description.duration)).toBeLessThan(60);
      expect(Math.abs(duration - length)).toBeLessThanOrEqual(tolerance);
      const { shows, sounds } = kinds[kind];
      const seen: Record<string, unknown> = {};
      const expected: Record<string, unknown> = {};
      for (const [who, where] of Object.entries(shows)) {
        const changes = await media.movement(where);
        for (const { name, from, to } of parts) {
          const part = who === 'ann' && name === 'other camera' ? otherCamera[kind] : undefined;
          const there = part === undefined ? changes : await media.movement(part);
          expected[`${who} moves: ${name}`] = moves(kind, who, name) ?? expect.anything();
          seen[`${who} moves: ${name}`] = Math.max(...there.slice(from, to)) > 2;
        }
      }
      for (const who of ['ann', 'bob'] as const) {
        const levels = await media.loudness(pitches[who]);
        for (const { name, from, to } of parts) {
          expected[`${who} sounds: ${name}`] =
            sounds.some((one) => one === who) && !(who === 'bob' && name === 'muted');
          seen[`${who} sounds: ${name}`] = Math.max(...levels.slice(from, to)) > 0.05;
        }
      }
      expect(seen).toEqual(expected);
      expect(parts.map(({ name }) => name)).toEqual(
        callParts.filter((name) => alone || name !== 'other camera'),
      );
      if (kind !== 'voices') await expectSeekable(media, duration);
      const events = kept.description.timeline.map(({ event }) => event);
      expect(events).toEqual(
        expect.arrayContaining([
          ...['microphone-off', 'camera-off', 'camera-on', 'screen-off', 'path'],
          ...(kind === 'screen' ? [] : ['screen-on']),
        ]),
      );
    } finally {
      await pair.close();
    }
  },
);

/** Counts how often the page is told how far a file is made. */
async function countProgress({ page }: ChromiumVisitor): Promise<void> {
  await page.addInitScript(() => {
    globalThis.Worker = class extends Worker {
      constructor(url: string | URL, options?: WorkerOptions) {
        super(url, options);
        this.addEventListener('message', ({ data }: MessageEvent<{ type?: unknown }>) => {
          const { dataset } = document.documentElement;
          if (data.type === 'finishing') dataset['progress'] = String(Number(dataset['progress'] ?? 0) + 1);
        });
      }
    };
  });
}

async function shareScreen({ annVisitor, bob }: Pair): Promise<void> {
  await annVisitor.click('button', 'Share screen');
  await annVisitor.click('button', 'Choose what to share');
  await bob.seesMovement('screen-video');
}

/** A player that goes anywhere finds a key frame there, or not long before. */
async function expectSeekable(media: RecordedMedia, duration: number): Promise<void> {
  const keys = await media.keyFrames();
  const gaps = keys.map((at, index) => (keys[index + 1] ?? duration) - at);
  expect(Math.max(...gaps)).toBeLessThan(alone ? 2.1 : 4);
  for (const share of [0.2, 0.5, 0.9]) {
    const at = duration * share;
    const before = keys.findLast((key) => key <= at) ?? 0;
    expect(Math.abs((await media.seek(at)) - before)).toBeLessThan(0.01);
  }
}

test('each kind records what it says, in both formats', async () => {
  const pair = await stage.pair();
  const { ann, annVisitor, bob } = pair;
  try {
    await beginCall(pair, 'video');
    await Promise.all([ann.seesMovement(), bob.seesMovement()]);
    await shareScreen(pair);
    const known = new Set<string>();
    const found: Record<string, unknown> = {};
    for (const [subject, format] of [
      ['theirs', 'MP4'],
      ['mine', 'WebM'],
      ['voices', 'WebM'],
      ['screen', 'MP4'],
    ] as const) {
      await beginRecording(pair, subject, format);
      await pause(1);
      await annVisitor.click('button', 'Stop recording');
      const length = await recordedTime(annVisitor);
      const { kept, media } = await newestRecording(pair, known);
      const [low, high] = await Promise.all([media.loudness(440), media.loudness(880)]);
      const { streams, duration } = await media.describe();
      expect(Math.abs(duration - length)).toBeLessThanOrEqual(tolerance);
      const picture = streams.some(({ type }) => type === 'video');
      found[subject] = {
        type: kept.description.mediaType,
        codecs: streams.map(({ codec }) => codec),
        moves: picture && Math.max(...(await media.movement({ x: 0, y: 0, width: 0.7, height: 1 }))) > 2,
        ann: Math.max(...low) > 0.05,
        bob: Math.max(...high) > 0.05,
        complaints: await media.complaints(),
      };
    }
    expect(found).toEqual({
      theirs: {
        type: 'video/mp4',
        codecs: ['h264', 'opus'],
        moves: true,
        ann: false,
        bob: true,
        complaints: '',
      },
      mine: {
        type: 'video/webm',
        codecs: ['vp8', 'opus'],
        moves: true,
        ann: true,
        bob: false,
        complaints: '',
      },
      voices: { type: 'audio/webm', codecs: ['opus'], moves: false, ann: true, bob: true, complaints: '' },
      screen: {
        type: 'video/mp4',
        codecs: ['h264', 'opus'],
        moves: true,
        ann: true,
        bob: true,
        complaints: '',
      },
    });
  } finally {
    await pair.close();
  }
});

test('who is asked can refuse, can take it back, and sees all the time who records', async () => {
  await stage.inCall('video', async (pair) => {
    const { ann, bob, annVisitor, bobVisitor } = pair;
    await annVisitor.click('button', 'Record');
    await annVisitor.click('button', 'Ask and record');
    await bob.reads('wants to record');
    await bobVisitor.click('button', 'Do not allow');
    await ann.reads('did not agree to be recorded');
    expect(await ann.text()).not.toContain('REC');

    await beginRecording(pair, 'composed');
    // A reloaded page sees it again.
    await bobVisitor.reload();
    await bob.reaches('connected', 30_000);
    await bob.reads('REC', 30_000);
    await bobVisitor.click('button', /is recording since/);
    await bobVisitor.click('button', 'Do not allow any longer');
    await ann.reads('does not want to be recorded any longer', 20_000);
    await until('nothing is recorded', async () => !(await bob.text()).includes('REC'));
    const { media } = await newestRecording(pair, new Set());
    expect(await media.complaints()).toBe('');
  });
});

test('a full disk ends the recording with what it has, says so, and the call goes on', async () => {
  const pair = await stage.pair();
  const { ann, bob, annVisitor } = pair;
  try {
    await beginCall(pair, 'video');
    await bob.seesMovement();
    await beginRecording(pair, 'composed');
    await pause(part);
    const { usage = 0 } = await annVisitor.evaluate(() => navigator.storage.estimate(), undefined);
    const devTools = await annVisitor.context.newCDPSession(annVisitor.page);
    const { origin } = new URL(stage.server.url);
    await devTools.send('Storage.overrideQuotaForOrigin', { origin, quotaSize: usage + 100_000 });
    await ann.reads('The disk is full', 30_000);
    await bob.seesMovement();
    expect(await ann.stage()).toBe('connected');
    // As much as is there can be kept when there is room again.
    await devTools.send('Storage.overrideQuotaForOrigin', { origin });
    const folders = await itemFolders(annVisitor);
    expect(folders.some(({ files }) => (files['pieces.mkv'] ?? files['media'] ?? 0) > 50_000)).toBe(true);
  } finally {
    await pair.close();
  }
});
