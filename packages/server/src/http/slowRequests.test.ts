import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { connect, type AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { endIfSlow } from './slowRequests.ts';

/** Milliseconds; several times the pace of the bytes, since machines that test have other things to do. */
const limit = 200;

describe('a request that is slow', () => {
  const closers: (() => void)[] = [];
  afterEach(() => {
    for (const close of closers.splice(0)) close();
  });

  /** Sends a head, and then a byte now and then. @returns what the server said before it closed, or `null` */
  async function drip(
    path: string,
    every: number,
    bytes: number,
    type = 'application/offset+octet-stream',
  ): Promise<string | null> {
    const answer = (request: IncomingMessage, response: ServerResponse): void => {
      endIfSlow(request, response, limit);
      request.resume().once('end', () => response.end('done'));
    };
    const server = createServer({ requestTimeout: 0 }, answer);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const socket = connect((server.address() as AddressInfo).port, '127.0.0.1');
    closers.push(() => {
      socket.destroy();
      server.close();
      server.closeAllConnections();
    });
    const heard: string[] = [];
    socket.on('data', (text) => heard.push(text.toString()));
    // The server breaks it off.
    socket.on('error', () => {});
    socket.write(
      `POST ${path} HTTP/1.1\r\nhost: x\r\ncontent-type: ${type}\r\ncontent-length: ${bytes}\r\n\r\n`,
    );
    for (let sent = 0; sent < bytes && !socket.destroyed && heard.length === 0; sent += 1) {
      await sleep(every);
      socket.write('x');
    }
    await expect.poll(() => heard).not.toEqual([]);
    return heard.join('').split('\r\n')[0] ?? null;
  }

  it('is ended after the limit, even if a byte comes now and then', async () => {
    expect(await drip('/api/guests', 20, 1_000)).toBe('HTTP/1.1 408 Request Timeout');
    // What is read before it is clear whose upload it is.
    expect(await drip('/api/uploads/x', 20, 1_000, 'application/json')).toBe('HTTP/1.1 408 Request Timeout');
  });

  it('goes on while bytes come, if it is an upload, and is ended when none do', async () => {
    expect(await drip('/api/uploads/x', 20, 16)).toBe('HTTP/1.1 200 OK');
    expect(await drip('/api/uploads/x', 600, 5)).toBe('HTTP/1.1 408 Request Timeout');
  });
});
