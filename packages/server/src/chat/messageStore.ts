import {
  limits,
  MessageBody,
  type Conversation,
  type Message,
  type MessageId,
  type PersonId,
  type Timestamp,
} from '@cardea/protocol';
import type { Selectable } from 'kysely';
import { getPeople } from '../people/personRecords.ts';
import { pairOf } from '../storage/pair.ts';
import type { Database } from '../storage/storage.ts';
import type { MessagesTable } from '../storage/tables.ts';

const columns = ['id', 'from_id', 'to_id', 'body', 'sent_at', 'delivered_at', 'read_at', 'withheld'] as const;

/** A message, and whether its receiver must never see it. */
export interface StoredMessage {
  message: Message;
  withheld: boolean;
}

function toStored(row: Pick<Selectable<MessagesTable>, (typeof columns)[number]>): StoredMessage {
  return {
    message: {
      id: row.id,
      from: row.from_id,
      to: row.to_id,
      body: MessageBody.parse(JSON.parse(row.body)),
      sentAt: row.sent_at,
      deliveredAt: row.delivered_at,
      readAt: row.read_at,
    },
    withheld: row.withheld === 1,
  };
}

export async function findMessage(db: Database, id: MessageId): Promise<StoredMessage | null> {
  const row = await db.selectFrom('messages').select(columns).where('id', '=', id).executeTakeFirst();
  return row === undefined ? null : toStored(row);
}

/** @throws a unique violation if the id exists */
export async function insertMessage(db: Database, message: Message, withheld: boolean): Promise<void> {
  const { id, from, to, body, sentAt, deliveredAt, readAt } = message;
  await db
    .insertInto('messages')
    .values({
      id,
      from_id: from,
      to_id: to,
      pair: pairOf(from, to),
      body: JSON.stringify(body),
      sent_at: sentAt,
      delivered_at: deliveredAt,
      read_at: readAt,
      withheld: withheld ? 1 : 0,
    })
    .execute();
  await rememberLast(db, from, to, message);
  if (!withheld) await rememberLast(db, to, from, message);
}

async function rememberLast(
  db: Database,
  person: PersonId,
  other: PersonId,
  message: Message,
): Promise<void> {
  const last = { last_message_id: message.id, last_sent_at: message.sentAt };
  await db
    .insertInto('conversations')
    .values({ person_id: person, other_id: other, ...last })
    .onConflict((conflict) =>
      conflict
        .columns(['person_id', 'other_id'])
        .doUpdateSet(last)
        // A message that was queued for long may be older than the newest.
        .where('conversations.last_sent_at', '<=', message.sentAt),
    )
    .execute();
}

/** One page, oldest message first within it. @param before `sentAt` of the earliest message known */
export async function listMessages(
  db: Database,
  viewer: PersonId,
  other: PersonId,
  before: Timestamp | undefined,
): Promise<{ messages: Message[]; more: boolean }> {
  const rows = await db
    .selectFrom('messages')
    .select(columns)
    .where('pair', '=', pairOf(viewer, other))
    .where((where) => where.or([where('withheld', '=', 0), where('from_id', '=', viewer)]))
    .$if(before !== undefined, (query) => query.where('sent_at', '<', before ?? 0))
    .orderBy('sent_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limits.pageSize + 1)
    .execute();
  const page = rows.slice(0, limits.pageSize).map((row) => toStored(row).message);
  return { messages: page.reverse(), more: rows.length > limits.pageSize };
}

/** The newest conversations of a person, newest first. */
export async function listConversations(db: Database, viewer: PersonId): Promise<Conversation[]> {
  const rows = await db
    .selectFrom('conversations')
    .innerJoin('messages', 'messages.id', 'conversations.last_message_id')
    .select(columns)
    .where('conversations.person_id', '=', viewer)
    .orderBy('last_sent_at', 'desc')
    .limit(limits.pageSize)
    .execute();
  if (rows.length === 0) return [];
  const last = rows.map((row) => toStored(row).message);
  const otherOf = (message: Message): PersonId => (message.from === viewer ? message.to : message.from);
  const people = await getPeople(db, last.map(otherOf));
  const unread = await countUnread(db, viewer);
  return last.flatMap((lastMessage) => {
    const known = people.get(otherOf(lastMessage));
    if (known === undefined) return [];
    return [{ person: known.person, lastMessage, unread: unread.get(known.person.id) ?? 0 }];
  });
}

async function countUnread(db: Database, viewer: PersonId): Promise<Map<PersonId, number>> {
  const rows = await db
    .selectFrom('messages')
    .select((select) => ['from_id', select.fn.countAll<number>().as('unread')])
    .where('to_id', '=', viewer)
    .where('read_at', 'is', null)
    .where('withheld', '=', 0)
    .groupBy('from_id')
    .execute();
  return new Map(rows.map((row) => [row.from_id, row.unread]));
}

/**
 * Notes that the receiver has, or has read, messages. What was noted before stays as it is; read means delivered.
 * @returns the ids for which this is new
 */
export async function noteReceipt(
  db: Database,
  receipt: {
    from: PersonId;
    to: PersonId;
    ids: readonly MessageId[];
    state: 'delivered' | 'read';
    at: Timestamp;
  },
): Promise<MessageId[]> {
  const read = receipt.state === 'read';
  const rows = await db
    .updateTable('messages')
    .set((set) => ({
      delivered_at: set.fn.coalesce('delivered_at', set.val(receipt.at)),
      ...(read && { read_at: receipt.at }),
    }))
    .where('id', 'in', receipt.ids)
    .where('from_id', '=', receipt.from)
    .where('to_id', '=', receipt.to)
    .where('withheld', '=', 0)
    .where(read ? 'read_at' : 'delivered_at', 'is', null)
    .returning('id')
    .execute();
  return rows.map((row) => row.id);
}
