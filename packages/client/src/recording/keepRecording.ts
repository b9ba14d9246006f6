import type { ItemId, TimelineEntry } from '@cardea/protocol';
import { itemFiles, type DeviceLibrary } from '../library/deviceLibrary.ts';
import { RecordingDraft } from './draft.ts';
import { finishPieces, type RecordingParts } from './recordingRun.ts';

/** Held while a recording is made or finished, so that no other tab takes it for one that was cut off. */
export function recordingLock(id: ItemId): string {
  return `cardea-recording-${id}`;
}

/**
 * Makes an item of the library of a recording's pieces, at its end or after a crash, and then they are removed.
 * @param progress gets 0 to 1
 * @param timeline what happened meanwhile; a recording that was cut off has none
 * @returns its length in milliseconds
 * @throws what keeps it from being made; the pieces are still there then
 */
export async function keepRecording(
  parts: RecordingParts,
  library: DeviceLibrary,
  id: ItemId,
  progress: (share: number) => void,
  timeline?: TimelineEntry[],
): Promise<number> {
  const folder = await library.folder(id);
  const written = await (await folder.getFileHandle(itemFiles.draft)).getFile();
  const draft = RecordingDraft.parse(JSON.parse(await written.text()));
  const file = await finishPieces(parts, folder, draft, progress);
  const { kind, subject, title, recordedAt, call, people, container } = draft;
  const { size, duration, width, height, tracks, thumbnail } = file;
  await library.add(
    {
      ...{
        id,
        kind,
        source: 'browser',
        subject,
        title,
        recordedAt,
        call,
        people,
        timeline: timeline ?? draft.timeline,
      },
      mediaType: `${draft.video === null ? 'audio' : 'video'}/${container}`,
      ...{ size, duration, width, height, tracks },
    },
    thumbnail,
  );
  return duration;
}
