import {
  CardeaError,
  MessageId,
  newId,
  PersonId,
  type EventOf,
  type Message,
  type Person,
  type RequestOf,
  type SocketEventName,
} from '@cardea/protocol';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { linkedPair } from '../calls/linkedPair.ts';
import { Listeners } from '../listeners.ts';
import { Chat } from './chat.ts';

const ann: Person = { id: newId(PersonId), name: 'Ann', kind: 'guest', avatarUrl: null };
const bob: Person = { id: newId(PersonId), name: 'Bob', kind: 'guest', avatarUrl: null };

/** A server that stores messages by id, and can be away. */
class FakeServer {
  readonly stored = new Map<MessageId, Message>();
  readonly receipts: RequestOf<'chat:receipt'>[] = [];
  refuse: CardeaError | null = null;
  connection: 'online' | 'offline' = 'online';
  readonly #events = new Listeners<{ name: SocketEventName; event: unknown }>();

  request = (name: string, request: unknown): Promise<never> => {
    if (this.connection === 'offline') return Promise.reject(new CardeaError('unavailable'));
    if (name === 'chat:send') {
      if (this.refuse !== null) return Promise.reject(this.refuse);
      const { id, to, body, sentAt, delivered } = request as RequestOf<'chat:send'>;
      const message = {
        id,
        from: ann.id,
        to,
        body,
        sentAt,
        deliveredAt: delivered ? sentAt : null,
        readAt: null,
      };
      this.stored.set(id, message);
      return Promise.resolve({ message } as never);
    }
    if (name === 'chat:receipt') this.receipts.push(request as RequestOf<'chat:receipt'>);
    if (name === 'chat:list')
      return Promise.resolve({ messages: [...this.stored.values()], more: false } as never);
    return Promise.resolve({} as never);
  };

  on = <N extends SocketEventName>(name: N, listener: (event: EventOf<N>) => void): (() => void) =>
    this.#events.add((entry) => {
      if (entry.name === name) listener(entry.event as EventOf<N>);
    });

  tell<N extends SocketEventName>(name: N, event: Partial<EventOf<N>>): void {
    this.#events.emit({ name, event });
  }

  back(): void {
    this.connection = 'online';
    this.tell('welcome', { conversations: [] });
  }
}

const closing: (() => void)[] = [];
afterEach(() => {
  vi.useRealTimers();
  for (const close of closing.splice(0)) close();
});

function memoryStorage(): Pick<Storage, 'getItem' | 'setItem' | 'removeItem'> {
  const map = new Map<string, string>();
  return {
    getItem: (key) => map.get(key) ?? null,
    setItem: (key, value) => void map.set(key, value),
    removeItem: (key) => void map.delete(key),
  };
}

function setUp(storage = memoryStorage()) {
  const links = linkedPair(ann.id, bob.id);
  const make = (
    me: Person,
    other: Person,
    end: typeof links.one,
    server: FakeServer,
    kept = memoryStorage(),
  ) => {
    const chat = new Chat({
      me: me.id,
      signalling: server as never,
      links: end,
      storage: kept,
      recordings: {
        upload: () => undefined,
        readiness: () => ({ state: 'ready' }),
        onChange: () => () => undefined,
      },
      personById: (id) => (id === other.id ? other : undefined),
      log: () => undefined,
    });
    closing.push(() => chat.close());
    const messages = () => chat.store.getState().open.get(other.id)?.messages ?? [];
    return {
      chat,
      messages,
      texts: () =>
        messages().map(({ body }) =>
          body.type === 'text' ? body.text : body.type === 'file' ? body.file.name : body.item,
        ),
    };
  };
  const annServer = new FakeServer();
  const bobServer = new FakeServer();
  return {
    links,
    annServer,
    bobServer,
    anns: make(ann, bob, links.one, annServer, storage),
    bobs: make(bob, ann, links.other, bobServer),
    again: () => make(ann, bob, links.one, annServer, storage),
  };
}

