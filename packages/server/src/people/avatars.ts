import { CardeaError, newId, PersonId, type PersonId as Id } from '@cardea/protocol';
import type { Database } from '../storage/storage.ts';

export interface Picture {
  mimeType: string;
  bytes: Buffer;
}

/** People's pictures. Every new picture has a new id, so that browsers may keep it for ever. */
export class Avatars {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** @param avatar a `data:` URL that has passed `Avatar`, or `null` for none */
  async set(person: Id, avatar: string | null): Promise<void> {
    // Any schema of ids does: they are all random names of the same form.
    const id = avatar === null ? null : newId(PersonId);
    await this.#db.transaction().execute(async (transaction) => {
      await transaction.deleteFrom('avatars').where('person_id', '=', person).execute();
      if (avatar !== null && id !== null) {
        const [head = '', data = ''] = avatar.split(',', 2);
        const mimeType = head.slice('data:'.length).split(';')[0] ?? '';
        await transaction
          .insertInto('avatars')
          .values({ id, person_id: person, mime_type: mimeType, data })
          .execute();
      }
      await transaction.updateTable('people').set({ avatar_id: id }).where('id', '=', person).execute();
    });
  }

  /** @throws CardeaError `not_found` */
  async get(id: string): Promise<Picture> {
    const row = await this.#db
      .selectFrom('avatars')
      .select(['mime_type', 'data'])
      .where('id', '=', id)
      .executeTakeFirst();
    if (row === undefined) throw new CardeaError('not_found');
    return { mimeType: row.mime_type, bytes: Buffer.from(row.data, 'base64') };
  }
}
