import { setTimeout as wait } from 'node:timers/promises';
import type { ChromiumVisitor } from '@cardea/e2e/harness/chromium';
import { itemFolders, keptFile, asFile } from '@cardea/e2e/harness/keptFiles';
import { RecordedMedia } from '@cardea/e2e/harness/recordedMedia';
import { beginCall, Stage, type Pair } from '@cardea/e2e/harness/stage';
import { until } from '@cardea/e2e/harness/visitor';
import { percentile, type Figure } from '../harness/report.ts';
import { processorSeconds } from '../harness/usage.ts';

const seconds = 15;
const settle = 3;

interface Kind {
  subject: 'mine' | 'theirs' | 'composed' | 'voices' | 'screen';
  container: 'MP4' | 'WebM';
}
const kinds: readonly Kind[] = [
  { subject: 'voices', container: 'MP4' },
  { subject: 'mine', container: 'MP4' },
  { subject: 'theirs', container: 'MP4' },
  { subject: 'composed', container: 'MP4' },
  { subject: 'composed', container: 'WebM' },
  { subject: 'screen', container: 'MP4' },
];

interface Round {
  /** Processors kept busy more than without recording. */
  added: number;
  /** Pictures a second in the file. */
  pictures: number;
  /** Seconds by the clock, from the recorder's beginning to the press on the button, less seconds of the file. */
  missing: number;
  /** Milliseconds from the end to the finished file. */
  finished: number;
}

/** Processor time that each kind of recording adds to a call with 1280×720 each way, at the end that records. */
export async function benchAddedCost(rounds = 3): Promise<Figure[]> {
  const stage = await Stage.open(
    {},
    { cameras: 'two large', args: ['--use-fake-device-for-media-stream=fps=15'] },
  );
  const found = new Map<Kind, Round[]>(kinds.map((kind) => [kind, []]));
  try {
    const browser = await pidOf(stage);
    const pair = await stage.pair({ prepare: knowNames });
    await beginCall(pair, 'video');
    await Promise.all([pair.ann.seesMovement(), pair.bob.seesMovement()]);
    // Encoders find their rate in the first seconds.
    await wait(10_000);
    const known = new Set<string>();
    for (let round = 0; round < rounds; round++) {
      let without = await busy(browser);
      for (const kind of kinds) {
        // A shared screen is a load of its own.
        if (kind.subject === 'screen') {
          await shareScreen(pair);
          without = await busy(browser);
        }
        const measured = await oneRound(pair, browser, kind, { without, known });
        found.get(kind)?.push(measured.round);
        without = measured.without;
      }
      await pair.annVisitor.click('button', 'Stop sharing');
    }
  } finally {
    await stage.close();
  }
  return [...found].flatMap(([kind, all]) => figuresOf(kind, all));
}

/** tsx wraps named functions in a call that does not exist in the page. */
async function knowNames(...visitors: ChromiumVisitor[]): Promise<void> {
  for (const { page } of visitors) {
    await page.addInitScript({ content: 'globalThis.__name = (named) => named;' });
  }
}

async function shareScreen({ annVisitor, bob }: Pair): Promise<void> {
  await annVisitor.click('button', 'Share screen');
  await annVisitor.click('button', 'Choose what to share');
  await bob.seesMovement('screen-video');
}

/**
 * With recording, between two measurements without, because the load of a call and of the machine drifts.
 * @param from what was measured without, and the recordings that are there already
 */
async function oneRound(
  pair: Pair,
  browser: number,
  kind: Kind,
  from: { without: number; known: Set<string> },
): Promise<{ round: Round; without: number }> {
  const { annVisitor } = pair;
  const before = from.without;
  await begin(pair, kind);
  const during = await busy(browser);
  await annVisitor.click('button', 'Stop recording');
  const ended = Date.now();
  const id = await newest(pair, from.known);
  const finished = Date.now() - ended;
  const media = await lookInto(pair, id);
  const after = await busy(browser);
  const round: Round = {
    added: during - (before + after) / 2,
    pictures: media.pictures / media.duration,
    missing: (ended - media.recordedAt) / 1000 - media.duration,
    finished,
  };
  console.error(
    `  ${kind.subject} ${kind.container}: ${before.toFixed(2)} → ${during.toFixed(2)} → ${after.toFixed(2)} ` +
      `processors, ${round.pictures.toFixed(1)} pictures/s, ${round.missing.toFixed(2)} s short, file after ${finished} ms`,
  );
  return { round, without: after };
}

