import { afterAll, beforeAll, expect, test } from 'vitest';
import { itemFolders } from './harness/keptFiles.ts';
import { beginRecording, newestRecording } from './harness/recordingSteps.ts';
import { beginCall, Stage } from './harness/stage.ts';
import { until } from './harness/visitor.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
});
afterAll(() => stage.close());

/** Seconds of each part of the call that the recording is looked at for; longer with `npm run endurance`. */
const part = Number(process.env['CARDEA_RECORDING_PART'] ?? 2);
const pause = (seconds: number) => new Promise((resolve) => setTimeout(resolve, seconds * 1000));

/** Where Bob is in a composed picture, and where Ann is. */
const theirs = { x: 0, y: 0, width: 0.7, height: 0.6 };
const mine = { x: 0.78, y: 0.76, width: 0.18, height: 0.16 };

/** Greatest value of a part of the recording, in tenths of a second. */
const greatest = (values: number[], from: number, to: number) => Math.max(...values.slice(from, to));

test('a recording goes on whatever happens in the call, and shows and sounds like it', async () => {
  const pair = await stage.pair();
  const { ann, bob, annVisitor, bobVisitor } = pair;
  try {
    await beginCall(pair, 'video');
    await Promise.all([ann.seesMovement(), bob.seesMovement()]);
    const begun = await beginRecording(pair, 'composed');
    const parts: { name: string; from: number; to: number }[] = [];
    /** Something is as it is for a while; its edges are left out, because the clocks are not the same. */
    const during = async (name: string) => {
      const from = Date.now();
      await pause(part);
      const tenth = (at: number) => Math.round((at - begun) / 100);
      parts.push({ name, from: tenth(from) + 7, to: tenth(Date.now()) - 2 });
    };
    await during('plain');
    await bobVisitor.click('button', 'Mute microphone');
    await ann.reads('is muted');
    await during('muted');
    await bobVisitor.click('button', 'Unmute microphone');
    await bobVisitor.click('button', 'Turn camera off');
    await ann.reads('camera is off');
    await during('camera off');
    await bobVisitor.click('button', 'Turn camera on');
    await ann.seesMovement();
    await annVisitor.click('button', 'Share screen');
    await annVisitor.click('button', 'Choose what to share');
    await bob.seesMovement('screen-video');
    await during('screen');
    await annVisitor.click('button', 'Stop sharing');
    await annVisitor.resize(700, 600);
    await stage.server.kill();
    await during('no server');
    await stage.server.start();
    await annVisitor.resize(1280, 800);
    await Promise.all([ann.isOnline(), bob.isOnline()]);
    await annVisitor.click('button', 'Direct');
    await annVisitor.click('button', 'Go through the server');
    await ann.goes('gateway', 30_000);
    await annVisitor.press('Escape');
    await ann.seesMovement();
    await during('gateway');
    // The page in the background: timers of the page are slowed down, those of the worker are not.
    const other = await annVisitor.context.newPage();
    await other.bringToFront();
    await during('background');
    await other.close();
    await bob.hangUp();
    // For Ann the call goes on until she hears of it, and so does her recording.
    await ann.reaches('ended', 30_000);
    const length = (Date.now() - begun) / 1000;
    await ann.reads('in your library', 30_000);
    const { kept, media } = await newestRecording(pair, new Set());

    expect(await media.complaints()).toBe('');
    const { duration, streams } = await media.describe();
    expect(streams.map(({ type, width }) => [type, width])).toEqual([
      ['video', 640],
      ['audio', 0],
    ]);
    expect(Math.abs(duration * 1000 - kept.description.duration)).toBeLessThan(60);
    // Both see that it has begun a little later than it has, and the end takes its way too.
    expect(duration).toBeGreaterThan(length - 0.3);
    expect(duration).toBeLessThan(length + 2);
    // The file began before this test saw that it had.
    const ahead = Math.round((duration - length) * 10);
    const [bobMoves, annMoves, bobSounds, annSounds] = await Promise.all([
      media.movement(theirs),
      media.movement(mine),
      media.loudness(880),
      media.loudness(440),
    ]);
    const seen = parts.map(({ name, from, to }) => {
      const at = [from + ahead, to + ahead] as const;
      const [bobMove, annMove] = [greatest(bobMoves, ...at) > 5, greatest(annMoves, ...at) > 5];
      const [bobSound, annSound] = [greatest(bobSounds, ...at) > 0.05, greatest(annSounds, ...at) > 0.05];
      return { name, bobMove, annMove: name === 'screen' || annMove, bobSound, annSound };
    });
    const all = { bobMove: true, annMove: true, bobSound: true, annSound: true };
    expect(seen).toEqual([
      { name: 'plain', ...all },
      { name: 'muted', ...all, bobSound: false },
      { name: 'camera off', ...all, bobMove: false },
      { name: 'screen', ...all },
      { name: 'no server', ...all },
      { name: 'gateway', ...all },
      { name: 'background', ...all },
    ]);
    expect(kept.description.timeline.map(({ event }) => event)).toEqual(
      expect.arrayContaining([
        'microphone-off',
        'camera-off',
        'camera-on',
        'screen-on',
        'screen-off',
        'path',
      ]),
    );
  } finally {
    await pair.close();
  }
});

test('each kind records what it says, in both formats', async () => {
  const pair = await stage.pair();
  const { ann, annVisitor, bob } = pair;
  try {
    await beginCall(pair, 'video');
    await Promise.all([ann.seesMovement(), bob.seesMovement()]);
    await annVisitor.click('button', 'Share screen');
    await annVisitor.click('button', 'Choose what to share');
    await bob.seesMovement('screen-video');
    const known = new Set<string>();
    const found: Record<string, unknown> = {};
    for (const [subject, format] of [
      ['theirs', 'MP4'],
      ['mine', 'WebM'],
      ['voices', 'WebM'],
      ['screen', 'MP4'],
    ] as const) {
      await beginRecording(pair, subject, format);
      await pause(part);
      await annVisitor.click('button', 'Stop recording');
      const { kept, media } = await newestRecording(pair, known);
      const [low, high] = await Promise.all([media.loudness(440), media.loudness(880)]);
      const { streams } = await media.describe();
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
