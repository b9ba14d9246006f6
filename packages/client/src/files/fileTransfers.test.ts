import { CardeaError, newId, PersonId, type MessageId } from '@cardea/protocol';
import { afterEach, describe, expect, test, vi } from 'vitest';
import type { FileTransfer } from '../api.ts';
import { linkedPair } from '../calls/linkedPair.ts';
import { FileTransfers } from './fileTransfers.ts';

const ann = newId(PersonId);
const bob = newId(PersonId);
const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

function ends() {
  const links = linkedPair(ann, bob);
  links.one.join();
  const make = (end: typeof links.one) => {
    const seen = new Map<string, FileTransfer>();
    const history: FileTransfer['state'][] = [];
    const offers: MessageId[] = [];
    let moving: (() => void) | null = null;
    const transfers = new FileTransfers({
      links: end,
      log: () => undefined,
      events: {
        offered: (_person, offer) => offers.push(offer.message),
        changed: (_person, _message, transfer) => {
          seen.set(transfer.id, transfer);
          if (history.at(-1) !== transfer.state) history.push(transfer.state);
          if (transfer.transferred === 0 || transfer.state !== 'moving') return;
          const now = moving;
          moving = null;
          now?.();
        },
      },
    });
    closing.push(() => transfers.close());
    /** Calls back once, when the first bytes have come. */
    const whenMoving = (then: () => void): void => {
      moving = then;
    };
    return { transfers, seen, history, offers, whenMoving };
  };
  return { links, sender: make(links.one), receiver: make(links.other) };
}

/** Bytes that are not the same everywhere, so that a wrong order shows. */
function pattern(size: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length: size }, (_, index) => (index * 31 + (index >> 8)) & 255);
}

function fileOf(
  bytes: Uint8Array<ArrayBuffer>,
  type = 'application/pdf',
): [File, { name: string; size: number; mimeType: string }] {
  return [
    new File([bytes], 'plan.pdf', { type }),
    { name: 'plan.pdf', size: bytes.byteLength, mimeType: type },
  ];
}

/** Quicker than an assertion on each of millions of bytes. */
function same(one: Uint8Array, other: Uint8Array): boolean {
  return one.length === other.length && one.every((byte, index) => byte === other[index]);
}

async function contentOf(url: string | null | undefined): Promise<Uint8Array> {
  if (url === null || url === undefined) throw new Error('no url');
  return new Uint8Array(await (await fetch(url)).arrayBuffer());
}