/** @returns how many processors it has kept busy, after some seconds of rest */
async function busy(browser: number): Promise<number> {
  await wait(settle * 1000);
  const [begin, from] = [performance.now(), processorSeconds(browser)];
  await wait(seconds * 1000);
  return (processorSeconds(browser) - from) / ((performance.now() - begin) / 1000);
}

async function begin({ ann, bob, annVisitor, bobVisitor }: Pair, kind: Kind): Promise<void> {
  await annVisitor.click('button', 'Record');
  await annVisitor.evaluate(({ subject, container }) => {
    for (const radio of document.querySelectorAll<HTMLInputElement>(
      '[role="radiogroup"] input[type="radio"]',
    )) {
      if (radio.value === subject || radio.closest('label')?.textContent === container) radio.click();
    }
  }, kind);
  if (kind.subject === 'mine') await annVisitor.click('button', 'Start recording');
  else {
    await annVisitor.click('button', 'Ask and record');
    await bobVisitor.click('button', 'Allow');
  }
  await Promise.all([ann.reads('REC'), bob.reads('REC')]);
}

/** Waits until there is one more finished file. @returns its id */
async function newest({ annVisitor }: Pair, known: Set<string>): Promise<string> {
  const id = await until(
    'there is a finished recording',
    async () =>
      (await itemFolders(annVisitor)).find(
        (item) => !known.has(item.id) && 'description.json' in item.files && !('pieces.mkv' in item.files),
      )?.id,
    60_000,
  );
  known.add(id);
  return id;
}

async function lookInto(
  { annVisitor }: Pair,
  id: string,
): Promise<{ recordedAt: number; duration: number; pictures: number }> {
  const kept = await keptFile(annVisitor, id);
  const media = new RecordedMedia(await asFile(kept));
  const complaints = await media.complaints();
  if (complaints !== '') console.error(`  ffmpeg says of the file: ${complaints.slice(0, 300)}`);
  const { recordedAt, duration } = kept.description;
  return { recordedAt, duration: duration / 1000, pictures: await media.pictures() };
}

/** The browser's first process. */
async function pidOf(stage: Stage): Promise<number> {
  const devtools = await stage.low.process.newBrowserCDPSession();
  const { processInfo } = await devtools.send('SystemInfo.getProcessInfo');
  const browser = processInfo.find(({ type }) => type === 'browser');
  if (browser === undefined) throw new Error('the browser has no process');
  return browser.id;
}

function figuresOf({ subject, container }: Kind, rounds: readonly Round[]): Figure[] {
  if (rounds.length === 0) return [];
  const name = `${subject}, ${container}`;
  const samples = rounds.length;
  const of = (field: keyof Round, share: number): number =>
    percentile(
      rounds.map((one) => one[field]),
      share,
    );
  return [
    { name: `${name}: processors kept busy, median`, value: of('added', 0.5), unit: '', samples },
    { name: `${name}: … lowest`, value: of('added', 0), unit: '', samples },
    { name: `${name}: … highest`, value: of('added', 1), unit: '', samples },
    ...(subject === 'voices'
      ? []
      : [{ name: `${name}: pictures a second`, value: of('pictures', 0.5), unit: '', samples }]),
    { name: `${name}: shorter than by the clock`, value: of('missing', 0.5), unit: 's', samples },
    { name: `${name}: from the end to the file`, value: of('finished', 0.5) / 1000, unit: 's', samples },
  ];
}
