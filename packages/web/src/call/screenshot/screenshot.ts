import { grabPicture } from '@cardea/client';
import i18next from 'i18next';
import { create } from 'zustand';
import { toast } from '../../app/toasts.ts';

/** A picture that was taken and is looked at. */
export interface Screenshot {
  picture: Blob;
  url: string;
  width: number;
  height: number;
  /** Whose picture it is. */
  name: string;
  /** Milliseconds since 1970. */
  at: number;
}

export const useScreenshot = create<{ shown: Screenshot | null }>(() => ({ shown: null }));

/** Takes what this stream shows now, as large as it comes in, and shows it. */
export async function takeScreenshot(stream: MediaStream, name: string): Promise<void> {
  const at = Date.now();
  const taken = await grabPicture(stream);
  if (taken === null) {
    toast(i18next.t('recording.picture.failed'));
    return;
  }
  closeScreenshot();
  useScreenshot.setState({ shown: { ...taken, url: URL.createObjectURL(taken.picture), name, at } });
}

export function closeScreenshot(): void {
  const { shown } = useScreenshot.getState();
  if (shown !== null) URL.revokeObjectURL(shown.url);
  useScreenshot.setState({ shown: null });
}
