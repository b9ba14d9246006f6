import { expect, test } from 'vitest';
import { parseLabServer, readBitrate, readServerUrl } from './fields.ts';

test.each([
  ['0', 0],
  [' 512 ', 512_000],
  ['50000', 50_000_000],
])('a bitrate of "%s" kbit/s is %d bit/s', (text, bitsPerSecond) => {
  expect(readBitrate(text)).toBe(bitsPerSecond);
});

test.each(['', '-1', '1.5', '1e3', '50001', '9999999', 'fast'])('"%s" is no bitrate', (text) => {
  expect(readBitrate(text)).toBeNull();
});

test.each([
  ['ws://host:8188', 'ws://host:8188/'],
  [' WSS://janus.example/janus ', 'wss://janus.example/janus'],
])('"%s" is the address of a server', (text, url) => {
  expect(readServerUrl(text)).toBe(url);
});

test.each(['', 'host:8188', 'http://host:8088', 'ws://', 'ws://host/#a', 'ws://me:pass@host'])(
  '"%s" is no address of a WebSocket',
  (text) => {
    expect(readServerUrl(text)).toBeNull();
  },
);

test.each([null, '', '[]', '{"other":"yes","address":5}', '{'])(
  'what was stored damaged counts as nothing: %s',
  (text) => {
    expect(parseLabServer(text)).toEqual({ other: false, address: '' });
  },
);

test('the server of the last time is read back', () => {
  const server = { other: true, address: 'ws://host:8188' };
  expect(parseLabServer(JSON.stringify(server))).toEqual(server);
});
