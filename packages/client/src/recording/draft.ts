import {
  CallId,
  ItemId,
  ItemTitle,
  limits,
  PersonId,
  RecordingSubject,
  TimelineEntry,
  Timestamp,
} from '@cardea/protocol';
import * as z from 'zod';

/**
 * What is being recorded, written beside the pieces before the first of them: with it anybody who finds them after a
 * crash can make the file.
 */
export const RecordingDraft = z.strictObject({
  id: ItemId,
  kind: z.enum(['recording', 'message']),
  subject: RecordingSubject.nullable(),
  title: ItemTitle,
  recordedAt: Timestamp,
  call: CallId.nullable(),
  people: z.array(z.strictObject({ id: PersonId, name: z.string().max(limits.nameLength) })).max(50),
  container: z.enum(['mp4', 'webm']),
  /** `null` for voices only. Pixels, frames a second, bit/s. */
  video: z
    .strictObject({
      codec: z.enum(['avc', 'vp9', 'vp8']),
      width: z.int().min(16).max(4096),
      height: z.int().min(16).max(4096),
      frameRate: z.int().min(1).max(60),
      bitrate: z.int().min(50_000).max(50_000_000),
    })
    .nullable(),
  sound: z.strictObject({
    codec: z.enum(['opus', 'aac']),
    channels: z.int().min(1).max(2),
    bitrate: z.int().min(6_000).max(512_000),
  }),
  timeline: z.array(TimelineEntry).max(500),
});
export type RecordingDraft = z.infer<typeof RecordingDraft>;

/** Samples a second of everything recorded. */
export const sampleRate = 48_000;
