import { asFile, itemFolders, keptFile, type KeptFile } from './keptFiles.ts';
import { RecordedMedia } from './recordedMedia.ts';
import type { Person } from './person.ts';
import { until, type Visitor } from './visitor.ts';

/** Who records, and who is recorded; a pair of a stage, or others in any browsers. */
export interface Sides {
  ann: Person;
  bob: Person;
  annVisitor: Visitor;
  bobVisitor: Visitor;
}

/** Ann records, and Bob agrees where he is asked. @returns when it has begun, milliseconds since 1970 */
export async function beginRecording(
  { ann, bob, annVisitor, bobVisitor }: Sides,
  subject: string,
  format: 'MP4' | 'WebM' = 'MP4',
): Promise<number> {
  await annVisitor.evaluate(watchSign, undefined);
  await annVisitor.click('button', 'Record');
  await until('the formats are known', () => annVisitor.sees('button', /^(Ask and record|Start recording)$/));
  await annVisitor.evaluate(
    (values) => {
      for (const value of values) {
        document.querySelector<HTMLInputElement>(`dialog input[value="${value}"]`)?.click();
      }
    },
    // Small, because a machine that tests has other things to do.
    [subject, format.toLowerCase(), '360'],
  );
  if (subject === 'mine') await annVisitor.click('button', 'Start recording');
  else {
    await annVisitor.click('button', 'Ask and record');
    await bob.reads('wants to record');
    await bobVisitor.click('button', 'Allow');
  }
  await Promise.all([ann.reads('REC'), bob.reads('REC')]);
  return (await signTimes(annVisitor)).since;
}

/** How long the recording that has ended last was recorded, in seconds: as long as its sign was to be seen. */
export async function recordedTime(visitor: Visitor): Promise<number> {
  const { since, end } = await until('the recording has ended', async () => {
    const times = await signTimes(visitor);
    return times.end > times.since && times;
  });
  return (end - since) / 1000;
}

/** In the page: notes since when the sign tells of a recording, and when it goes. */
function watchSign(): void {
  const notes = document.documentElement.dataset;
  const look = (): void => {
    const time = document.querySelector<HTMLTimeElement>('[data-testid="recording-sign"] time');
    if (time !== null) notes['recordedSince'] = String(Date.parse(time.dateTime));
    else if (notes['recordedSince'] !== undefined) notes['recordedEnd'] ??= String(Date.now());
    if (time !== null) delete notes['recordedEnd'];
  };
  new MutationObserver(look).observe(document.body, {
    childList: true,
    subtree: true,
    attributeFilter: ['datetime'],
  });
}

async function signTimes(visitor: Visitor): Promise<{ since: number; end: number }> {
  return visitor.evaluate(() => {
    const { recordedSince, recordedEnd } = document.documentElement.dataset;
    return { since: Number(recordedSince ?? 0), end: Number(recordedEnd ?? 0) };
  }, undefined);
}

/** Waits until this has been recorded, by the sign that both see. @param time as it is shown: `00:04` */
export async function recordsUntil({ visitor, name }: Person, time: string): Promise<void> {
  await until(`${name} has recorded ${time}`, () =>
    visitor.evaluate((wanted) => {
      const sign = document.querySelector<HTMLElement>('[data-testid="recording-sign"]');
      return sign?.innerText.includes(wanted) === true;
    }, time),
  );
}

/** Waits for the next finished item on Ann's device. @param known ids of earlier ones; gets the new one */
export async function newestRecording(
  { annVisitor }: Pick<Sides, 'annVisitor'>,
  known: Set<string>,
): Promise<{ kept: KeptFile; media: RecordedMedia }> {
  const id = await until(
    'there is a finished recording',
    async () => {
      const finished = (await itemFolders(annVisitor)).filter(
        ({ files }) => 'description.json' in files && !('pieces.mkv' in files),
      );
      return finished.find((item) => !known.has(item.id))?.id;
    },
    30_000,
  );
  known.add(id);
  const kept = await keptFile(annVisitor, id);
  return { kept, media: new RecordedMedia(await asFile(kept)) };
}
