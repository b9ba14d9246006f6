import { afterAll, beforeAll, expect, test } from 'vitest';
import { ChromiumVisitor } from './harness/chromium.ts';
import { Person } from './harness/person.ts';
import { itemFolders } from './harness/keptFiles.ts';
import { beginRecording, newestRecording } from './harness/recordingSteps.ts';
import { beginCall, Stage } from './harness/stage.ts';
import { until } from './harness/visitor.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
});
afterAll(() => stage.close());

/** How many tabs are killed; `npm run endurance` kills more. */
const rounds = Number(process.env['CARDEA_CRASHES'] ?? 1);

test(
  `a tab that is killed while it records leaves a file that plays, at most two seconds short (${rounds} times)`,
  async () => {
    const known = new Set<string>();
    for (let round = 0; round < rounds; round++) {
      const pair = await stage.pair();
      const { ann, annVisitor, annIdentity } = pair;
      await beginCall(pair, 'video');
      await ann.seesMovement();
      const since = await beginRecording(pair, round % 2 === 0 ? 'composed' : 'voices');
      await new Promise((resolve) => setTimeout(resolve, 1_500 + Math.random() * 4_000));
      const length = (Date.now() - since) / 1000;
      // The process of the page ends as by kill -9.
      await annVisitor.page.goto('chrome://crash').catch(() => undefined);
      const over = (Date.now() - since) / 1000;
      const page = await annVisitor.context.newPage();
      const visitor = new ChromiumVisitor(annVisitor.context, page);
      await visitor.goto(stage.server.url);
      const again = new Person(annIdentity.name, visitor);
      await again.isOnline();
      await again.reads('A recording was cut off');
      await visitor.click('button', 'Show');
      await visitor.click('button', 'Keep');
      await until('it is kept', async () =>
        (await itemFolders(visitor)).some(({ files }) => 'media' in files),
      );
      const { media } = await newestRecording({ ...pair, annVisitor: visitor }, known);
      expect(await media.complaints()).toBe('');
      const { duration } = await media.describe();
      expect(duration).toBeGreaterThan(length - 2);
      expect(duration).toBeLessThan(over + 0.1);
      await Promise.all([pair.annVisitor.context.close(), pair.bobVisitor.context.close()]);
    }
  },
  60_000 * (rounds + 1),
);
