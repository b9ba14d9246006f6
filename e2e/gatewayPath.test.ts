import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { chromiumTone, firefoxTone, MixedStage } from './harness/mixedStage.ts';
import type { Person } from './harness/person.ts';
import { Stage } from './harness/stage.ts';
import { until } from './harness/visitor.ts';

/* Nothing but a relay may be used, and there is none: no connection from device to device can be made. */
const noDirectWay = { environment: { RELAY_ONLY: 'true' } };

async function goesThroughTheServer(...people: Person[]): Promise<void> {
  for (const { visitor } of people) {
    await until('the way through the server', () =>
      visitor.evaluate(
        () => document.querySelector('[data-testid=route]')?.getAttribute('data-route') === 'gateway',
        undefined,
      ),
    );
  }
}

describe('two Chromiums that cannot reach each other', () => {
  let stage: Stage;
  beforeAll(async () => {
    stage = await Stage.open(noDirectWay);
  });
  afterAll(() => stage.close());

  test('see, hear and write to each other through the server, by themselves, and again after a reload', () =>
    stage.inCall('video', async ({ ann, bob }) => {
      await goesThroughTheServer(ann, bob);
      await Promise.all([ann.seesMovement(), bob.seesMovement(), ann.hears(880), bob.hears(440)]);
      await ann.visitor.click('button', 'Chat');
      await ann.writes('through the server');
      await bob.visitor.click('button', /^Chat/);
      await bob.reads('through the server');
      await ann.visitor.click('button', 'Mute microphone');
      await bob.reads('is muted');
      await ann.visitor.click('button', 'Unmute microphone');
      await ann.visitor.reload();
      await ann.reaches('connected', 30_000);
      await goesThroughTheServer(ann, bob);
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

  test.each(['fox', 'crow'] as const)('are in a call through the server when %s rings', (caller) =>
    stage.meet(async (pair) => {
      const [one, other] = caller === 'fox' ? [pair.fox, pair.crow] : [pair.crow, pair.fox];
      await one.open(other.name);
      await one.ring('video');
      await other.answer();
      await Promise.all([one.reaches('connected', 30_000), other.reaches('connected', 30_000)]);
      await goesThroughTheServer(one, other);
      await Promise.all([one.seesMovement(), other.seesMovement()]);
      await pair.crow.hears(firefoxTone);
      await pair.fox.hears(chromiumTone);
      await one.hangUp();
      await other.reaches('ended');
      expect(await one.stage()).toBe('ended');
    }),
  );
});
