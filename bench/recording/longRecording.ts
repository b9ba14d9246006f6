import type { Page } from 'playwright-core';
import type { Figure } from '../harness/report.ts';
import { RecordingBrowser } from './recordingBrowser.ts';

/** Minutes until memory is compared: code is loaded and compiled, Chromium's cache of pictures is full. */
const warmUp = 2;

/** What a long recording of two cameras costs in memory, on a clock that the encoders drive. */
export async function benchLongRecording(browser: RecordingBrowser, minutes = 30): Promise<Figure[]> {
  const memory: { own: number; regions: number; uncollected: number }[] = [];
  const look = async (minute: number, page: Page): Promise<void> => {
    const uncollected = browser.memory().own;
    await RecordingBrowser.collectGarbage(page);
    const { own, regions } = browser.memory();
    memory[minute] = { own, regions, uncollected };
    console.error(
      `  minute ${minute}: ${mega(own)} MB (${mega(uncollected)} MB with garbage), ` +
        `and ${mega(regions)} MB in shared memory regions`,
    );
  };
  const made = {
    ...{ name: 'long', seconds: minutes * 60, container: 'mp4' },
    // Two cores encode no half-hour of more in a quarter of an hour. As many bytes and sound as in a call.
    ...{ width: 640, height: 360, frameRate: 15, bitrate: 2_500_000 },
  } as const;
  await browser.inPage(async (page) => {
    await look(0, page);
    await page.evaluate(`recordingPage.record(${JSON.stringify(made)})`);
    await page.evaluate(`recordingPage.remove('long')`);
  }, look);
  const own = memory.slice(warmUp).map((one) => one.own);
  const regions = memory.map((one) => one.regions);
  return [
    {
      name: `memory of a page that records, highest of ${minutes} minutes`,
      ...{ value: Math.max(...own) / 1e6, unit: 'MB', samples: own.length },
    },
    {
      name: '… with garbage',
      value: Math.max(...memory.map((one) => one.uncollected)) / 1e6,
      ...{ unit: 'MB', samples: memory.length },
    },
    {
      name: `its growth from minute ${warmUp} on, highest less lowest`,
      ...{ value: (Math.max(...own) - Math.min(...own)) / 1e6, unit: 'MB', aim: 30, samples: own.length },
    },
    {
      name: "Chromium's cache of pictures drawn without a GPU, highest",
      ...{ value: Math.max(...regions) / 1e6, unit: 'MB', samples: regions.length },
    },
  ];
}

function mega(bytes: number): string {
  return (bytes / 1e6).toFixed(1);
}
