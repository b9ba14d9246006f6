import type { Figure } from './harness/report.ts';
import { benchAddedCost } from './recording/addedCost.ts';
import { benchFinishing } from './recording/finishing.ts';
import { benchLongRecording } from './recording/longRecording.ts';
import { RecordingBrowser } from './recording/recordingBrowser.ts';

/** What recording in the browser costs: memory of a long one, the making of its file, the processor in a call. */
export async function benchRecording(): Promise<Figure[]> {
  const figures: Figure[] = [];
  for (const run of [benchLongRecording, benchFinishing]) {
    const browser = await RecordingBrowser.open();
    try {
      figures.push(...(await run(browser)));
    } finally {
      await browser.close();
    }
  }
  return [...figures, ...(await benchAddedCost())];
}
