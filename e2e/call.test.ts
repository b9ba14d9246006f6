import { afterAll, beforeAll, expect, test } from 'vitest';
import { lookAt } from './harness/evidence.ts';
import { acceptFile, saveFile, sha256, withFile } from './harness/files.ts';
import { beginCall, Stage, type Pair } from './harness/stage.ts';
import { until } from './harness/visitor.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
});
afterAll(() => stage.close());

/** With whatever the pages write to their consoles, for the server is killed in some of these. */
async function inCall(kind: 'voice' | 'video', run: (pair: Pair) => Promise<void>): Promise<void> {
  const pair = await stage.pair();
  await beginCall(pair, kind);
  await run(pair);
  await pair.leave();
}

test('a voice call: sound both ways and no camera opened', () =>
  inCall('voice', async ({ ann, bob }) => {
    await Promise.all([ann.hears(880), bob.hears(440)]);
    expect(await lookAt(ann.visitor, 'remote-video')).toBeNull();
    await ann.hangUp();
    await bob.reaches('ended');
  }));

test('voice only as the answer to a video call: the caller is seen, the callee heard', async () => {
  const pair = await stage.pair();
  const { ann, bob } = pair;
  await ann.open(bob.name);
  await ann.ring('video');
  await bob.answer('Voice only');
  await bob.seesMovement();
  await Promise.all([ann.hears(880), bob.hears(440)]);
  expect(await lookAt(ann.visitor, 'remote-video')).toBeNull();
  await pair.leave();
});

test('mute and camera off reach the other side, and come back', () =>
  inCall('video', async ({ ann, bob }) => {
    await bob.seesMovement();
    await ann.visitor.click('button', 'Mute microphone');
    await bob.reads('is muted');
    await ann.visitor.click('button', 'Turn camera off');
    await bob.reads('camera is off');
    await ann.visitor.click('button', 'Turn camera on');
    await ann.visitor.click('button', 'Unmute microphone');
    await bob.seesMovement();
    await bob.hears(440);
  }));

test('a screen is shared beside the camera, and the camera is still there afterwards', () =>
  inCall('video', async ({ ann, bob }) => {
    await ann.visitor.click('button', 'Share screen');
    await ann.visitor.click('button', 'Choose what to share');
    await bob.seesMovement('screen-video');
    await ann.visitor.click('button', 'Stop sharing');
    await until('the screen is gone', async () => (await lookAt(bob.visitor, 'screen-video')) === null);
    await bob.seesMovement();
  }));

test('voice becomes video when the other agrees', () =>
  inCall('voice', async ({ ann, bob }) => {
    await ann.visitor.click('button', 'Ask for video');
    await bob.visitor.click('button', 'With my camera');
    await Promise.all([ann.seesMovement(), bob.seesMovement()]);
  }));

test('on hold nothing is sent; resumed, everything is', () =>
  inCall('video', async ({ ann, bob }) => {
    await bob.seesMovement();
    await ann.visitor.click('button', 'More');
    await ann.visitor.click('menuitem', 'Hold');
    await bob.reads('has put you on hold');
    await until('Bob has no picture', async () => {
      const picture = await lookAt(bob.visitor, 'remote-video');
      return picture === null || picture.changed === 0;
    });
    await ann.visitor.click('button', 'Resume');
    await bob.seesMovement();
    await bob.hears(440);
  }));

test('with the server killed, sound, picture and chat go on; it returns and all is well, hang-up included', () =>
  inCall('video', async ({ ann, bob, annVisitor, bobVisitor }) => {
    await ann.visitor.click('button', 'Chat');
    await bob.visitor.click('button', 'Chat');
    await ann.writes('before the storm');
    await bob.reads('before the storm');
    await stage.server.kill();
    await Promise.all([ann.reads(/Server unreachable/), bob.reads(/Server unreachable/)]);
    await Promise.all([ann.seesMovement(), bob.seesMovement()]);
    await Promise.all([ann.hears(880), bob.hears(440)]);
    await ann.writes('in the dark');
    await bob.reads('in the dark', 3_000);
    await bob.writes('I can read you');
    await ann.reads('I can read you', 3_000);
    await stage.server.start();
    await until('the server is back for both', async () => {
      const texts = await Promise.all([ann.text(), bob.text()]);
      return texts.every((text) => !text.includes('Server unreachable'));
    });
    await Promise.all([ann.seesMovement(), bob.seesMovement()]);
    expect((await bob.text()).split('in the dark')).toHaveLength(2);
    await ann.hangUp();
    await bob.reaches('ended');
    // The message of the dark is in the history of the server, once.
    await bobVisitor.reload();
    await bob.open(ann.name);
    await bob.reads('in the dark');
    expect(await bobVisitor.page.getByRole('log').getByText('in the dark', { exact: true }).count()).toBe(1);
    expect(annVisitor.errors.filter((error) => !/ERR_|WebSocket|Failed to load/.test(error))).toEqual([]);
  }));

test('hung up while the server is away: over for both at once, and over on the server when it returns', () =>
  inCall('voice', async ({ ann, bob }) => {
    await Promise.all([ann.hears(880), bob.hears(440)]);
    await stage.server.kill();
    await ann.reads(/Server unreachable/);
    await ann.hangUp();
    await Promise.all([ann.reaches('ended', 2_000), bob.reaches('ended', 2_000)]);
    await stage.server.start();
    await ann.visitor.reload();
    await until('Ann is in no call', async () => (await ann.stage()) === 'none');
  }));

test('after a reload one is back in the call, with picture and sound both ways', () =>
  inCall('video', async ({ ann, bob }) => {
    await Promise.all([ann.seesMovement(), bob.seesMovement()]);
    await ann.visitor.reload();
    await ann.reaches('connected');
    await Promise.all([ann.seesMovement(), bob.seesMovement()]);
    await Promise.all([ann.hears(880), bob.hears(440)]);
    await bob.visitor.reload();
    await bob.reaches('connected');
    await Promise.all([ann.seesMovement(), bob.seesMovement()]);
    await Promise.all([ann.hears(880), bob.hears(440)]);
    await bob.hangUp();
    await ann.reaches('ended');
  }));

/** Of a file; 50 with `npm run endurance`, and from Firefox always. */
const megabytes = Number(process.env['CARDEA_FILE_MB'] ?? 10);

test(`a file of ${megabytes} MB arrives whole over the data channel`, () =>
  withFile('holiday.bin', megabytes * 1_000_000, (path) =>
    inCall('voice', async ({ ann, bob, bobVisitor }) => {
      await ann.visitor.click('button', 'Chat');
      await bob.visitor.click('button', 'Chat');
      await ann.visitor.chooseFile('input[type=file]', path);
      await bob.reads('holiday.bin');
      await acceptFile(bobVisitor);
      expect(await saveFile(bobVisitor, 'holiday.bin')).toBe(await sha256(path));
    }),
  ));