describe('a file', () => {
  test.each([0, 1, 16_384, 3_000_000])('of %i bytes arrives whole once it is accepted', async (size) => {
    const { sender, receiver } = ends();
    const bytes = pattern(size);
    const { transfer } = sender.transfers.offer(bob, ...fileOf(bytes));
    await vi.waitFor(() => expect(receiver.seen.get(transfer.id)?.state).toBe('offered'));
    receiver.transfers.accept(transfer.id);
    await vi.waitFor(() => expect(sender.seen.get(transfer.id)?.state).toBe('done'), 5_000);
    const received = receiver.seen.get(transfer.id);
    expect(received?.state).toBe('done');
    expect(same(await contentOf(received?.url), bytes)).toBe(true);
  });

  test('moves no byte before it is accepted, and none after it is declined', async () => {
    const { sender, receiver } = ends();
    const { transfer } = sender.transfers.offer(bob, ...fileOf(pattern(50_000)));
    await vi.waitFor(() => expect(receiver.seen.get(transfer.id)?.state).toBe('offered'));
    receiver.transfers.cancel(transfer.id);
    await vi.waitFor(() => expect(sender.seen.get(transfer.id)?.state).toBe('declined'));
    expect(sender.history).not.toContain('moving');
  });

  test('is paused by a lost connection and resumed from where it stopped by the next', async () => {
    const { links, sender, receiver } = ends();
    const bytes = pattern(6_000_000);
    const { transfer } = sender.transfers.offer(bob, ...fileOf(bytes));
    await vi.waitFor(() => expect(receiver.seen.get(transfer.id)?.state).toBe('offered'));
    const cut = new Promise<void>((resolve) => {
      receiver.whenMoving(() => {
        links.one.cut();
        resolve();
      });
    });
    receiver.transfers.accept(transfer.id);
    await cut;
    expect(sender.seen.get(transfer.id)?.state).toBe('paused');
    expect(receiver.seen.get(transfer.id)?.state).toBe('paused');
    links.one.join();
    await vi.waitFor(() => expect(sender.seen.get(transfer.id)?.state).toBe('done'), 10_000);
    const content = await contentOf(receiver.seen.get(transfer.id)?.url);
    expect(same(content, bytes)).toBe(true);
    expect(receiver.offers).toHaveLength(1);
    const accepts = links.other.sent.filter((message) => message.type === 'file-accept');
    expect(accepts).toHaveLength(2);
  });

  test('is offered anew to a receiver whose page was reloaded', async () => {
    const { links, sender, receiver } = ends();
    const { transfer } = sender.transfers.offer(bob, ...fileOf(pattern(1_000)));
    await vi.waitFor(() => expect(receiver.offers).toHaveLength(1));
    receiver.transfers.close();
    links.one.cut();
    const seen: FileTransfer[] = [];
    const reloaded = new FileTransfers({
      links: links.other,
      log: () => undefined,
      events: { offered: () => undefined, changed: (_person, _message, change) => seen.push(change) },
    });
    closing.push(() => reloaded.close());
    links.one.join();
    await vi.waitFor(() => expect(seen.at(-1)?.id).toBe(transfer.id));
    reloaded.accept(transfer.id);
    await vi.waitFor(() => expect(sender.seen.get(transfer.id)?.state).toBe('done'));
  });

  test('is never far ahead of what the receiver says that it has', async () => {
    const { links, sender, receiver } = ends();
    const send = links.other.send.bind(links.other);
    const held: (() => void)[] = [];
    links.other.send = (person, message) => {
      if (message.type !== 'file-progress') return send(person, message);
      held.push(() => send(person, message));
      return true;
    };
    const { transfer } = sender.transfers.offer(bob, ...fileOf(pattern(5_000_000)));
    await vi.waitFor(() => expect(receiver.seen.get(transfer.id)?.state).toBe('offered'));
    receiver.transfers.accept(transfer.id);
    const window = 2 * 1024 * 1024;
    await vi.waitFor(() => expect(held.length).toBe(4), 5_000);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(held).toHaveLength(window / (512 * 1024));
    links.other.send = send;
    for (const release of held) release();
    await vi.waitFor(() => expect(sender.seen.get(transfer.id)?.state).toBe('done'), 5_000);
  });

  test('that could run as a page is kept as plain bytes', async () => {
    const { sender, receiver } = ends();
    const { transfer } = sender.transfers.offer(bob, ...fileOf(pattern(10), 'text/html'));
    await vi.waitFor(() => expect(receiver.seen.get(transfer.id)?.state).toBe('offered'));
    receiver.transfers.accept(transfer.id);
    await vi.waitFor(() => expect(receiver.seen.get(transfer.id)?.state).toBe('done'));
    const response = await fetch(receiver.seen.get(transfer.id)?.url ?? '');
    expect(response.headers.get('content-type')).toBe('application/octet-stream');
  });
});

describe('a peer that does not keep to the rules', () => {
  test('more bytes than announced end the transfer', async () => {
    const { links, sender, receiver } = ends();
    const [file, description] = fileOf(pattern(10_000));
    const { transfer } = sender.transfers.offer(bob, file, { ...description, size: 9_000 });
    await vi.waitFor(() => expect(receiver.seen.get(transfer.id)?.state).toBe('offered'));
    receiver.transfers.accept(transfer.id);
    await vi.waitFor(() => expect(receiver.seen.get(transfer.id)?.state).toBe('failed'));
    expect(links.other.sent.some((message) => message.type === 'file-cancel')).toBe(true);
  });

  test('a wrong checksum throws the file away and tells the sender', async () => {
    const { links, sender, receiver } = ends();
    const { transfer } = sender.transfers.offer(bob, ...fileOf(pattern(10)));
    await vi.waitFor(() => expect(receiver.seen.get(transfer.id)?.state).toBe('offered'));
    links.one.send(bob, { type: 'file-end', transfer: transfer.id, sha256: '0'.repeat(64) });
    receiver.transfers.accept(transfer.id);
    await vi.waitFor(() => expect(receiver.seen.get(transfer.id)?.state).toBe('checksum'));
    await vi.waitFor(() => expect(sender.seen.get(transfer.id)?.state).toBe('checksum'));
    expect(receiver.seen.get(transfer.id)?.url).toBeNull();
  });

  test('an accept for a transfer that does not exist is answered with a cancel', async () => {
    const { links } = ends();
    links.other.send(ann, {
      type: 'file-accept',
      transfer: newId({ parse: (value) => value as never }),
      offset: 0,
    });
    await vi.waitFor(() => expect(links.one.sent.at(-1)?.type).toBe('file-cancel'));
  });

  test('offers beyond the limit are declined by themselves', async () => {
    const { sender, receiver } = ends();
    for (let index = 0; index < 51; index++) sender.transfers.offer(bob, ...fileOf(pattern(1)));
    await vi.waitFor(() => expect(sender.history).toContain('declined'));
    expect(receiver.seen.size).toBe(50);
  });
});

test('without a connection a file is refused with a reason', () => {
  const { links, sender } = ends();
  links.one.cut();
  expect(() => sender.transfers.offer(bob, ...fileOf(pattern(1)))).toThrow(CardeaError);
});
