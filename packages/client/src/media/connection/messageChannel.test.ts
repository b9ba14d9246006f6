import type { PeerMessage } from '@cardea/protocol';
import { describe, expect, it } from 'vitest';
import { MessageChannel } from './messageChannel.ts';
import { ScriptedConnection } from './scriptedConnection.ts';

function open(): { connection: ScriptedConnection; heard: PeerMessage[]; channel: MessageChannel } {
  const connection = new ScriptedConnection();
  const heard: PeerMessage[] = [];
  const channel = new MessageChannel(
    connection.asBrowsers(),
    { open: () => undefined, closed: () => undefined, message: (message) => heard.push(message) },
    () => undefined,
  );
  connection.openChannel();
  return { connection, heard, channel };
}

describe('the message channel', () => {
  it('says hello with its version first', () => {
    expect(open().connection.channel.sent).toEqual(['{"type":"hello","version":1}']);
  });

  it.each([
    ['not text', new Uint8Array(3)],
    ['not JSON', '{"type":'],
    ['of an unknown type', '{"type":"dance"}'],
    ['with a field too many', '{"type":"bye","now":true}'],
    ['with a wrong type of field', '{"type":"typing","typing":"yes"}'],
    ['with keys of the prototype', '{"__proto__":{"type":"bye"}}'],
    ['longer than any message can be', JSON.stringify({ type: 'bye', more: 'x'.repeat(100_000) })],
  ])('drops a message that is %s and hears the next one', (_what, data) => {
    const { connection, heard } = open();
    connection.channel.onmessage?.({ data });
    expect(heard).toEqual([]);
    connection.channel.onmessage?.({ data: '{"type":"bye"}' });
    expect(heard).toEqual([{ type: 'bye' }]);
  });

  it('takes nothing before it is open', () => {
    const { connection, channel } = open();
    connection.closeChannel();
    expect(channel.send({ type: 'bye' })).toBe(false);
  });
});
