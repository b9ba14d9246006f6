import { recordingFiles } from '../recordingParts.ts';

/**
 * Loads what may be wanted while the server is away: a call goes on then, and so do its recording, messages for whoever
 * was not reached, and the library of this device.
 */
export async function loadAhead(): Promise<void> {
  await Promise.allSettled([
    import('./CallSurface.tsx'),
    import('../message/MessageDialog.tsx'),
    import('../library/LibraryScreen.tsx'),
    // Workers are loaded by address: they come from the browser's cache when one is made.
    ...recordingFiles.map(async (url) => (await fetch(url)).blob()),
  ]);
}
