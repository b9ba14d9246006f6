import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import {
  CardeaError,
  limits,
  LinkId,
  newId,
  ShareToken,
  type CreateLink,
  type ItemId,
  type NewShareLink,
  type PersonId,
  type ShareLink,
  type Timestamp,
} from '@cardea/protocol';
import { lockPeople } from '../storage/engineDifferences.ts';
import { assertMayDo } from './access.ts';
import { findItem, type StoredItem } from './itemRecords.ts';
import type { Library } from './library.ts';
import type { LibraryDependencies } from './libraryDependencies.ts';

/** A link that somebody follows. */
export interface FollowedLink {
  id: LinkId;
  item: StoredItem;
  expiresAt: Timestamp;
  /** Whether its password, if it has one, has been given. */
  unlocked: boolean;
}

interface KnownLink extends Omit<FollowedLink, 'unlocked'> {
  passwordHash: string | null;
}

/** Links by which anybody may see an item. The token is a secret of whoever has the link; here is its SHA-256. */
export class Links {
  readonly #on: Pick<LibraryDependencies, 'storage' | 'announcer' | 'passwords' | 'log' | 'now'>;
  readonly #library: Pick<Library, 'permitted'>;

  constructor(dependencies: LibraryDependencies, library: Library) {
    this.#on = dependencies;
    this.#library = library;
  }

  /** @throws CardeaError `not_found`, `not_allowed` */
  async create(owner: PersonId, item: ItemId, request: CreateLink): Promise<NewShareLink> {
    const { storage, announcer, passwords, log, now } = this.#on;
    await this.#library.permitted(owner, item, 'share');
    const passwordHash = request.password === null ? null : await passwords.hash(request.password);
    const token = randomBytes(32).toString('base64url');
    const id = newId(LinkId);
    const createdAt = now();
    const expiresAt = createdAt + request.lifetime * 1000;
    await storage.db.transaction().execute(async (transaction) => {
      await lockPeople(storage, transaction, [owner]);
      const { links } = await transaction
        .selectFrom('item_links')
        .select((select) => select.fn.countAll<number>().as('links'))
        .where('item_id', '=', item)
        .where('expires_at', '>', createdAt)
        .executeTakeFirstOrThrow();
      if (links >= limits.linksPerItem) {
        throw new CardeaError('not_allowed', { details: 'So many links to one item are enough.' });
      }
      await transaction
        .insertInto('item_links')
        .values({
          id,
          item_id: item,
          token_hash: hashToken(token),
          password_hash: passwordHash,
          created_at: createdAt,
          expires_at: expiresAt,
        })
        .execute();
    });
    log.info({ item, link: id, person: owner }, 'a link is made');
    announcer.changed(item);
    return { id, createdAt, expiresAt, protected: passwordHash !== null, token };
  }

  /** Those that are valid, newest first. @throws CardeaError `not_found`, `not_allowed` */
  async list(owner: PersonId, item: ItemId): Promise<ShareLink[]> {
    await this.#library.permitted(owner, item, 'share');
    const rows = await this.#on.storage.db
      .selectFrom('item_links')
      .select(['id', 'created_at', 'expires_at', 'password_hash'])
      .where('item_id', '=', item)
      .where('expires_at', '>', this.#on.now())
      .orderBy('created_at', 'desc')
      .execute();
    return rows.map((row) => ({
      id: row.id,
      createdAt: row.created_at,
      expiresAt: row.expires_at,
      protected: row.password_hash !== null,
    }));
  }

  /** The link ends at once. @throws CardeaError `not_found`, `not_allowed` */
  async remove(owner: PersonId, item: ItemId, link: LinkId): Promise<void> {
    const { storage, announcer, log } = this.#on;
    await this.#library.permitted(owner, item, 'share');
    const removed = await storage.db
      .deleteFrom('item_links')
      .where('item_id', '=', item)
      .where('id', '=', link)
      .executeTakeFirst();
    if (removed.numDeletedRows === 0n) throw new CardeaError('not_found');
    log.info({ item, link, person: owner }, 'a link is removed');
    announcer.changed(item);
  }

  /**
   * @param proof that the password was given, from {@link unlock}, or `null`
   * @throws CardeaError `not_found`, `share_expired`
   */
  async follow(token: string, proof: string | null): Promise<FollowedLink> {
    const { passwordHash, ...link } = await this.#find(token);
    const unlocked = passwordHash === null || (proof !== null && isSame(proof, proofOf(token, passwordHash)));
    return { ...link, unlocked };
  }

  /**
   * @returns the link, and the proof that its password was given: of use for this link and this password only, and
   * `null` if it has none
   * @throws CardeaError `not_found`, `share_expired`, `wrong_credentials`
   */
  async unlock(token: string, password: string): Promise<{ link: FollowedLink; proof: string | null }> {
    const { passwordHash, ...link } = await this.#find(token);
    if (passwordHash === null) return { link: { ...link, unlocked: true }, proof: null };
    const matches = await this.#on.passwords.matches(passwordHash, password);
    if (!matches) throw new CardeaError('wrong_credentials');
    return { link: { ...link, unlocked: true }, proof: proofOf(token, passwordHash) };
  }

  async #find(token: string): Promise<KnownLink> {
    if (!ShareToken.safeParse(token).success) throw new CardeaError('not_found');
    const { storage, now } = this.#on;
    const row = await storage.db
      .selectFrom('item_links')
      .select(['id', 'item_id', 'expires_at', 'password_hash'])
      .where('token_hash', '=', hashToken(token))
      .executeTakeFirst();
    const item = row === undefined ? null : await findItem(storage.db, row.item_id);
    if (row === undefined || item === null) throw new CardeaError('not_found');
    assertMayDo('see', 'link', item.state);
    if (row.expires_at <= now()) throw new CardeaError('share_expired');
    return { id: row.id, item, expiresAt: row.expires_at, passwordHash: row.password_hash };
  }
}

function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}

/** Needs the token and what the database knows of the password; a new password makes another proof. */
function proofOf(token: string, passwordHash: string): string {
  return createHmac('sha256', passwordHash).update(token).digest('base64url');
}

function isSame(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
