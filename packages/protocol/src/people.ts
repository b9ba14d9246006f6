import * as z from 'zod';
import { PersonId } from './ids.ts';
import { limits } from './limits.ts';

// Control characters, zero-width and bidirectional-override characters have no place in a name:
// they let one person look like another.
const forbiddenInNames = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}]/u;

/** A name as people see it: trimmed, inner white space folded, NFC. */
export const Name = z
  .string()
  .max(200)
  .transform((text) => text.normalize('NFC').trim().replace(/\s+/gu, ' '))
  .pipe(
    z
      .string()
      .min(1)
      .max(limits.nameLength)
      .refine((text) => !forbiddenInNames.test(text), 'the name has characters that cannot be seen'),
  );

/**
 * The form in which names are compared: "Ann", "ANN" and "Ａnn" are one name.
 * @param name a name that has passed {@link Name}
 */
export function nameKey(name: string): string {
  return name.normalize('NFKC').toLowerCase().normalize('NFKC');
}

export const Password = z.string().min(limits.passwordMinLength).max(limits.passwordMaxLength);

/** A small picture as a `data:` URL. SVG is not among them: it can carry scripts. */
export const Avatar = z
  .string()
  .max(limits.avatarLength)
  .regex(/^data:image\/(webp|png|jpeg);base64,[A-Za-z0-9+/]+=*$/);

/** What everybody may know about a person. */
export const Person = z.object({
  id: PersonId,
  name: z.string(),
  kind: z.enum(['guest', 'account']),
  /** Address of the picture on this origin, `null` for none; it changes when the picture does. */
  avatarUrl: z.string().nullable(),
});
export type Person = z.infer<typeof Person>;

/** `away`: signed in, but no tab is visible or used. */
export const Presence = z.enum(['online', 'in-call', 'away', 'offline']);
export type Presence = z.infer<typeof Presence>;

export const Activity = z.enum(['active', 'away']);
export type Activity = z.infer<typeof Activity>;

export const PersonSettings = z.strictObject({
  /** Whether a second caller may ring during a call. If not, they hear "busy". */
  callWaiting: z.boolean(),
  /** Who may ring and write. Blocked people never may. */
  reachableBy: z.enum(['everyone', 'contacts']),
  /** Whether calls use relays only, so that no address of one's own is shown to the other side. */
  relayOnly: z.boolean(),
});
export type PersonSettings = z.infer<typeof PersonSettings>;

export const defaultSettings: PersonSettings = {
  callWaiting: true,
  reachableBy: 'everyone',
  relayOnly: false,
};

/**
 * `asked`: I asked them; `asks`: they asked me; `accepted`: both agreed; `blocked`: I blocked them.
 * A person who was blocked is not told: to them the contact just looks offline.
 */
export const ContactState = z.enum(['asked', 'asks', 'accepted', 'blocked']);
export type ContactState = z.infer<typeof ContactState>;

export const Contact = z.object({
  person: Person,
  state: ContactState,
  /** `offline` unless the state is `accepted`. */
  presence: Presence,
});
export type Contact = z.infer<typeof Contact>;
