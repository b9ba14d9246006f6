import * as z from 'zod';
import { CallId, ItemId, LinkId, PersonId, Timestamp } from './ids.ts';
import { limits } from './limits.ts';
import { Person } from './people.ts';

/**
 * What people keep: screenshots, recordings, voice and video messages. An item may be on one device only; uploaded,
 * it has the same id and description on the server. Where it was made is its `source`, and nothing else depends on that.
 */
export const ItemKind = z.enum(['screenshot', 'recording', 'message']);
export type ItemKind = z.infer<typeof ItemKind>;

/** Whose picture and sound a recording has. */
export const RecordingSubject = z.enum(['mine', 'theirs', 'composed', 'voices', 'screen']);
export type RecordingSubject = z.infer<typeof RecordingSubject>;

/** Types a browser plays or shows and never runs. Nothing else is kept or served. */
export const MediaType = z.enum([
  'video/mp4',
  'video/webm',
  'audio/mp4',
  'audio/webm',
  'image/png',
  'image/jpeg',
  'image/webp',
]);
export type MediaType = z.infer<typeof MediaType>;

/** The ending of a file's name by its type. */
export const fileEndings: Readonly<Record<MediaType, string>> = {
  'video/mp4': 'mp4',
  'video/webm': 'webm',
  'audio/mp4': 'm4a',
  'audio/webm': 'webm',
  'image/png': 'png',
  'image/jpeg': 'jpg',
  'image/webp': 'webp',
};

export const ItemTitle = z
  .string()
  .trim()
  .min(1)
  .max(limits.itemTitleLength)
  // oxlint-disable-next-line no-control-regex -- what is refused are control characters
  .regex(/^[^\u0000-\u001f\u007f]*$/, 'a title has no control characters');

/** Something that happened while it was recorded; `at` is milliseconds from its beginning. */
export const TimelineEntry = z.strictObject({
  at: z.int().min(0),
  event: z.enum([
    'camera-on',
    'camera-off',
    'microphone-on',
    'microphone-off',
    'screen-on',
    'screen-off',
    'path',
  ]),
  /** Who did it; `null` where it is nobody's doing. */
  person: PersonId.nullable(),
});
export type TimelineEntry = z.infer<typeof TimelineEntry>;

/** What an item is, as whoever made it says; the same on the device and on the server. */
export const ItemDescription = z.strictObject({
  id: ItemId,
  kind: ItemKind,
  source: z.enum(['browser', 'gateway']),
  /** `null` for what is no recording of a call. */
  subject: RecordingSubject.nullable(),
  title: ItemTitle,
  mediaType: MediaType,
  /** Bytes. */
  size: z.int().min(1),
  /** Of the whole file, hex. */
  sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** Milliseconds; `null` for a picture. */
  duration: z.int().min(0).max(limits.itemDuration).nullable(),
  /** Pixels; `null` where there is no picture. */
  width: z.int().min(1).max(16_384).nullable(),
  height: z.int().min(1).max(16_384).nullable(),
  /** When it was begun, by the clock of the device. */
  recordedAt: Timestamp,
  call: CallId.nullable(),
  /** Who is in it, with the names they had then. */
  people: z.array(z.strictObject({ id: PersonId, name: z.string().max(limits.nameLength) })).max(50),
  tracks: z
    .array(z.strictObject({ kind: z.enum(['audio', 'video']), codec: z.string().min(1).max(60) }))
    .max(20),
  timeline: z.array(TimelineEntry).max(500),
});
export type ItemDescription = z.infer<typeof ItemDescription>;

/** A small picture of it, as a `data:` URL. */
export const Thumbnail = z
  .string()
  .max(limits.thumbnailLength)
  .regex(/^data:image\/(png|jpeg|webp);base64,[A-Za-z0-9+/]+=*$/, 'a picture as a data: URL');

/** An item on the server, as somebody who may see it is told of it. */
export const LibraryItem = ItemDescription.extend({
  owner: Person,
  /** `uploading` until all bytes are there and the checksum agrees; only the owner sees it. */
  state: z.enum(['uploading', 'ready']),
  /** When the server learnt of it. */
  createdAt: Timestamp,
  thumbnail: z.boolean(),
  /** With whom the owner shares it; empty for everybody else. */
  sharedWith: z.array(PersonId),
  /** How many links to it are valid; 0 for everybody but the owner. */
  links: z.int().min(0),
});
export type LibraryItem = z.infer<typeof LibraryItem>;

/** Declares an upload. The same id with the same description again changes nothing, so that a reload can go on. */
export const CreateItem = z.strictObject({ item: ItemDescription, thumbnail: Thumbnail.nullable() });
export type CreateItem = z.infer<typeof CreateItem>;

export const ChangeItem = z.strictObject({ title: ItemTitle });
export type ChangeItem = z.infer<typeof ChangeItem>;

/** Exactly these people may see it from now on. */
export const ShareItem = z.strictObject({ people: z.array(PersonId).max(limits.sharedWith) });
export type ShareItem = z.infer<typeof ShareItem>;

/** Bytes: what one has uploaded, what one may, and the largest file. `null` is no limit. */
export const LibraryUsage = z.object({
  used: z.int().min(0),
  quota: z.int().min(0).nullable(),
  fileSize: z.int().min(0),
});
export type LibraryUsage = z.infer<typeof LibraryUsage>;

/** Newest first by `recordedAt`; one's own, and what others share. */
export const LibraryPage = z.object({
  items: z.array(LibraryItem),
  more: z.boolean(),
  usage: LibraryUsage,
});
export type LibraryPage = z.infer<typeof LibraryPage>;

export const CreateLink = z.strictObject({
  /** Seconds from now. */
  lifetime: z.int().min(60).max(limits.linkLifetime),
  password: z.string().min(4).max(limits.passwordMaxLength).nullable(),
});
export type CreateLink = z.infer<typeof CreateLink>;

export const ShareLink = z.object({
  id: LinkId,
  createdAt: Timestamp,
  expiresAt: Timestamp,
  protected: z.boolean(),
});
export type ShareLink = z.infer<typeof ShareLink>;

/** The token is told once, to whoever makes the link; the page is `/s/TOKEN`. */
export const NewShareLink = ShareLink.extend({ token: z.string() });
export type NewShareLink = z.infer<typeof NewShareLink>;

export const ShareToken = z.string().regex(/^[A-Za-z0-9_-]{43}$/);

/** What a share page is told without an account: nothing at all before the password. */
export const SharedItem = z.discriminatedUnion('locked', [
  z.object({ locked: z.literal(true) }),
  z.object({
    locked: z.literal(false),
    title: z.string(),
    mediaType: MediaType,
    size: z.int(),
    duration: z.int().nullable(),
    width: z.int().nullable(),
    height: z.int().nullable(),
    recordedAt: Timestamp,
    ownerName: z.string(),
    expiresAt: Timestamp,
  }),
]);
export type SharedItem = z.infer<typeof SharedItem>;

export const OpenShare = z.strictObject({ password: z.string().min(1).max(limits.passwordMaxLength) });
export type OpenShare = z.infer<typeof OpenShare>;

/** Where uploads go by the tus protocol 1.0; `item` in the metadata is the id of an item declared before. */
export const uploadsPath = '/api/uploads';
