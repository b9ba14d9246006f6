import type { DataChannel } from 'node-datachannel';
import { expect, test } from 'vitest';
import { OutgoingChannel } from './outgoingChannel.ts';

/** The library's channel, whose callbacks come when the test says so. */
function scriptedChannel() {
  const sent: string[] = [];
  const channel = {
    open: false,
    sent,
    opened: (): void => undefined,
    onOpen: (callback: () => void) => (channel.opened = callback),
    isOpen: () => channel.open,
    bufferedAmount: () => 0,
    sendMessage: (text: string) => sent.push(text),
  };
  return channel;
}

test('what waited goes first, even where the news that the channel is open comes after the next message', () => {
  const channel = scriptedChannel();
  const outgoing = new OutgoingChannel(channel as unknown as DataChannel);
  outgoing.send('one');
  outgoing.send('two');
  expect(channel.sent).toEqual([]);
  channel.open = true;
  outgoing.send('three');
  channel.opened();
  outgoing.send('four');
  expect(channel.sent).toEqual(['one', 'two', 'three', 'four']);
});

test('what waits is bounded, and goes out once', () => {
  const channel = scriptedChannel();
  const outgoing = new OutgoingChannel(channel as unknown as DataChannel);
  for (let count = 0; count < 2_000; count++) outgoing.send(String(count));
  channel.open = true;
  channel.opened();
  channel.opened();
  expect(channel.sent).toHaveLength(1_024);
});
