import { ItemDescription, ItemTitle, Timestamp } from '@cardea/protocol';
import * as z from 'zod';
import type { DeviceItem } from './deviceLibrary.ts';

/** `description.json`. */
export const StoredItem: z.ZodType<DeviceItem> = ItemDescription.omit({ sha256: true });

/** `upload.json`: how far its way to the server has come, for this tab after a reload and for others. */
export const UploadNote = z.strictObject({
  /** `done`: the server has it. */
  status: z.enum(['going', 'paused', 'done']),
  /** Of the file, once it has been taken. */
  sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable(),
  /** Where the upload goes on, once it has begun. */
  url: z.string().max(2_000).nullable(),
});
export type UploadNote = z.infer<typeof UploadNote>;

/** `removed.json`: taken out of the list; the folder goes when it can no longer be undone. */
export const RemovalNote = z.strictObject({ at: Timestamp });

/** What a list of unfinished recordings reads of `draft.json`; the rest is the recorder's. */
export const DraftHeading = z.object({ title: ItemTitle, recordedAt: Timestamp });

/** Names of the files that the library puts beside those of `itemFiles`. */
export const noteFiles = { upload: 'upload.json', removed: 'removed.json' } as const;
