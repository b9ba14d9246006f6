import { randomBytes } from 'node:crypto';
import { mkdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lookAt } from './harness/evidence.ts';
import { acceptFile, saveFile, sha256, withFile } from './harness/files.ts';
import { chromiumTone, firefoxTone, MixedStage } from './harness/mixedStage.ts';
import type { Person } from './harness/person.ts';
import { until } from './harness/visitor.ts';

let stage: MixedStage;
beforeAll(async () => {
  stage = await MixedStage.open();
}, 60_000);
afterAll(() => stage.close());

/**
 * Without a display Firefox has nothing to capture, so the picker gives a drawing that changes. What comes after the
 * picker is Firefox' own: encoding it beside the camera and sending it.
 */
const letPickADrawing = (person: Person) =>
  person.visitor.evaluate(() => {
    const canvas = document.createElement('canvas');
    canvas.width = 1280;
    canvas.height = 720;
    const context = canvas.getContext('2d');
    if (context === null) throw new Error('no 2d context');
    let turn = 0;
    setInterval(() => {
      turn++;
      context.fillStyle = `hsl(${(turn * 20) % 360} 80% 60%)`;
      context.fillRect(0, 0, 1280, 720);
    }, 100);
    navigator.mediaDevices.getDisplayMedia = () => Promise.resolve(canvas.captureStream());
  }, undefined);

test('Firefox rings Chromium: pictures and tones both ways, messages, and Chromium’s screen', () =>
  stage.meet(async ({ fox, crow }) => {
    await fox.open(crow.name);
    await fox.ring('video');
    await crow.answer();
    await Promise.all([fox.seesMovement(), crow.seesMovement()]);
    await Promise.all([fox.hears(chromiumTone), crow.hears(firefoxTone)]);
    await fox.visitor.click('button', 'Chat');
    await crow.visitor.click('button', 'Chat');
    await fox.writes('from the fox');
    await crow.reads('from the fox');
    await crow.visitor.click('button', 'Share screen');
    await crow.visitor.click('button', 'Choose what to share');
    await fox.seesMovement('screen-video');
    await crow.visitor.click('button', 'Stop sharing');
    await until('the screen is gone', async () => (await lookAt(fox.visitor, 'screen-video')) === null);
    // A Firefox without a display has nothing to share; the app says so and the call goes on.
    await fox.visitor.click('button', 'Share screen');
    await fox.visitor.click('button', 'Choose what to share');
    await fox.reads('The screen could not be shared.');
    await Promise.all([fox.seesMovement(), crow.seesMovement()]);
    await fox.hangUp();
    await crow.reaches('ended');
  }));

test('Chromium rings Firefox: pictures and tones both ways, Firefox’ screen beside its camera, and back after a reload', () =>
  stage.meet(async ({ fox, crow }) => {
    await letPickADrawing(fox);
    await crow.open(fox.name);
    await crow.ring('video');
    await fox.answer();
    await Promise.all([fox.seesMovement(), crow.seesMovement()]);
    await Promise.all([fox.hears(chromiumTone), crow.hears(firefoxTone)]);
    await fox.visitor.click('button', 'Share screen');
    await fox.visitor.click('button', 'Choose what to share');
    await crow.seesMovement('screen-video');
    await crow.seesMovement();
    await fox.visitor.click('button', 'Stop sharing');
    await until('the screen is gone', async () => (await lookAt(crow.visitor, 'screen-video')) === null);
    await Promise.all([fox.seesMovement(), crow.seesMovement()]);
    await fox.visitor.reload();
    await fox.reaches('connected');
    await Promise.all([fox.seesMovement(), crow.seesMovement()]);
    expect(await crow.stage()).toBe('connected');
    await crow.hangUp();
    await fox.reaches('ended');
  }));

test('voice calls either way, and voice only as the answer to a video call: tones both ways, no camera of the callee', () =>
  stage.meet(async ({ fox, crow }) => {
    await fox.open(crow.name);
    await fox.ring('voice');
    await crow.answer();
    await Promise.all([fox.hears(chromiumTone), crow.hears(firefoxTone)]);
    expect(await lookAt(fox.visitor, 'remote-video')).toBeNull();
    expect(await lookAt(crow.visitor, 'remote-video')).toBeNull();
    await crow.hangUp();
    await fox.reaches('ended');
    await fox.visitor.click('button', 'Close');
    await crow.visitor.click('button', 'Close');
    await crow.open(fox.name);
    await crow.ring('video');
    await fox.answer('Voice only');
    await fox.seesMovement();
    await Promise.all([fox.hears(chromiumTone), crow.hears(firefoxTone)]);
    expect(await lookAt(crow.visitor, 'remote-video')).toBeNull();
    await fox.hangUp();
    await crow.reaches('ended');
  }));

