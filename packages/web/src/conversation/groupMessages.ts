import type { ChatMessage } from '@cardea/client';
import { daysBetween } from '../i18n/format.ts';

export type ConversationItem =
  | { type: 'day'; key: string; time: number }
  /** `first` and `last` within a group of messages of one person, close in time. */
  | { type: 'message'; key: string; message: ChatMessage; first: boolean; last: boolean };

const groupGap = 5 * 60_000;

/** Puts a heading before each day, and joins what one person wrote within five minutes. */
export function groupMessages(messages: readonly ChatMessage[]): ConversationItem[] {
  const items: ConversationItem[] = [];
  for (const [index, message] of messages.entries()) {
    const before = messages[index - 1];
    const after = messages[index + 1];
    if (before === undefined || daysBetween(before.sentAt, message.sentAt) !== 0) {
      items.push({ type: 'day', key: `day-${message.id}`, time: message.sentAt });
    }
    items.push({
      type: 'message',
      key: message.id,
      message,
      first: before === undefined || !together(before, message),
      last: after === undefined || !together(message, after),
    });
  }
  return items;
}

function together(a: ChatMessage, b: ChatMessage): boolean {
  return a.mine === b.mine && b.sentAt - a.sentAt < groupGap && daysBetween(a.sentAt, b.sentAt) === 0;
}
