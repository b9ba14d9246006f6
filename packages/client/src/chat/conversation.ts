import type { Message, MessageId, PersonId } from '@cardea/protocol';
import type { ChatMessage, ConversationState, DeliveryState } from '../api.ts';
import type { OutboxEntry } from './outbox.ts';

/** Pure functions on one conversation. All give a new state, or the same object when nothing changes. */

export function emptyConversation(person: PersonId): ConversationState {
  return { person, messages: [], more: true, loaded: false, theyType: false };
}

/** A message of the server or of the data channel as the conversation shows it. */
export function fromMessage(message: Message, me: PersonId): ChatMessage {
  const mine = message.from === me;
  return {
    ...message,
    mine,
    delivery: mine ? deliveryOf(message) : 'delivered',
    failure: null,
    transfer: null,
  };
}

/** A message of mine that the server does not have yet. */
export function fromOutbox(entry: OutboxEntry, me: PersonId): ChatMessage {
  return {
    id: entry.id,
    from: me,
    to: entry.to,
    body: entry.body,
    sentAt: entry.sentAt,
    deliveredAt: null,
    readAt: null,
    mine: true,
    delivery: entry.failure === null ? (entry.delivered ? 'delivered' : 'queued') : 'failed',
    failure: entry.failure,
    transfer: null,
  };
}

function deliveryOf(message: Message): DeliveryState {
  if (message.readAt !== null) return 'read';
  return message.deliveredAt !== null ? 'delivered' : 'sent';
}

const rank: Record<DeliveryState, number> = { failed: 0, queued: 1, sent: 2, delivered: 3, read: 4 };

/** Of two accounts of one message the one that has come further; the transfer of a file is known only here. */
function merge(known: ChatMessage, news: ChatMessage): ChatMessage {
  return {
    ...news,
    deliveredAt: news.deliveredAt ?? known.deliveredAt,
    readAt: news.readAt ?? known.readAt,
    delivery: rank[news.delivery] >= rank[known.delivery] ? news.delivery : known.delivery,
    transfer: known.transfer ?? news.transfer,
  };
}

/** Puts messages in, each once, in order of writing. */
export function withMessages(
  conversation: ConversationState,
  messages: readonly ChatMessage[],
): ConversationState {
  if (messages.length === 0) return conversation;
  const byId = new Map<MessageId, ChatMessage>();
  for (const message of conversation.messages) byId.set(message.id, message);
  for (const message of messages) {
    const known = byId.get(message.id);
    byId.set(message.id, known === undefined ? message : merge(known, message));
  }
  const sorted = [...byId.values()].toSorted(
    (one, other) => one.sentAt - other.sentAt || (one.id < other.id ? -1 : 1),
  );
  return { ...conversation, messages: sorted };
}

/**
 * Takes the newest page of the server after a time without connection. If it does not reach back to what is known,
 * there is a gap: then only what waits to be sent is kept, and earlier messages are loaded again when wanted.
 */
export function withNewestPage(
  conversation: ConversationState,
  page: { messages: readonly Message[]; more: boolean },
  me: PersonId,
  isWaiting: (id: MessageId) => boolean,
): ConversationState {
  const known = new Set(conversation.messages.map(({ id }) => id));
  const reaches = !page.more || page.messages.some(({ id }) => known.has(id));
  const kept = reaches
    ? conversation
    : { ...conversation, messages: conversation.messages.filter(({ id }) => isWaiting(id)), more: true };
  return withMessages(
    kept,
    page.messages.map((message) => fromMessage(message, me)),
  );
}

/** Changes one message, if it is there. */
export function withChange(
  conversation: ConversationState,
  id: MessageId,
  change: Partial<ChatMessage>,
): ConversationState {
  const index = conversation.messages.findIndex((message) => message.id === id);
  const message = conversation.messages[index];
  if (message === undefined) return conversation;
  return { ...conversation, messages: conversation.messages.with(index, { ...message, ...change }) };
}

/** Notes that messages have been delivered or read. Never takes anything back. */
export function withReceipt(
  conversation: ConversationState,
  ids: readonly MessageId[],
  state: 'delivered' | 'read',
  at: number,
): ConversationState {
  const wanted = new Set(ids);
  let changed = false;
  const messages = conversation.messages.map((message): ChatMessage => {
    if (!wanted.has(message.id)) return message;
    const deliveredAt = message.deliveredAt ?? at;
    const readAt = state === 'read' ? (message.readAt ?? at) : message.readAt;
    const delivery = message.mine && rank[state] > rank[message.delivery] ? state : message.delivery;
    if (deliveredAt === message.deliveredAt && readAt === message.readAt && delivery === message.delivery) {
      return message;
    }
    changed = true;
    return { ...message, deliveredAt, readAt, delivery };
  });
  return changed ? { ...conversation, messages } : conversation;
}

/** Their messages that I have not read. */
export function unreadIds(conversation: ConversationState): MessageId[] {
  return conversation.messages.filter(({ mine, readAt }) => !mine && readAt === null).map(({ id }) => id);
}

/** Their messages whose arrival the server has not heard of. */
export function unconfirmedIds(messages: readonly Message[], me: PersonId): MessageId[] {
  return messages.filter(({ from, deliveredAt }) => from !== me && deliveredAt === null).map(({ id }) => id);
}
