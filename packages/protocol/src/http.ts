import * as z from 'zod';
import { Avatar, Name, Password, Person, PersonSettings } from './people.ts';

/**
 * The HTTP side: signing in and out, which sets the session cookie, and one's own profile. Everything else goes
 * over the signalling socket. Errors are `{ error: ErrorBody }` with the status of the catalogue.
 *
 * | method and path        | body           | answer          |
 * | ---------------------- | -------------- | --------------- |
 * | GET /api/server        |                | ServerInfo      |
 * | GET /api/session       |                | Session         |
 * | POST /api/guests       | CreateGuest    | Session         |
 * | POST /api/accounts     | CreateAccount  | Session         |
 * | POST /api/session      | SignIn         | Session         |
 * | DELETE /api/session    |                | {}              |
 * | POST /api/me/password  | SetPassword    | Session         |
 * | PATCH /api/me          | ChangeProfile  | Session         |
 * | GET /api/avatars/:id   |                | the picture     |
 *
 * The library (`library.ts`); `:id` is an ItemId:
 *
 * | method and path                    | body           | answer                                     |
 * | ---------------------------------- | -------------- | ------------------------------------------ |
 * | GET /api/library?before=TIMESTAMP  |                | LibraryPage                                |
 * | POST /api/library                  | CreateItem     | LibraryItem                                |
 * | GET /api/library/:id               |                | LibraryItem                                |
 * | PATCH /api/library/:id             | ChangeItem     | LibraryItem                                |
 * | DELETE /api/library/:id            |                | {}, and can be undone for ten minutes      |
 * | POST /api/library/:id/restore      |                | LibraryItem                                |
 * | PUT /api/library/:id/people        | ShareItem      | LibraryItem                                |
 * | GET /api/library/:id/links         |                | { links: ShareLink[] }                     |
 * | POST /api/library/:id/links        | CreateLink     | NewShareLink                               |
 * | DELETE /api/library/:id/links/LINK |                | {}                                         |
 * | GET /api/library/:id/content       |                | the file, ranges too; `?download` saves it |
 * | GET /api/library/:id/thumbnail     |                | the picture                                |
 * | /api/uploads                       |                | tus 1.0                                    |
 * | GET /api/shares/TOKEN              |                | SharedItem                                 |
 * | POST /api/shares/TOKEN             | OpenShare      | SharedItem, and a cookie for this link     |
 * | GET /api/shares/TOKEN/content      |                | the file, ranges too; `?download` saves it |
 */
export const CreateGuest = z.strictObject({ name: Name });
export const CreateAccount = z.strictObject({ name: Name, password: Password });
/** No lower bound on the password here: what does not fit is simply wrong. */
export const SignIn = z.strictObject({ name: Name, password: z.string().min(1).max(200) });
/**
 * Makes an account of a guest (no `current`), or changes the password. Other sessions of the person end.
 */
export const SetPassword = z.strictObject({
  current: z.string().min(1).max(200).optional(),
  password: Password,
});
export const ChangeProfile = z.strictObject({
  name: Name.optional(),
  /** `null` removes the picture. */
  avatar: Avatar.nullable().optional(),
});
export type CreateGuest = z.infer<typeof CreateGuest>;
export type CreateAccount = z.infer<typeof CreateAccount>;
export type SignIn = z.infer<typeof SignIn>;
export type SetPassword = z.infer<typeof SetPassword>;
export type ChangeProfile = z.infer<typeof ChangeProfile>;

/** `me` is `null` when nobody is signed in. */
export const Session = z.object({ me: Person.nullable(), settings: PersonSettings.nullable() });
export type Session = z.infer<typeof Session>;

/** What anybody may know about the server. */
export const ServerInfo = z.object({
  name: z.literal('cardea'),
  version: z.string(),
  /** Whether new accounts and guests may come by themselves. */
  registration: z.enum(['open', 'guests', 'closed']),
  /** HTTPS addresses under which other devices of the network reach this server; first is best. */
  lanUrls: z.array(z.string()),
  /** Whether `/ca.crt` offers a certificate of this server's own authority for installing. */
  localAuthority: z.boolean(),
  /** Whether people may keep recordings, screenshots and messages with sound and picture on it. */
  library: z.boolean(),
});
export type ServerInfo = z.infer<typeof ServerInfo>;
