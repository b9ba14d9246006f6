import type { Kysely, Migration, MigrationProvider } from 'kysely';

/**
 * All migrations, oldest first by name, the same for SQLite and PostgreSQL. One that has been released is never
 * changed; a new one is added.
 */
const migrations: Record<string, Migration> = {
  '0001-first': { up: createFirstTables },
  '0002-library': { up: createLibrary },
};

export const migrationProvider: MigrationProvider = {
  getMigrations: () => Promise.resolve(migrations),
};

async function createFirstTables(db: Kysely<unknown>): Promise<void> {
  await createPeople(db);
  await createCalls(db);
  await createMessages(db);
}

async function createPeople(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('people')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('name', 'text', (column) => column.notNull())
    .addColumn('name_key', 'text', (column) => column.unique())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('password_hash', 'text')
    .addColumn('avatar_id', 'text')
    .addColumn('call_waiting', 'integer', (column) => column.notNull())
    .addColumn('reachable_by', 'text', (column) => column.notNull())
    .addColumn('relay_only', 'integer', (column) => column.notNull())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema
    .createTable('sessions')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('token_hash', 'text', (column) => column.notNull().unique())
    .addColumn('person_id', 'text', (column) => column.notNull().references('people.id'))
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('sessions_person').on('sessions').column('person_id').execute();
  await db.schema.createIndex('sessions_expiry').on('sessions').column('expires_at').execute();
  await db.schema
    .createTable('avatars')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('person_id', 'text', (column) => column.notNull().references('people.id'))
    .addColumn('mime_type', 'text', (column) => column.notNull())
    .addColumn('data', 'text', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('avatars_person').on('avatars').column('person_id').execute();
  await db.schema
    .createTable('contacts')
    .addColumn('person_id', 'text', (column) => column.notNull().references('people.id'))
    .addColumn('other_id', 'text', (column) => column.notNull().references('people.id'))
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('changed_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('contacts_key', ['person_id', 'other_id'])
    .execute();
  await db.schema.createIndex('contacts_other').on('contacts').column('other_id').execute();
}

async function createCalls(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('calls')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('kind', 'text', (column) => column.notNull())
    .addColumn('caller_id', 'text', (column) => column.notNull().references('people.id'))
    .addColumn('caller_device', 'text', (column) => column.notNull())
    .addColumn('callee_id', 'text', (column) => column.notNull().references('people.id'))
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('preconnect', 'integer', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('phase', 'text', (column) => column.notNull())
    .addColumn('deadline_at', 'bigint')
    .addColumn('open_pair', 'text', (column) => column.unique())
    .addColumn('version', 'integer', (column) => column.notNull())
    .addColumn('seen_at', 'bigint', (column) => column.notNull())
    .addColumn('missed_unseen', 'integer', (column) => column.notNull())
    .addColumn('hidden_from_caller', 'integer', (column) => column.notNull())
    .addColumn('hidden_from_callee', 'integer', (column) => column.notNull())
    .execute();
  for (const side of ['caller_id', 'callee_id'] as const) {
    await db.schema.createIndex(`calls_${side}`).on('calls').columns([side, 'created_at']).execute();
    // Few calls are open at a time, so these stay tiny however long the history grows.
    await db.schema
      .createIndex(`calls_open_${side}`)
      .on('calls')
      .column(side)
      .where('open_pair' as never, 'is not', null)
      .execute();
  }
  await db.schema
    .createIndex('calls_deadline')
    .on('calls')
    .column('deadline_at')
    .where('deadline_at' as never, 'is not', null)
    .execute();
  await db.schema
    .createIndex('calls_missed')
    .on('calls')
    .column('callee_id')
    .where('missed_unseen' as never, '=', 1)
    .execute();
}

async function createMessages(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('messages')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('from_id', 'text', (column) => column.notNull().references('people.id'))
    .addColumn('to_id', 'text', (column) => column.notNull().references('people.id'))
    .addColumn('pair', 'text', (column) => column.notNull())
    .addColumn('body', 'text', (column) => column.notNull())
    .addColumn('sent_at', 'bigint', (column) => column.notNull())
    .addColumn('delivered_at', 'bigint')
    .addColumn('read_at', 'bigint')
    .addColumn('withheld', 'integer', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('messages_pair').on('messages').columns(['pair', 'sent_at']).execute();
  await db.schema
    .createIndex('messages_unread')
    .on('messages')
    .columns(['to_id', 'from_id'])
    .where('read_at' as never, 'is', null)
    .execute();
  await db.schema
    .createTable('conversations')
    .addColumn('person_id', 'text', (column) => column.notNull().references('people.id'))
    .addColumn('other_id', 'text', (column) => column.notNull().references('people.id'))
    .addColumn('last_message_id', 'text', (column) => column.notNull().references('messages.id'))
    .addColumn('last_sent_at', 'bigint', (column) => column.notNull())
    .addPrimaryKeyConstraint('conversations_key', ['person_id', 'other_id'])
    .execute();
  await db.schema
    .createIndex('conversations_newest')
    .on('conversations')
    .columns(['person_id', 'last_sent_at'])
    .execute();
}

async function createLibrary(db: Kysely<unknown>): Promise<void> {
  await db.schema
    .createTable('items')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('owner_id', 'text', (column) => column.notNull().references('people.id'))
    .addColumn('description', 'text', (column) => column.notNull())
    .addColumn('thumbnail', 'text')
    .addColumn('size', 'bigint', (column) => column.notNull())
    .addColumn('recorded_at', 'bigint', (column) => column.notNull())
    .addColumn('state', 'text', (column) => column.notNull())
    .addColumn('upload_id', 'text', (column) => column.unique())
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('touched_at', 'bigint', (column) => column.notNull())
    .addColumn('deleted_at', 'bigint')
    .execute();
  await db.schema.createIndex('items_owner').on('items').columns(['owner_id', 'recorded_at']).execute();
  await db.schema
    .createIndex('items_unfinished')
    .on('items')
    .column('touched_at')
    .where('state' as never, '=', 'uploading')
    .execute();
  await db.schema
    .createIndex('items_deleted')
    .on('items')
    .column('deleted_at')
    .where('deleted_at' as never, 'is not', null)
    .execute();
  await db.schema
    .createTable('item_shares')
    .addColumn('item_id', 'text', (column) => column.notNull().references('items.id'))
    .addColumn('person_id', 'text', (column) => column.notNull().references('people.id'))
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('withheld', 'integer', (column) => column.notNull())
    .addPrimaryKeyConstraint('item_shares_key', ['item_id', 'person_id'])
    .execute();
  await db.schema.createIndex('item_shares_person').on('item_shares').column('person_id').execute();
  await db.schema
    .createTable('item_links')
    .addColumn('id', 'text', (column) => column.primaryKey())
    .addColumn('item_id', 'text', (column) => column.notNull().references('items.id'))
    .addColumn('token_hash', 'text', (column) => column.notNull().unique())
    .addColumn('password_hash', 'text')
    .addColumn('created_at', 'bigint', (column) => column.notNull())
    .addColumn('expires_at', 'bigint', (column) => column.notNull())
    .execute();
  await db.schema.createIndex('item_links_item').on('item_links').column('item_id').execute();
}
