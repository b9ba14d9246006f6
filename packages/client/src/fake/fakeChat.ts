import { MessageId, newId, TransferId, type PersonId } from '@cardea/protocol';
import { createStore } from 'zustand/vanilla';
import type { ChatApi, ChatMessage, ChatState, ConversationState } from '../api.ts';
import type { FakeWorld } from './fakeWorld.ts';
import { me } from './samplePeople.ts';

/** Delivers every message: sent at once, read a moment later. */
export function fakeChat(world: FakeWorld): ChatApi {
  const store = createStore<ChatState>(() => world.chat);

  const change = (person: PersonId, with_: (state: ConversationState) => ConversationState): void => {
    const open = new Map(store.getState().open);
    const before = open.get(person) ?? { person, messages: [], more: false, loaded: true, theyType: false };
    open.set(person, with_(before));
    store.setState({ open });
  };
  const update = (person: PersonId, id: MessageId, part: Partial<ChatMessage>): void =>
    change(person, (state) => ({
      ...state,
      messages: state.messages.map((message) => (message.id === id ? { ...message, ...part } : message)),
    }));
  const updateTransfer = (id: TransferId, state: 'moving' | 'cancelled'): void => {
    for (const [person, { messages }] of store.getState().open) {
      for (const message of messages) {
        if (message.transfer?.id === id)
          update(person, message.id, { transfer: { ...message.transfer, state } });
      }
    }
  };
  const add = (person: PersonId, message: Omit<ChatMessage, 'from' | 'to' | 'sentAt'>): void =>
    change(person, (state) => ({
      ...state,
      messages: [...state.messages, { ...message, from: me.id, to: person, sentAt: Date.now() }],
    }));
  const mine = { deliveredAt: null, readAt: null, mine: true, failure: null, transfer: null } as const;

  return {
    store,
    load: (person) => {
      change(person, (state) => ({ ...state, loaded: true, more: false }));
      return Promise.resolve();
    },
    send: (person, text) => {
      const id = newId(MessageId);
      add(person, { ...mine, id, body: { type: 'text', text }, delivery: 'sent' });
      setTimeout(() => update(person, id, { delivery: 'read' }), 600);
      return Promise.resolve(id);
    },
    sendRecording: (person, recording) => {
      const id = newId(MessageId);
      add(person, { ...mine, id, body: { type: 'recording', ...recording }, delivery: 'sent' });
      return Promise.resolve(id);
    },
    retry: (person, message) => {
      update(person, message, { delivery: 'sent', failure: null });
      return Promise.resolve();
    },
    discard: (person, message) =>
      change(person, (state) => ({ ...state, messages: state.messages.filter(({ id }) => id !== message) })),
    setTyping: () => undefined,
    markRead: (person) => {
      const conversations = store
        .getState()
        .conversations.map((one) => (one.person.id === person ? { ...one, unread: 0 } : one));
      const unread = conversations.reduce((sum, one) => sum + one.unread, 0);
      if (unread !== store.getState().unread) store.setState({ conversations, unread });
      return Promise.resolve();
    },
    sendFile: (person, file) => {
      const id = newId(TransferId);
      const description = { name: file.name, size: file.size, mimeType: file.type };
      add(person, {
        ...mine,
        id: newId(MessageId),
        body: { type: 'file', file: description },
        delivery: 'sent',
        transfer: {
          id,
          direction: 'up',
          file: description,
          state: 'offered',
          transferred: 0,
          speed: 0,
          url: null,
        },
      });
      return Promise.resolve(id);
    },
    acceptFile: (transfer) => {
      updateTransfer(transfer, 'moving');
      return Promise.resolve();
    },
    cancelFile: (transfer) => {
      updateTransfer(transfer, 'cancelled');
      return Promise.resolve();
    },
  };
}
