import type { PeerMessage } from '@cardea/protocol';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { RelayedChannel } from './relayedChannel.ts';

/** One data channel of a connection to the gateway. */
class FakeChannel {
  readonly label: string;
  readyState: RTCDataChannelState = 'connecting';
  readonly sent: unknown[] = [];
  onopen: (() => void) | null = null;
  onclose: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;

  constructor(label: string) {
    this.label = label;
  }

  send(text: string): void {
    this.sent.push(JSON.parse(text));
  }

  open(): void {
    this.readyState = 'open';
    this.onopen?.();
  }

  close(): void {
    this.readyState = 'closed';
    this.onclose?.();
  }

  hear(message: object): void {
    this.onmessage?.({ data: JSON.stringify(message) });
  }
}

const greeting = { type: 'hello', version: 1 };
const reply = { type: 'hello', version: 1, heard: true };

let made: FakeChannel[];
let told: (string | PeerMessage)[];
let channel: RelayedChannel;

beforeEach(() => {
  vi.useFakeTimers();
  made = [];
  told = [];
  const connection = {
    signalingState: 'stable',
    createDataChannel: (label: string) => {
      const one = new FakeChannel(label);
      made.push(one);
      return one;
    },
  };
  channel = new RelayedChannel(
    connection as unknown as RTCPeerConnection,
    {
      open: () => told.push('open'),
      closed: () => told.push('closed'),
      message: (message) => told.push(message),
    },
    () => undefined,
  );
});
afterEach(() => {
  channel.detach();
  vi.useRealTimers();
});

const first = (): FakeChannel => made[0] ?? new FakeChannel('none');

describe('the channel by way of a gateway', () => {
  it('greets until it is greeted, and takes nothing before', async () => {
    first().open();
    await vi.advanceTimersByTimeAsync(1_100);
    expect(first().sent).toEqual([greeting, greeting, greeting]);
    expect(channel.send({ type: 'bye' })).toBe(false);
    first().hear(greeting);
    expect(told).toEqual(['open', greeting]);
    expect(first().sent.at(-1)).toEqual(reply);
    expect(channel.send({ type: 'bye' })).toBe(true);
    await vi.advanceTimersByTimeAsync(5_000);
    expect(first().sent).toHaveLength(5);
  });

  it('answers every greeting, and no reply', () => {
    first().open();
    first().hear(reply);
    expect(first().sent).toEqual([greeting]);
    first().hear(greeting);
    first().hear(greeting);
    expect(first().sent).toEqual([greeting, reply, reply]);
  });

  it('hears what the gateway sends over a channel it opened itself, and leaves other channels alone', () => {
    first().open();
    const theirs = new FakeChannel('cardea');
    expect(channel.adopt(theirs as unknown as RTCDataChannel)).toBe(true);
    theirs.hear(greeting);
    expect(channel.isOpen).toBe(true);
    expect(channel.adopt(new FakeChannel('file:1') as unknown as RTCDataChannel)).toBe(false);
  });

  it('is opened again after the gateway replaced its transport, and gives up in the end', async () => {
    first().open();
    first().hear(reply);
    first().close();
    expect(told.at(-1)).toBe('closed');
    await vi.advanceTimersByTimeAsync(500);
    made[1]?.open();
    made[1]?.hear(reply);
    expect(channel.isOpen).toBe(true);
    for (let i = 0; i < 10; i++) {
      made.at(-1)?.close();
      await vi.advanceTimersByTimeAsync(2_000);
    }
    expect(channel.isOver).toBe(true);
    expect(made.length).toBeLessThan(10);
    expect(vi.getTimerCount()).toBe(0);
  });
});
