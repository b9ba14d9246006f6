import { CardeaError, type ItemId, type MessageBody, type PersonId, type Timestamp } from '@cardea/protocol';
import type { Database } from '../storage/storage.ts';
import { findItem } from './itemRecords.ts';
import { insertShare } from './itemShares.ts';

/** The item that a message brings with it, if it is one with sound or picture. */
export function itemOfMessage(body: MessageBody): ItemId | null {
  return body.type === 'recording' ? body.item : null;
}

/**
 * Lets the receiver of a message see its item, in the transaction that keeps the message.
 * @throws CardeaError `not_allowed` unless it is a message that the writer has recorded and uploaded
 */
export async function shareByMessage(
  transaction: Database,
  share: { item: ItemId; from: PersonId; to: PersonId; withheld: boolean; at: Timestamp },
): Promise<void> {
  const { item: id, from, to, withheld, at } = share;
  const item = await findItem(transaction, id);
  if (item?.owner !== from || item.state !== 'ready' || item.description.kind !== 'message') {
    throw new CardeaError('not_allowed', { details: 'There is no such recorded message, or not yet.' });
  }
  if (!withheld) await insertShare(transaction, { item: id, person: to, withheld: false, at });
}
