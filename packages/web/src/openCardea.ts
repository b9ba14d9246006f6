import { createCardea, type Cardea } from '@cardea/client';
import { recordingTitle } from './i18n/recordingTitle.ts';
import { recordingParts } from './recordingParts.ts';

/** The one client of this page; it lives as long as the page does. */
export function openCardea(): Cardea {
  return createCardea({ recording: recordingParts, titleOf: recordingTitle });
}
