import * as z from 'zod';
import { limits } from './limits.ts';
import { Person, Presence } from './people.ts';

/** A room's name as it stands in `/room/NAME`: letters of any script, digits, `-`, `_`, `.`. */
export const RoomName = z
  .string()
  .min(1)
  .max(limits.roomNameLength)
  .regex(/^[\p{L}\p{N}][\p{L}\p{N}\p{M}._-]*$/u)
  .brand<'RoomName'>();
export type RoomName = z.infer<typeof RoomName>;

export const Room = z.object({
  name: RoomName,
  /** Everybody who has the room open, oneself included, in order of arrival. */
  people: z.array(z.object({ person: Person, presence: Presence })),
});
export type Room = z.infer<typeof Room>;
