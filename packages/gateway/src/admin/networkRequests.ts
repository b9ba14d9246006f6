import { randomBytes } from 'node:crypto';
import { createSocket } from 'node:dgram';
import { lookup } from 'node:dns/promises';
import { ApiError } from '../core/errors.ts';
import { checkElements } from '../core/request.ts';
import type { ServerRequest } from './adminApi.ts';

/** How long a STUN server has to answer, ms, and how often it is asked meanwhile. */
const stunPatience = 3000;
const stunInterval = 500;

/** Questions about the network as this machine sees it; `elapsed` is microseconds. */
export const networkRequests: Readonly<Record<string, ServerRequest>> = {
  resolve_address: async (_context, fields) => {
    checkElements(fields, [{ name: 'address', type: 'a string', required: true }]);
    const begin = performance.now();
    const ip = await resolve(String(fields['address']));
    return { ip, elapsed: microsecondsSince(begin) };
  },
  test_stun: async (_context, fields) => {
    checkElements(fields, [
      { name: 'address', type: 'a string', required: true },
      { name: 'port', type: 'a positive integer', required: true },
      { name: 'localport', type: 'a positive integer' },
    ]);
    const begin = performance.now();
    const ip = await resolve(String(fields['address']));
    const seen = await askStun(ip, Number(fields['port']), Number(fields['localport'] ?? 0));
    return { public_ip: seen.ip, public_port: seen.port, elapsed: microsecondsSince(begin) };
  },
};

async function resolve(address: string): Promise<string> {
  try {
    return (await lookup(address)).address;
  } catch (error) {
    throw withCause(new ApiError('unknown', 'Could not resolve address'), error);
  }
}

/** A Binding request (RFC 8489 2) and the address that the answer tells. */
function askStun(ip: string, port: number, localPort: number): Promise<{ ip: string; port: number }> {
  if (port < 1 || port > 65_535 || localPort > 65_535) throw failed();
  const transaction = randomBytes(12);
  const request = Buffer.concat([Buffer.from([0, 1, 0, 0, 0x21, 0x12, 0xa4, 0x42]), transaction]);
  const socket = createSocket(ip.includes(':') ? 'udp6' : 'udp4');
  const send = () => socket.send(request, port, ip);
  const again = setInterval(send, stunInterval);
  return new Promise<{ ip: string; port: number }>((found, reject) => {
    const giveUp = setTimeout(() => reject(failed()), stunPatience);
    socket.once('close', () => clearTimeout(giveUp));
    socket.once('error', (error) => reject(withCause(failed(), error)));
    socket.on('message', (answer) => {
      const seen = mappedAddress(answer, transaction);
      if (seen !== null) found(seen);
    });
    socket.bind(localPort, send);
  }).finally(() => {
    clearInterval(again);
    socket.close();
  });
}

/** XOR-MAPPED-ADDRESS of IPv4 (RFC 8489 14.2). @returns `null` for what does not answer the request */
function mappedAddress(answer: Buffer, transaction: Buffer): { ip: string; port: number } | null {
  if (answer.length < 20 || answer.readUInt16BE(0) !== 0x0101) return null;
  if (!answer.subarray(8, 20).equals(transaction)) return null;
  for (let at = 20; at + 12 <= answer.length; at += 4 + Math.ceil(answer.readUInt16BE(at + 2) / 4) * 4) {
    if (answer.readUInt16BE(at) !== 0x0020 || answer[at + 5] !== 1) continue;
    const bytes = [0x21, 0x12, 0xa4, 0x42].map((byte, index) => byte ^ (answer[at + 8 + index] ?? 0));
    return { ip: bytes.join('.'), port: answer.readUInt16BE(at + 6) ^ 0x2112 };
  }
  return null;
}

function failed(): ApiError {
  return new ApiError('unknown', 'STUN request failed');
}

function withCause(error: ApiError, cause: unknown): ApiError {
  error.cause = cause;
  return error;
}

function microsecondsSince(begin: number): number {
  return Math.round((performance.now() - begin) * 1000);
}
