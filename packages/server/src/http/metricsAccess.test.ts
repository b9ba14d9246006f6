import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import { expect, it } from 'vitest';
import { isFromThisMachine } from './metricsAccess.ts';

function requestFrom(remoteAddress: string | undefined, host: string | undefined): IncomingMessage {
  const socket = new Socket();
  Object.defineProperty(socket, 'remoteAddress', { value: remoteAddress });
  return Object.assign(new IncomingMessage(socket), { headers: host === undefined ? {} : { host } });
}

it.each([
  ['127.0.0.1', 'localhost:8080', true],
  ['::1', '[::1]:8080', true],
  ['::ffff:127.0.0.1', '127.0.0.1:8080', true],
  ['192.168.1.20', 'localhost:8080', false],
  ['::ffff:192.168.1.20', '127.0.0.1:8080', false],
  ['127.0.0.1', '192.168.1.20:8080', false],
  ['127.0.0.1', 'localhost.evil.example', false],
  ['127.0.0.1', '127.0.0.1.evil.example', false],
  ['127.0.0.1', undefined, false],
  ['127.0.0.1', 'not a host', false],
  [undefined, 'localhost', false],
])('a request from %s for %s is from this machine: %s', (from, host, expected) => {
  expect(isFromThisMachine(requestFrom(from, host))).toBe(expected);
});
