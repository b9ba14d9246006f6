import { execFile } from 'node:child_process';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { FinishedFile } from '@cardea/client/recording-worker';
import type { Figure } from '../harness/report.ts';
import type { RecordingBrowser } from './recordingBrowser.ts';

const run = promisify(execFile);

/** From a recording's pieces to a file that plays: how long it takes and how much memory, for any length. */
export async function benchFinishing(
  browser: RecordingBrowser,
  lengths: readonly number[] = [1, 10, 60],
): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const container of ['mp4', 'webm'] as const) {
    const minute = {
      ...{ name: 'minute', seconds: 60, container },
      ...{ width: 1280, height: 720, frameRate: 30, bitrate: 2_500_000 },
    };
    await browser.inPage((page) => page.evaluate(`recordingPage.record(${JSON.stringify(minute)})`));
    for (const minutes of lengths) {
      const { took, peak } = await finish(browser, container, minutes);
      const what = `${minutes} ${minutes === 1 ? 'minute' : 'minutes'}, ${container}`;
      const aim = minutes * 60 * 0.05;
      figures.push(
        { name: `from pieces to a file: ${what}`, value: took / 1000, unit: 's', aim, samples: 1 },
        { name: `memory above idle: ${what}`, value: peak / 1e6, unit: 'MB', aim: 100, samples: 1 },
      );
    }
    await browser.inPage((page) => page.evaluate(`recordingPage.remove('minute')`));
  }
  return figures;
}

async function finish(
  browser: RecordingBrowser,
  container: 'mp4' | 'webm',
  minutes: number,
): Promise<{ took: number; peak: number }> {
  const wanted = await browser.inPage(async (page) =>
    page.evaluate<{ size: number; duration: number }>(
      `recordingPage.lengthen('minute', 'long', ${minutes * 60})`,
    ),
  );
  return browser.inPage(async (page) => {
    await wait(1_000);
    const idle = total(browser);
    let peak = 0;
    const finishing = page.evaluate<{ file: FinishedFile; took: number }>(
      `recordingPage.finish('long', '${container}')`,
    );
    const over = finishing.then(
      () => true,
      () => true,
    );
    while (!(await Promise.race([over, wait(100, false)]))) peak = Math.max(peak, total(browser) - idle);
    const { file, took } = await finishing;
    const played = await page.evaluate<{ duration: number; seek: number }>(
      `recordingPage.plays('long', '${container}')`,
    );
    await provePlays(await browser.file(file.size), wanted.duration);
    console.error(
      `  ${container}, ${minutes} min: ${(wanted.size / 1e6).toFixed(0)} MB of pieces, ${(took / 1000).toFixed(2)} s, ` +
        `${(peak / 1e6).toFixed(0)} MB above idle, plays, a jump to the middle takes ${played.seek.toFixed(0)} ms`,
    );
    if (Math.abs(played.duration - wanted.duration) > 1) throw new Error(`it lasts ${played.duration} s`);
    await page.evaluate(`recordingPage.remove('long')`);
    return { took, peak };
  });
}

/** ffmpeg reads every packet, and decodes two seconds at the beginning, in the middle and near the end. */
async function provePlays(path: string, duration: number): Promise<void> {
  const quiet = ['-v', 'error', '-xerror'];
  const nowhere = ['-f', 'null', '-'];
  const complaints: string[] = [];
  const copied = await run('ffmpeg', [...quiet, '-i', path, '-c', 'copy', ...nowhere]);
  complaints.push(copied.stderr);
  for (const at of [0, duration / 2, duration - 3]) {
    const { stdout, stderr } = await run('ffprobe', [
      ...['-v', 'error', '-select_streams', 'v', '-read_intervals', `${at}%+2`],
      ...['-show_entries', 'frame=pts_time', '-of', 'csv=p=0', path],
    ]);
    const times = stdout.split('\n').filter((line) => line !== '');
    complaints.push(stderr);
    const begin = Number.parseFloat(times[0] ?? 'NaN');
    if (!(Math.abs(begin - at) < 2 && times.length > 30)) {
      throw new Error(`at ${at} s there are ${times.length} pictures from ${begin} s on`);
    }
  }
  const said = complaints.join('').trim();
  if (said !== '') throw new Error(`ffmpeg says of the file: ${said.slice(0, 500)}`);
}

function total(browser: RecordingBrowser): number {
  const { own, regions } = browser.memory();
  return own + regions;
}