test('what Firefox mutes, turns off and holds is seen by the other, and comes back', () =>
  stage.meet(async ({ fox, crow }) => {
    await crow.open(fox.name);
    await crow.ring('video');
    await fox.answer();
    await Promise.all([fox.seesMovement(), crow.seesMovement()]);
    await fox.visitor.click('button', 'Mute microphone');
    await crow.reads('is muted');
    await fox.visitor.click('button', 'Turn camera off');
    await crow.reads('camera is off');
    await fox.visitor.click('button', 'Unmute microphone');
    await fox.visitor.click('button', 'Turn camera on');
    await Promise.all([crow.seesMovement(), crow.hears(firefoxTone)]);
    await fox.visitor.click('button', 'More');
    await fox.visitor.click('menuitem', 'Hold');
    await crow.reads('has put you on hold');
    await fox.visitor.click('button', 'Resume');
    await Promise.all([fox.seesMovement(), crow.seesMovement()]);
    await Promise.all([fox.hears(chromiumTone), crow.hears(firefoxTone)]);
    await crow.hangUp();
  }));

test('with the server killed, Firefox and Chromium see, hear and write to each other; hang-up works when it is back', () =>
  stage.meet(async ({ fox, crow }) => {
    await crow.open(fox.name);
    await crow.ring('video');
    await fox.answer();
    await Promise.all([fox.seesMovement(), crow.seesMovement()]);
    await fox.visitor.click('button', 'Chat');
    await crow.visitor.click('button', 'Chat');
    await stage.server.kill();
    await Promise.all([fox.reads(/Server unreachable/), crow.reads(/Server unreachable/)]);
    await Promise.all([fox.seesMovement(), crow.seesMovement()]);
    await Promise.all([fox.hears(chromiumTone), crow.hears(firefoxTone)]);
    await fox.writes('fox in the dark');
    await crow.reads('fox in the dark', 3_000);
    await crow.writes('crow in the dark');
    await fox.reads('crow in the dark', 3_000);
    await stage.server.start();
    await until('the server is back for both', async () => {
      const texts = await Promise.all([fox.text(), crow.text()]);
      return texts.every((text) => !text.includes('Server unreachable'));
    });
    expect((await crow.text()).split('fox in the dark')).toHaveLength(2);
    await fox.hangUp();
    await crow.reaches('ended');
  }));

test('a file of 50 MB from Firefox arrives whole in Chromium, and one of 2 MB from there in Firefox', () =>
  withFile('holiday.bin', 50_000_000, async (path, folder) => {
    const downloads = join(folder, 'downloads');
    await mkdir(downloads);
    await stage.meet(async ({ fox, crow, crowVisitor }) => {
      await fox.open(crow.name);
      await fox.ring('voice');
      await crow.answer();
      await crow.reaches('connected');
      await fox.visitor.click('button', 'Chat');
      await crow.visitor.click('button', 'Chat');
      await fox.visitor.chooseFile('input[type=file]', path);
      await crow.reads('holiday.bin');
      await acceptFile(crowVisitor);
      expect(await saveFile(crowVisitor, 'holiday.bin')).toBe(await sha256(path));

      const back = join(folder, 'back.bin');
      await writeFile(back, randomBytes(2_000_000));
      await crow.visitor.chooseFile('input[type=file]', back);
      await fox.reads('back.bin');
      await fox.visitor.click('button', 'Accept');
      await until('Firefox has it all', () => fox.visitor.sees('link', /Save back\.bin/), 60_000);
      await fox.visitor.click('link', /Save back\.bin/);
      const saved = join(downloads, 'back.bin');
      await until('the file is saved', async () => (await stat(saved)).size === 2_000_000);
      expect(await sha256(saved)).toBe(await sha256(back));
    }, downloads);
  }));
