import { afterAll, beforeAll, expect, test } from 'vitest';
import { chromiumTone, firefoxTone, MixedStage } from './harness/mixedStage.ts';
import type { RecordedMedia } from './harness/recordedMedia.ts';
import { beginRecording, newestRecording, recordedTime, recordsUntil } from './harness/recordingSteps.ts';
import type { Visitor } from './harness/visitor.ts';

let stage: MixedStage;
beforeAll(async () => {
  stage = await MixedStage.open();
}, 60_000);
afterAll(() => stage.close());

test('Firefox records a call: others can play it, and it is as long as it was', () =>
  stage.meet(async ({ fox, crow }) => {
    await crow.open(fox.name);
    await crow.ring('video');
    await fox.answer();
    await Promise.all([fox.seesMovement(), crow.seesMovement()]);
    const sides = { ann: fox, bob: crow, annVisitor: fox.visitor, bobVisitor: crow.visitor };
    const tones = (await hasSound(fox.visitor)) ? [chromiumTone, firefoxTone] : [];
    const known = new Set<string>();
    const record = async (subject: string): Promise<{ media: RecordedMedia; length: number }> => {
      await beginRecording(sides, subject);
      await recordsUntil(fox, '00:04');
      await fox.visitor.click('button', 'Stop recording');
      const length = await recordedTime(fox.visitor);
      return { ...(await newestRecording(sides, known)), length };
    };

    const composed = await record('composed');
    expect(await composed.media.complaints()).toBe('');
    const both = await composed.media.describe();
    expect(both.streams).toMatchObject([{ type: 'video', width: 640 }, { type: 'audio' }]);
    expect(Math.abs(both.duration - composed.length)).toBeLessThan(1);
    const theirs = await composed.media.movement({ x: 0, y: 0, width: 0.7, height: 0.6 });
    expect(shareOf(theirs, 1)).toBeGreaterThan(0.25);
    // Of Firefox' fake camera only a strip changes.
    const mine = await composed.media.movement({ x: 0.78, y: 0.75, width: 0.18, height: 0.2 });
    expect(shareOf(mine, 0.05)).toBeGreaterThan(0.2);
    for (const tone of tones) {
      expect(shareOf(await composed.media.loudness(tone), 0.005)).toBeGreaterThan(0.25);
    }

    if (process.env['CARDEA_ENDURANCE'] !== undefined) {
      const voices = await record('voices');
      expect(await voices.media.complaints()).toBe('');
      const alone = await voices.media.describe();
      expect(alone.streams).toMatchObject([{ type: 'audio' }]);
      expect(Math.abs(alone.duration - voices.length)).toBeLessThan(1);
      for (const tone of tones) {
        expect(shareOf(await voices.media.loudness(tone), 0.005)).toBeGreaterThan(0.25);
      }
    }
    await crow.hangUp();
    await fox.reaches('ended');
  }));

/** How much of it is above a level, 0 to 1. */
function shareOf(values: readonly number[], level: number): number {
  return values.filter((value) => value > level).length / values.length;
}

/** Without an output for sound an AudioContext of Firefox never runs, and what it records is silence. */
function hasSound(visitor: Visitor): Promise<boolean> {
  return visitor.evaluate(async () => {
    const context = new AudioContext();
    const running = context.resume().then(() => true);
    const late = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), 1_000));
    const runs = await Promise.race([running, late]);
    await context.close();
    return runs;
  }, undefined);
}
