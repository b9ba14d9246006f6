import { createHash, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { trustedProxies } from '../limits/clientAddress.ts';

const isLoopback = trustedProxies('loopback');

/** What proxies say of themselves: RFC 7239, RFC 9110 section 7.6.3, and the headers of before. */
const proxyHeaders = [
  'forwarded',
  'via',
  'x-forwarded-for',
  'x-forwarded-host',
  'x-forwarded-proto',
  'x-real-ip',
];

/**
 * Whether a program on this machine asks for itself. What a proxy on this machine passes on is not that, whether or
 * not TRUST_PROXY names it; and a request by any other name comes from a page that made its name point here.
 */
export function isFromThisMachine(request: IncomingMessage): boolean {
  if (!isLoopback(request.socket.remoteAddress ?? '')) return false;
  if (proxyHeaders.some((name) => request.headers[name] !== undefined)) return false;
  const authority = `http://${request.headers.host ?? ''}`;
  if (!URL.canParse(authority)) return false;
  const host = new URL(authority).hostname.replace(/^\[|\]$/g, '');
  return host === 'localhost' || isLoopback(host);
}

/** Whether the request has this bearer token (RFC 6750 section 2.1), in a time that does not tell how near it was. */
export function hasToken(request: IncomingMessage, token: string): boolean {
  const sent = /^Bearer +(.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  return sent !== undefined && timingSafeEqual(digest(sent), digest(token));
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
