import type { RecordingOptions } from '@cardea/client';
import { create } from 'zustand';

/** What was recorded last, for as long as the page lives. */
export const useRecordingChoice = create<RecordingOptions>(() => ({
  subject: 'composed',
  height: 720,
  container: 'mp4',
}));
