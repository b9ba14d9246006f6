import * as z from 'zod';
import { ItemId, MessageId, PersonId, Timestamp } from './ids.ts';
import { limits } from './limits.ts';
import { Person } from './people.ts';

/** A file is described in the history; its bytes went over the data channel and are not on the server. */
export const FileDescription = z.strictObject({
  name: z.string().min(1).max(limits.fileNameLength),
  /** Bytes. */
  size: z.int().min(0).max(limits.fileSize),
  mimeType: z.string().max(100),
});
export type FileDescription = z.infer<typeof FileDescription>;

export const MessageBody = z.discriminatedUnion('type', [
  z.strictObject({ type: z.literal('text'), text: z.string().min(1).max(limits.messageLength) }),
  z.strictObject({ type: z.literal('file'), file: FileDescription }),
  /** A voice or video message: an item of the library, which its receiver may see from then on. */
  z.strictObject({
    type: z.literal('recording'),
    item: ItemId,
    picture: z.boolean(),
    /** Milliseconds. */
    duration: z
      .int()
      .min(0)
      .max(limits.messageDuration + 5_000),
  }),
]);
export type MessageBody = z.infer<typeof MessageBody>;

/** A message of the conversation between two people, however it travelled. */
export const Message = z.object({
  id: MessageId,
  from: PersonId,
  to: PersonId,
  body: MessageBody,
  /** By the sender's clock when it was written; the conversation is ordered by it. */
  sentAt: Timestamp,
  deliveredAt: Timestamp.nullable(),
  readAt: Timestamp.nullable(),
});
export type Message = z.infer<typeof Message>;

/** One line in the list of conversations. */
export const Conversation = z.object({
  person: Person,
  lastMessage: Message,
  /** Messages from this person that have not been read. */
  unread: z.int().min(0),
});
export type Conversation = z.infer<typeof Conversation>;
