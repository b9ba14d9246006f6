import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seriousFindings } from './harness/accessibility.ts';
import type { ChromiumVisitor } from './harness/chromium.ts';
import { listenTo, lookAt } from './harness/evidence.ts';
import { itemFolders, keptFile } from './harness/keptFiles.ts';
import { away, errorsOf, hashOf } from './harness/librarySteps.ts';
import type { Person } from './harness/person.ts';
import { Stage } from './harness/stage.ts';
import { until } from './harness/visitor.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await Stage.open();
});
afterAll(() => stage.close());

test('a picture of a call, by its menu and by a key: as large as it comes in, copied, saved, kept', () =>
  stage.inCall('video', async ({ ann, bob, annVisitor }) => {
    const { page, context } = annVisitor;
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await ann.seesMovement();
    const size = await page.evaluate(() => {
      const video = document.querySelector<HTMLVideoElement>('video[data-testid="remote-video"]');
      return { width: video?.videoWidth ?? 0, height: video?.videoHeight ?? 0 };
    });
    await annVisitor.click('button', `Picture of ${bob.name}: more`);
    await annVisitor.click('menuitem', 'Take a screenshot');
    await ann.reads(`${size.width} × ${size.height} pixels`);
    expect(await seriousFindings(annVisitor)).toEqual([]);
    const taken = await shownPicture(annVisitor);
    await annVisitor.click('button', 'Copy');
    await ann.reads('Copied');
    const copied = await page.evaluate(async () => {
      const [item] = await navigator.clipboard.read();
      const bitmap = await createImageBitmap((await item?.getType('image/png')) ?? new Blob());
      return { width: bitmap.width, height: bitmap.height };
    });
    expect(copied).toEqual(size);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      annVisitor.click('link', 'Download'),
    ]);
    expect(hashOf(await readFile(await download.path()))).toBe(hashOf(taken));
    expect(download.suggestedFilename()).toMatch(/^Screenshot of Bob .*\.png$/);
    await annVisitor.click('button', 'Close');

    await annVisitor.press('x');
    await ann.reads(`${size.width} × ${size.height} pixels`);
    const second = await shownPicture(annVisitor);
    await annVisitor.click('button', 'Keep in the library');
    await ann.reads('The screenshot is in your library.');
    const [folder] = await itemFolders(annVisitor);
    const { bytes, description } = await keptFile(annVisitor, folder?.id ?? '');
    expect(description).toMatchObject({ mediaType: 'image/png', ...size });
    expect(hashOf(bytes)).toBe(hashOf(second));
    await ann.hangUp();
  }));

test('who declines gets a voice message, then a video message, and plays both', () =>
  stage.withPair(async (pair) => {
    const { ann, bob, annVisitor, bobVisitor } = pair;
    await ann.open(bob.name);
    await ann.ring('voice');
    await bob.answer('Decline');
    await ann.reads('Declined');
    await annVisitor.click('button', 'Voice message');
    await ann.reads(`Voice message to ${bob.name}`);
    await leaves(ann, annVisitor, '00:03', { looksAtDialog: true });
    await bob.open(ann.name);
    await until('it is not played yet', () => isNew(bobVisitor));
    await bobVisitor.click('button', 'Play message');
    await until('Bob hears Ann', async () => {
      const tone = await listenTo(bobVisitor, 'recording');
      return tone !== null && tone.amplitude > 0.001 && Math.abs(tone.frequency - 440) <= 20;
    });
    await until('it is not new any more', async () => !(await isNew(bobVisitor)));

    await annVisitor.click('button', 'Video message');
    await leaves(ann, annVisitor, '00:02');
    await until('the video message is there', () => isNew(bobVisitor));
    await bobVisitor.page.getByRole('button', { name: 'Play message' }).last().click();
    await until(
      'Bob sees Ann move',
      async () => ((await lookAt(bobVisitor, 'recording'))?.changed ?? 0) > 0.002,
    );
    expect(await seriousFindings(bobVisitor)).toEqual([]);
  }));

test('what both say while the server is away arrives when it is back, from a page that was reloaded too', () =>
  stage.withPair(async (pair) => {
    const { ann, bob, annVisitor, bobVisitor } = pair;
    const visitors = [annVisitor, bobVisitor];
    await Promise.all([ann.open(bob.name), bob.open(ann.name)]);
    await until('what records is loaded', async () =>
      (await Promise.all(visitors.map(hasRecorder))).every(Boolean),
    );
    await stage.server.kill();
    await Promise.all([ann, bob].map((person) => person.reads(/Server unreachable/)));
    for (const visitor of visitors) {
      await visitor.click('button', 'Record a voice message');
      await visitor.click('menuitem', 'Record a voice message');
    }
    await Promise.all([leaves(ann, annVisitor, '00:02'), leaves(bob, bobVisitor, '00:02')]);
    for (const visitor of visitors) {
      await until('it waits', async () => (await deliveries(visitor)).includes('queued'));
    }
    await stage.server.start();
    await annVisitor.reload();
    for (const visitor of visitors) {
      await until('one came, and one was sent', async () => (await arrived(visitor)) === 2, 40_000);
      expect(await isNew(visitor)).toBe(true);
      expect(errorsOf(visitor, away)).toEqual([]);
    }
  }));

/** Records until so much is said, and sends it. */
async function leaves(
  person: Person,
  visitor: ChromiumVisitor,
  time: string,
  { looksAtDialog = false } = {},
): Promise<void> {
  await person.reads(`${time} of 03:00`);
  if (looksAtDialog) expect(await seriousFindings(visitor)).toEqual([]);
  await visitor.click('button', 'Stop');
  const dialog = visitor.page.locator('dialog');
  await dialog.getByRole('button', { name: 'Send' }).click();
  await dialog.waitFor({ state: 'detached' });
}

/** Whether the page could record without its server. */
function hasRecorder({ page }: ChromiumVisitor): Promise<boolean> {
  return page.evaluate(() =>
    ['recordingWorker', 'soundTap', 'MessageDialog'].every((part) =>
      performance
        .getEntriesByType('resource')
        .some(
          (one) => one instanceof PerformanceResourceTiming && one.name.includes(part) && one.responseEnd > 0,
        ),
    ),
  );
}

function isNew({ page }: ChromiumVisitor): Promise<boolean> {
  return page.getByRole('img', { name: 'Not played yet' }).first().isVisible();
}

/** How far each message with sound has come; empty for those of the other. */
function deliveries({ page }: ChromiumVisitor): Promise<string[]> {
  return page.evaluate(() =>
    Array.from(
      document.querySelectorAll<HTMLElement>('[data-testid="message"]:has([data-testid="recording"])'),
      ({ dataset }) => dataset['delivery'] ?? '',
    ),
  );
}

/** How many messages with sound are there and wait for nothing. */
async function arrived(visitor: ChromiumVisitor): Promise<number> {
  return (await deliveries(visitor)).filter((one) => one !== 'queued').length;
}

/** The picture that the dialog shows, as the PNG that it was made from. */
async function shownPicture({ page }: ChromiumVisitor): Promise<Buffer> {
  const base64 = await page.locator('dialog img').evaluate(async (element) => {
    const image = element as HTMLImageElement;
    await image.decode();
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [image.naturalWidth, image.naturalHeight];
    canvas.getContext('2d')?.drawImage(image, 0, 0);
    return canvas.toDataURL('image/png').split(',')[1] ?? '';
  });
  return Buffer.from(base64, 'base64');
}
