import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { acceptFile, saveFile, sha256, withFile } from './harness/files.ts';
import { chromiumTone, firefoxTone, MixedStage } from './harness/mixedStage.ts';
import type { Person } from './harness/person.ts';
import { Stage } from './harness/stage.ts';

/* Nothing but a relay may be used, and there is none: no connection from device to device can be made. */
const noDirectWay = { environment: { RELAY_ONLY: 'true' } };

const goThroughTheServer = (...people: Person[]) =>
  Promise.all(people.map((person) => person.goes('gateway')));

describe('two Chromiums that cannot reach each other', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.open(noDirectWay);
  });
  afterAll(() => stage.close());

  test('see, hear and write to each other and send a file through the server, by themselves, and again after a reload', () =>
    stage.inCall('video', async ({ ann, bob, bobVisitor }) => {
      await goThroughTheServer(ann, bob);
      await Promise.all([ann.seesMovement(), bob.seesMovement(), ann.hears(880), bob.hears(440)]);
      await ann.visitor.click('button', 'Chat');
      await ann.writes('through the server');
      await bob.visitor.click('button', /^Chat/);
      await bob.reads('through the server');
      await withFile('film.bin', 8_000_000, async (path) => {
        await ann.visitor.chooseFile('input[type=file]', path);
        await bob.reads('film.bin');
        await acceptFile(bobVisitor);
        expect(await saveFile(bobVisitor, 'film.bin')).toBe(await sha256(path));
      });
      await ann.visitor.click('button', 'Mute microphone');
      await bob.reads('is muted');
      await ann.visitor.click('button', 'Unmute microphone');
      await ann.visitor.reload();
      await ann.reaches('connected', 30_000);
      await goThroughTheServer(ann, bob);
      await Promise.all([ann.seesMovement(), bob.seesMovement(), ann.hears(880), bob.hears(440)]);
      await bob.hangUp();
      await Promise.all([ann.reaches('ended'), bob.reaches('ended')]);
    }));
});

describe('Firefox and Chromium that cannot reach each other', () => {
  let stage: MixedStage;
  beforeAll(async () => {
    stage = await MixedStage.open(noDirectWay);
  });
  afterAll(() => stage.close());

  test('are in a call through the server, by themselves', () =>
    stage.meet(async ({ fox, crow }) => {
      await fox.open(crow.name);
      await fox.ring('video');
      await crow.answer();
      await Promise.all([fox.reaches('connected', 30_000), crow.reaches('connected', 30_000)]);
      await goThroughTheServer(fox, crow);
      await Promise.all([fox.seesMovement(), crow.seesMovement()]);
      await Promise.all([fox.hears(chromiumTone), crow.hears(firefoxTone)]);
      await fox.hangUp();
      await crow.reaches('ended');
      expect(await fox.stage()).toBe('ended');
    }));
});
