import {
  CallId,
  ItemId,
  MessageId,
  TransferId,
  type Conversation,
  type HistoryEntry,
  type Person,
} from '@cardea/protocol';
import type { ChatMessage, ConversationState, FileTransfer } from '../api.ts';
import { videoMessage, voiceMessage } from './sampleLibrary.ts';
import { ann, bo, clara, dmitri, elena, me } from './samplePeople.ts';

const minute = 60_000;
const hour = 60 * minute;

let count = 0;

/** One text message of a conversation with me. */
export function textMessage(
  between: Person,
  mine: boolean,
  text: string,
  sentAt: number,
  delivery: ChatMessage['delivery'] = 'read',
): ChatMessage {
  count += 1;
  return {
    id: MessageId.parse(`message-${String(count).padStart(6, '0')}`),
    from: mine ? me.id : between.id,
    to: mine ? between.id : me.id,
    body: { type: 'text', text },
    sentAt,
    deliveredAt: null,
    readAt: null,
    mine,
    delivery,
    failure: null,
    transfer: null,
  };
}

/** A file on its way or arrived. */
export function fileMessage(
  between: Person,
  mine: boolean,
  transfer: Omit<FileTransfer, 'id' | 'direction'>,
  sentAt: number,
): ChatMessage {
  const message = textMessage(between, mine, 'file', sentAt, 'delivered');
  return {
    ...message,
    body: { type: 'file', file: transfer.file },
    transfer: {
      ...transfer,
      id: TransferId.parse(`transfer-${message.id}`),
      direction: mine ? 'up' : 'down',
    },
  };
}

export function conversationWithAnn(now: number): ConversationState {
  const yesterday = now - 26 * hour;
  return {
    person: ann.id,
    messages: [
      textMessage(ann, false, 'Are you back from the coast?', yesterday),
      textMessage(ann, true, 'Since last night. Sunburnt, but happy.', yesterday + 2 * minute),
      textMessage(
        ann,
        true,
        'I have about two hundred pictures of the same lighthouse.',
        yesterday + 3 * minute,
      ),
      textMessage(ann, false, 'I want to see every single one 😄', yesterday + 9 * minute),
      textMessage(
        ann,
        false,
        'Can we talk this afternoon? I would like to go through the plan for spring together.',
        now - 42 * minute,
      ),
      textMessage(ann, true, 'Yes! Ring me whenever you like.', now - 40 * minute),
      textMessage(
        ann,
        true,
        'The notes are here: https://notes.example/spring-plan\n\n1. Garden\n2. Kitchen door (it squeaks)\n3. Everything else',
        now - 39 * minute,
        'delivered',
      ),
      textMessage(ann, false, 'The hinge only needs a drop of oil.', now - 6 * minute),
      textMessage(ann, true, 'That is what I said.', now - 5 * minute, 'sent'),
      textMessage(ann, true, 'See you at four?', now - minute, 'queued'),
    ],
    more: true,
    loaded: true,
    theyType: true,
  };
}

/** The conversation during a call, with files in several states. */
/** A voice or video message, whose item is in the library. */
function recordingMessage(
  between: Person,
  mine: boolean,
  body: { item: ItemId; picture: boolean; duration: number },
  sentAt: number,
): ChatMessage {
  return { ...textMessage(between, mine, '', sentAt), body: { type: 'recording', ...body } };
}

export function conversationWithRecordings(now: number): ConversationState {
  const gone = ItemId.parse('sample-item-00');
  return {
    ...conversationWithAnn(now),
    messages: [
      textMessage(ann, false, 'Listen to this!', now - 30 * minute),
      recordingMessage(
        ann,
        false,
        { item: videoMessage, picture: true, duration: 12_000 },
        now - 29 * minute,
      ),
      recordingMessage(
        ann,
        true,
        { item: voiceMessage, picture: false, duration: 17_000 },
        now - 20 * minute,
      ),
      recordingMessage(
        ann,
        false,
        { item: voiceMessage, picture: false, duration: 17_000 },
        now - 10 * minute,
      ),
      recordingMessage(ann, false, { item: gone, picture: false, duration: 9_000 }, now - 5 * minute),
    ],
  };
}

export function conversationWithFiles(now: number): ConversationState {
  const pdf = { name: 'spring-plan.pdf', size: 2_411_724, mimeType: 'application/pdf' };
  return {
    ...conversationWithAnn(now),
    theyType: false,
    messages: [
      ...conversationWithAnn(now).messages.slice(4, 8),
      fileMessage(
        ann,
        true,
        { file: pdf, state: 'moving', transferred: 1_530_000, speed: 842_000, url: null },
        now - 3 * minute,
      ),
      fileMessage(
        ann,
        false,
        {
          file: { name: 'lighthouse-panorama-original.jpg', size: 8_912_000, mimeType: 'image/jpeg' },
          state: 'offered',
          transferred: 0,
          speed: 0,
          url: null,
        },
        now - 2 * minute,
      ),
      fileMessage(
        ann,
        false,
        {
          file: { name: 'garden.svg', size: 12_000, mimeType: 'image/png' },
          state: 'done',
          transferred: 12_000,
          speed: 0,
          url: '/icon-512.png',
        },
        now - minute,
      ),
      {
        ...textMessage(ann, true, 'This one was not accepted by the server.', now - 30_000, 'failed'),
        failure: { code: 'not_allowed', message: '' },
      },
    ],
  };
}

export function conversations(now: number): readonly Conversation[] {
  const last = (person: Person, mine: boolean, text: string, ago: number, unread = 0): Conversation => ({
    person,
    lastMessage: textMessage(person, mine, text, now - ago),
    unread,
  });
  return [
    last(ann, true, 'See you at four?', minute),
    last(bo, false, '文件收到了，谢谢！明天见 👋', 25 * minute, 2),
    last(
      clara,
      false,
      'The recording is wonderful, thank you so much for sending it over to us',
      5 * hour,
      1,
    ),
    last(dmitri, true, 'Good night', 30 * hour),
    last(elena, false, 'Muchas gracias', 8 * 24 * hour),
  ];
}

export function historyEntries(now: number): readonly HistoryEntry[] {
  const entry = (
    index: number,
    person: Person,
    direction: HistoryEntry['direction'],
    kind: HistoryEntry['kind'],
    ago: number,
    result: HistoryEntry['result'],
    duration = 0,
    missedUnseen = false,
  ): HistoryEntry => ({
    callId: CallId.parse(`history-${String(index).padStart(4, '0')}`),
    withPersonId: person.id,
    direction,
    kind,
    startedAt: now - ago,
    duration,
    result,
    missedUnseen,
  });
  return [
    entry(1, bo, 'incoming', 'video', 12 * minute, 'no-answer', 0, true),
    entry(2, ann, 'outgoing', 'video', 3 * hour, 'hung-up', 27 * minute + 41_000),
    entry(3, clara, 'incoming', 'audio', 5 * hour, 'cancelled', 0, true),
    entry(4, dmitri, 'outgoing', 'audio', 22 * hour, 'declined'),
    entry(5, ann, 'incoming', 'audio', 27 * hour, 'hung-up', 4 * minute + 5_000),
    entry(6, elena, 'outgoing', 'video', 50 * hour, 'offline'),
    entry(7, bo, 'outgoing', 'video', 75 * hour, 'hung-up', hour + 12 * minute),
    entry(8, clara, 'outgoing', 'audio', 9 * 24 * hour, 'busy'),
  ];
}