const delivery = (of: { messages: () => readonly { delivery: string }[] }) =>
  of.messages().map((message) => message.delivery);

describe('a message', () => {
  test('goes to the server and is shown as sent when it is there', async () => {
    const { anns, annServer } = setUp();
    const sending = anns.chat.send(bob.id, 'hello');
    expect(delivery(anns)).toEqual(['queued']);
    const id = await sending;
    await vi.waitFor(() => expect(delivery(anns)).toEqual(['sent']));
    expect(annServer.stored.has(id)).toBe(true);
  });

  test('goes over the data channel too, is confirmed there, and arrives once', async () => {
    const { links, anns, bobs, annServer, bobServer } = setUp();
    links.one.join();
    const id = await anns.chat.send(bob.id, 'hello');
    await vi.waitFor(() => expect(delivery(anns)).toEqual(['delivered']));
    const stored = await vi.waitFor(() => {
      const message = annServer.stored.get(id);
      if (message === undefined) throw new Error('not stored yet');
      return message;
    });
    bobServer.tell('chat:message', { message: stored, person: ann });
    expect(bobs.texts()).toEqual(['hello']);
    expect(bobs.chat.store.getState().unread).toBe(1);
  });

  test('reaches the other over the data channel while the server is away, and the server when it is back, once', async () => {
    const { links, anns, bobs, annServer } = setUp();
    links.one.join();
    annServer.connection = 'offline';
    const id = await anns.chat.send(bob.id, 'in the dark');
    await vi.waitFor(() => expect(bobs.texts()).toEqual(['in the dark']));
    await vi.waitFor(() => expect(delivery(anns)).toEqual(['delivered']));
    expect(annServer.stored.size).toBe(0);
    annServer.back();
    await vi.waitFor(() => expect(annServer.stored.get(id)?.deliveredAt).not.toBeNull());
    expect(annServer.stored.size).toBe(1);
    expect(delivery(anns)).toEqual(['delivered']);
  });

  test('survives a reload while nothing is reachable, and is sent afterwards', async () => {
    const { anns, annServer, again } = setUp();
    annServer.connection = 'offline';
    await anns.chat.send(bob.id, 'do not lose me');
    anns.chat.close();
    const reloaded = again();
    expect(reloaded.texts()).toEqual(['do not lose me']);
    expect(delivery(reloaded)).toEqual(['queued']);
    annServer.back();
    await vi.waitFor(() => expect(delivery(reloaded)).toEqual(['sent']));
  });

  test('that the server refuses for good stays visible with the reason, and can be sent again or discarded', async () => {
    const { anns, annServer } = setUp();
    annServer.refuse = new CardeaError('not_allowed');
    const id = await anns.chat.send(bob.id, 'hello');
    await vi.waitFor(() => expect(delivery(anns)).toEqual(['failed']));
    expect(anns.messages()[0]?.failure?.code).toBe('not_allowed');
    annServer.refuse = null;
    await anns.chat.retry(bob.id, id);
    await vi.waitFor(() => expect(delivery(anns)).toEqual(['sent']));
    annServer.refuse = new CardeaError('not_allowed');
    const second = await anns.chat.send(bob.id, 'and this');
    await vi.waitFor(() => expect(delivery(anns)).toContain('failed'));
    anns.chat.discard(bob.id, second);
    expect(anns.texts()).toEqual(['hello']);
  });

  test('is tried again after "too many", in the order of writing', async () => {
    vi.useFakeTimers();
    const { anns, annServer } = setUp();
    annServer.refuse = new CardeaError('rate_limited', { retryAfter: 2 });
    await anns.chat.send(bob.id, 'one');
    await anns.chat.send(bob.id, 'two');
    await vi.advanceTimersByTimeAsync(100);
    expect(delivery(anns)).toEqual(['queued', 'queued']);
    annServer.refuse = null;
    await vi.advanceTimersByTimeAsync(2_100);
    expect([...annServer.stored.values()].map(({ body }) => body)).toEqual([
      { type: 'text', text: 'one' },
      { type: 'text', text: 'two' },
    ]);
  });

  test('waits for the data channel as well: what was written before the call is connected goes when it opens', async () => {
    const { links, anns, bobs, annServer } = setUp();
    annServer.connection = 'offline';
    await anns.chat.send(bob.id, 'early');
    links.one.join();
    await vi.waitFor(() => expect(bobs.texts()).toEqual(['early']));
  });
});

