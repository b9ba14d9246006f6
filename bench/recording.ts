import type { Figure } from './harness/report.ts';
import { benchFinishing } from './recording/finishing.ts';
import { benchLongRecording } from './recording/longRecording.ts';
import { RecordingBrowser } from './recording/recordingBrowser.ts';

/** Memory of a long recording in the browser. */
export function benchRecordingMemory(): Promise<Figure[]> {
  return inBrowser(benchLongRecording);
}

/** From what was recorded to a file that plays. */
export function benchRecordingFile(): Promise<Figure[]> {
  return inBrowser(benchFinishing);
}

async function inBrowser(run: (browser: RecordingBrowser) => Promise<Figure[]>): Promise<Figure[]> {
  const browser = await RecordingBrowser.open();
  try {
    return await run(browser);
  } finally {
    await browser.close();
  }
}
