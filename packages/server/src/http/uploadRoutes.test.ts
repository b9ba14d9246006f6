import { createServer, type IncomingMessage } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { once } from 'node:events';
import { expect, it } from 'vitest';
import { bodyOf } from './uploadRoutes.ts';

it('the bytes of a request end with an error if it is cut, and are not waited for if it was cut before', async () => {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
  socket.write('PATCH / HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n\r\nbegun');
  const [request] = (await once(server, 'request')) as [IncomingMessage];
  request.on('error', () => {});
  const closed = new Promise<void>((resolve) => request.once('close', resolve));
  const reader = bodyOf(request).stream.getReader();
  expect(Buffer.from((await reader.read()).value ?? []).toString()).toBe('begun');
  socket.destroy();
  await expect(reader.read()).rejects.toThrow('cut');
  await closed;
  expect(() => bodyOf(request)).toThrow('cut');
  server.close();
});