describe('receipts', () => {
  test('reading is told to the sender at once, and to the server when it is back', async () => {
    const { links, anns, bobs, bobServer } = setUp();
    links.one.join();
    const id = await anns.chat.send(bob.id, 'hello');
    await vi.waitFor(() => expect(bobs.texts()).toEqual(['hello']));
    bobServer.connection = 'offline';
    await bobs.chat.markRead(ann.id);
    await vi.waitFor(() => expect(delivery(anns)).toEqual(['read']));
    expect(bobs.chat.store.getState().unread).toBe(0);
    bobServer.back();
    await vi.waitFor(() =>
      expect(bobServer.receipts).toContainEqual({ person: ann.id, ids: [id], state: 'read' }),
    );
  });

  test('never go back: a late "delivered" does not undo "read"', async () => {
    const { anns, annServer } = setUp();
    const id = await anns.chat.send(bob.id, 'hello');
    await vi.waitFor(() => expect(delivery(anns)).toEqual(['sent']));
    annServer.tell('chat:receipt', { person: bob.id, ids: [id], state: 'read', at: 5, messagesOf: 'me' });
    annServer.tell('chat:receipt', {
      person: bob.id,
      ids: [id],
      state: 'delivered',
      at: 6,
      messagesOf: 'me',
    });
    expect(delivery(anns)).toEqual(['read']);
    expect(anns.messages()[0]?.readAt).toBe(5);
  });

  test('what another device of mine has read is no longer unread here', () => {
    const { bobs, bobServer } = setUp();
    const message: Message = {
      id: newId(MessageId),
      from: ann.id,
      to: bob.id,
      body: { type: 'text', text: 'hi' },
      sentAt: 1,
      deliveredAt: null,
      readAt: null,
    };
    bobServer.tell('chat:message', { message, person: ann });
    expect(bobs.chat.store.getState().unread).toBe(1);
    bobServer.tell('chat:receipt', {
      person: ann.id,
      ids: [message.id],
      state: 'read',
      at: 9,
      messagesOf: 'them',
    });
    expect(bobs.chat.store.getState().unread).toBe(0);
  });
});

describe('typing', () => {
  test('is told once, stops by itself, and is forgotten when nothing more is heard', async () => {
    vi.useFakeTimers();
    const { links, anns, bobs } = setUp();
    links.one.join();
    anns.chat.setTyping(bob.id, true);
    anns.chat.setTyping(bob.id, true);
    await vi.advanceTimersByTimeAsync(10);
    expect(links.one.sent.filter(({ type }) => type === 'typing')).toHaveLength(1);
    expect(bobs.chat.store.getState().open.get(ann.id)?.theyType).toBe(true);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(bobs.chat.store.getState().open.get(ann.id)?.theyType).toBe(false);
  });
});

test('messages are in order of writing, however they came', () => {
  const { bobs, bobServer } = setUp();
  for (const sentAt of [30, 10, 20]) {
    const message: Message = {
      id: newId(MessageId),
      from: ann.id,
      to: bob.id,
      body: { type: 'text', text: String(sentAt) },
      sentAt,
      deliveredAt: null,
      readAt: null,
    };
    bobServer.tell('chat:message', { message, person: ann });
  }
  expect(bobs.texts()).toEqual(['10', '20', '30']);
  expect(bobs.chat.store.getState().conversations[0]?.lastMessage.sentAt).toBe(30);
});
